#include "smtp/handover_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "mail/internationalized.h"
#include "mail/xtext.h"
#include "smtp/downgrade.h"
#include "smtp/letter_form.h"

namespace smtp {
namespace {

using Part = ClientManners::Part;

std::string path(const std::vector<std::string>& route, const mail::Address& address) {
    std::string text = "<";
    for (const std::string& host : route) text += (text.size() > 1 ? ",@" : "@") + host;
    if (!route.empty()) text += ':';
    text += address.domain.empty() ? address.local_part : mail::to_text(address);
    return text += '>';
}

Refusal no_utf8(std::string_view what, EnhancedCode status) {
    return {Reason::utf8_not_possible, status, fmt::format("{}, and the server offers no SMTPUTF8", what)};
}
// RFC 6531 3.6 and 4.5 name both.
constexpr EnhancedCode address_not_ascii{5, 6, 7}, header_not_ascii{5, 6, 9};

// An address for a server without SMTPUTF8: as it is, rewritten, or not at all (RFC 6531 3.2).
std::variant<mail::Address, Refusal> without_utf8(const mail::Address& address, Part part) {
    if (!mail::needs_smtputf8(address)) return address;
    const std::string shown = mail::to_text(address);
    if (part != Part::originator)
        return no_utf8(fmt::format("{} is not ASCII, only its writer may rewrite it", shown),
                       address_not_ascii);
    auto ascii = in_ascii(address);
    if (!ascii) return no_utf8(fmt::format("{} cannot be written in ASCII", shown), address_not_ascii);
    return *std::move(ascii);
}

Rewrote rewrote(const mail::Address& from, const mail::Address& to) {
    return {Rewrote::How::address_to_ascii,
            fmt::format("{} is said as {}", mail::to_text(from), mail::to_text(to))};
}

bool needs_utf8(const Handover& handover, const LetterForm& form) {
    if (handover.options.utf8 || form.utf8_header) return true;
    if (handover.reverse_path && mail::needs_smtputf8(*handover.reverse_path)) return true;
    return std::any_of(handover.recipients.begin(), handover.recipients.end(),
                       [](const HandoverRecipient& one) { return mail::needs_smtputf8(one.address); });
}

// RFC 8689 4.2.1: TLS that verified, and a server that promises to go on likewise.
std::optional<Refusal> judge_require_tls(const ServerOffer& offer, const std::optional<TlsSession>& tls) {
    static constexpr EnhancedCode status{5, 7, 30};
    if (!tls) return Refusal{Reason::require_tls_not_possible, status, "the conversation is not under TLS"};
    if (tls->trust != Trust::verified)
        return Refusal{Reason::require_tls_not_possible, status, "the server's certificate does not verify"};
    if (!offer.has(Extension::require_tls))
        return Refusal{Reason::require_tls_not_possible, status, "the server offers no REQUIRETLS"};
    return {};
}

/// Builds a plan step by step; each step may refuse the mail for everybody.
class Planner {
public:
    Planner(const Handover& handover, const ServerOffer& offer)
        : handover_(handover),
          offer_(offer),
          form_(letter_form(*handover.letter, handover.options.body)),
          reverse_path_(handover.reverse_path) {}

    HandoverPlan plan(const std::optional<TlsSession>& tls) {
        plan_.letter = handover_.letter;
        if (handover_.options.require_tls) plan_.refusal = judge_require_tls(offer_, tls);
        if (!plan_.refusal) choose_utf8();
        if (!plan_.refusal) choose_body();
        if (!plan_.refusal) judge_size();
        if (plan_.refusal) return std::move(plan_);
        if (offer_.has(Extension::dsn)) plan_.notices = Settled::Notices::theirs;
        write_mail_line();
        return std::move(plan_);
    }

private:
    void choose_utf8() {
        if (!needs_utf8(handover_, form_)) return;
        if (offer_.has(Extension::smtputf8)) {
            plan_.utf8 = mail::Utf8::allowed;
            return;
        }
        // SMTPUTF8 that nothing at hand needs may be left away (RFC 6531 3.4); a header cannot be rewritten.
        if (form_.utf8_header) {
            plan_.refusal = no_utf8("the letter's header is not ASCII", header_not_ascii);
            return;
        }
        if (!reverse_path_) return;
        auto sender = without_utf8(*reverse_path_, handover_.manners.part);
        if (auto* refusal = std::get_if<Refusal>(&sender)) {
            plan_.refusal = std::move(*refusal);
        } else if (std::get<mail::Address>(sender) != *reverse_path_) {
            plan_.rewrites.push_back(rewrote(*reverse_path_, std::get<mail::Address>(sender)));
            reverse_path_ = std::move(std::get<mail::Address>(sender));
        }
    }

    // RFC 3030 3, RFC 6152 3: sent as it is, encoded again, or not at all.
    void choose_body() {
        const bool fits = form_.body == Body::seven_bit ||
                          (form_.body == Body::eight_bit && offer_.has(Extension::eight_bit_mime)) ||
                          (form_.body == Body::binary && offer_.has(Extension::binarymime));
        if (!fits) {
            std::variant<SevenBitLetter, CannotDowngrade> encoded = CannotDowngrade{"MIME is of 1992"};
            if (handover_.manners.era == Era::today) encoded = in_seven_bit(*handover_.letter);
            if (const auto* cannot = std::get_if<CannotDowngrade>(&encoded)) {
                plan_.refusal = Refusal{
                    Reason::eight_bit_not_possible,
                    {5, 6, 3},
                    fmt::format("the server offers no {}, and the letter cannot be sent in seven bits: {}",
                                form_.body == Body::binary ? "BINARYMIME" : "8BITMIME", cannot->why)};
                return;
            }
            auto& letter = std::get<SevenBitLetter>(encoded);
            plan_.letter = std::make_shared<const std::string>(std::move(letter.octets));
            plan_.rewrites.push_back({Rewrote::How::to_seven_bit, std::move(letter.what)});
            form_.body = Body::seven_bit;
        }
        const bool chunks_wanted =
            handover_.manners.letter_by == ClientManners::LetterBy::chunks && offer_.has(Extension::chunking);
        if (form_.body == Body::binary || chunks_wanted) plan_.letter_by = HandoverPlan::LetterBy::chunks;
    }

    void judge_size() {
        if (!offer_.size_limit || plan_.letter->size() <= *offer_.size_limit) return;
        plan_.refusal = Refusal{Reason::letter_too_big,
                                {5, 3, 4},
                                fmt::format("the letter has {} octets, and the server takes {}",
                                            plan_.letter->size(), *offer_.size_limit)};
    }

    void write_mail_line() {
        static constexpr std::array openings{Verb::mail, Verb::send, Verb::soml, Verb::saml};
        if (handover_.manners.era == Era::y1982)
            plan_.opening = openings[static_cast<std::size_t>(handover_.kind)];
        const SenderOptions& options = handover_.options;
        std::string& line = plan_.mail_line;
        line = to_text(plan_.opening);
        line += " FROM:";
        line += reverse_path_ ? path(handover_.reverse_route, *reverse_path_) : "<>";
        if (offer_.has(Extension::size))
            fmt::format_to(std::back_inserter(line), " SIZE={}", plan_.letter->size());
        if (form_.body == Body::binary) line += " BODY=BINARYMIME";
        if (form_.body == Body::eight_bit) line += " BODY=8BITMIME";
        if (plan_.utf8 == mail::Utf8::allowed) line += " SMTPUTF8";
        if (options.require_tls) line += " REQUIRETLS";
        if (plan_.notices != Settled::Notices::theirs) return;
        if (options.returned != Return::unspecified)
            line += options.returned == Return::full ? " RET=FULL" : " RET=HDRS";
        if (!options.envelope_id.empty()) line += " ENVID=" + mail::to_xtext(options.envelope_id);
    }

    const Handover& handover_;
    const ServerOffer& offer_;
    LetterForm form_;
    std::optional<mail::Address> reverse_path_;
    HandoverPlan plan_;
};

// NOTIFY and ORCPT as they came with the mail (RFC 3461 5.2.1): none is made up.
void write_dsn(const RecipientOptions& options, mail::Utf8 utf8, std::string& line) {
    const Notify& notify = options.notify;
    if (notify.never()) {
        line += " NOTIFY=NEVER";
    } else if (notify.given) {
        const std::array<std::pair<bool, std::string_view>, 3> words{
            {{notify.success, "SUCCESS"}, {notify.failure, "FAILURE"}, {notify.delay, "DELAY"}}};
        std::string_view lead = " NOTIFY=";
        for (const auto& [wanted, word] : words) {
            if (!wanted) continue;
            line.append(std::exchange(lead, ",")).append(word);
        }
    }
    const auto semicolon = options.original_recipient.find(';');
    if (semicolon == std::string::npos) return;
    line += " ORCPT=" + mail::to_orcpt({options.original_recipient.substr(0, semicolon),
                                        options.original_recipient.substr(semicolon + 1)},
                                       utf8);
}

}  // namespace

HandoverPlan plan_handover(const Handover& handover, const ServerOffer& offer,
                           const std::optional<TlsSession>& tls) {
    return Planner(handover, offer).plan(tls);
}

RecipientPlan plan_recipient(const HandoverRecipient& recipient, const HandoverPlan& plan,
                             const ClientManners& manners) {
    RecipientPlan planned;
    const mail::Address* address = &recipient.address;
    std::variant<mail::Address, Refusal> other;
    if (plan.utf8 == mail::Utf8::refused && mail::needs_smtputf8(*address)) {
        other = without_utf8(*address, manners.part);
        if (auto* refusal = std::get_if<Refusal>(&other)) {
            planned.refusal = std::move(*refusal);
            return planned;
        }
        address = &std::get<mail::Address>(other);
        planned.rewrite = rewrote(recipient.address, *address);
    }
    planned.rcpt_line = "RCPT TO:" + path(recipient.source_route, *address);
    if (plan.notices == Settled::Notices::theirs) write_dsn(recipient.options, plan.utf8, planned.rcpt_line);
    return planned;
}

}  // namespace smtp
