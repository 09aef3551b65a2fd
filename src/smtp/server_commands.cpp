// What a server session does with each command that it takes: HELO to QUIT, and STARTTLS.
#include <algorithm>

#include "base/text.h"
#include "smtp/replies.h"
#include "smtp/server_session.h"

namespace smtp {
namespace {

std::string address_of(const mail::Path& path) {
    if (path.kind == mail::PathKind::bare_postmaster) return "Postmaster";
    return path.mailbox ? mail::to_text(*path.mailbox) : std::string();
}

// Whether the path may only be said with SMTPUTF8 (RFC 6531 3.4).
bool needs_utf8(const mail::Path& path, AddressRules::HighOctets taken) {
    if (!path.mailbox || taken == AddressRules::HighOctets::taken) return false;
    const bool in_local_part =
        taken == AddressRules::HighOctets::refused && base::has_high(path.mailbox->local_part);
    return in_local_part || base::has_high(path.mailbox->domain);
}

}  // namespace

void ServerSession::on(const Hello& hello, ServerActions& actions) {
    if (conduct_->hello_again == Conduct::HelloAgain::refused && hello_.verb != Verb::none)
        return refuse(replies::hello_repeated(hello_.name), hello.verb, actions);
    hello_ = hello;
    move(hello.verb);
    answer(hello.verb == Verb::ehlo ? replies::hello_extended(settings_.host, hello.name, keywords())
                                    : replies::hello_basic(settings_.host, hello.name),
           hello.verb, Stage::handshake, actions);
}

void ServerSession::on(const MailFrom& mail, ServerActions& actions) {
    if (++transactions_ > most_transactions)
        return hang_up(replies::too_many_transactions(most_transactions), actions);
    if (!mail.parameters.empty() && !knows_parameters())
        return refuse(replies::parameters_need_ehlo(mail.parameters.front().keyword), mail.verb, actions);
    auto read = read_sender_parameters(mail.parameters, usable(), conduct_->parameters);
    if (auto* wrong = std::get_if<Reply>(&read)) return refuse(std::move(*wrong), mail.verb, actions);
    asked_sender_ = std::move(std::get<SenderParameters>(read));
    if (!asked_sender_.options.utf8 && needs_utf8(mail.path, conduct_->grammar.addresses.high_octets))
        return refuse(replies::utf8_not_announced(Verb::mail, address_of(mail.path)), mail.verb, actions);
    const bool any_size = conduct_->parameters.any_size == ParameterConduct::AnySize::taken;
    if (asked_sender_.size.value_or(0) > settings_.letter_limit && !any_size)
        return refuse(replies::letter_too_big(settings_.letter_limit), mail.verb, actions);
    asked_path_ = completed(mail.path);
    asked_verb_ = mail.verb;
    ask(Point::sender, actions);
}

void ServerSession::on(const RcptTo& rcpt, ServerActions& actions) {
    if (!rcpt.parameters.empty() && !knows_parameters())
        return refuse(replies::parameters_need_ehlo(rcpt.parameters.front().keyword), Verb::rcpt, actions);
    const auto utf8 = transaction_.options.utf8 ? mail::Utf8::allowed : mail::Utf8::refused;
    auto read = read_recipient_parameters(rcpt.parameters, usable(), utf8, conduct_->parameters);
    if (auto* wrong = std::get_if<Reply>(&read)) return refuse(std::move(*wrong), Verb::rcpt, actions);
    if (!transaction_.options.utf8 && needs_utf8(rcpt.path, conduct_->grammar.addresses.high_octets))
        return refuse(replies::utf8_not_announced(Verb::rcpt, address_of(rcpt.path)), Verb::rcpt, actions);
    const std::size_t limit = std::max(settings_.recipient_limit, conduct_->least_recipients);
    if (transaction_.recipients.size() >= limit)
        return refuse(replies::too_many_recipients(limit), Verb::rcpt, actions);
    asked_recipient_options_ = std::move(std::get<RecipientOptions>(read));
    asked_path_ = completed(rcpt.path);
    asked_verb_ = Verb::rcpt;
    ask(Point::recipient, actions);
}

void ServerSession::on(const Plain& plain, ServerActions& actions) {
    switch (plain.verb) {
        case Verb::starttls:
            return start_tls(actions);
        case Verb::vrfy:
        case Verb::expn:
            return inquire(plain, actions);
        case Verb::turn:
            return refuse(replies::turn_refused(), Verb::turn, actions);
        case Verb::help:
            if (conduct_->help == Conduct::Help::by_topic && !plain.text.empty() &&
                verb_named(base::words(plain.text).front()) == Verb::unknown)
                return refuse(replies::topic_unknown(plain.text), Verb::help, actions);
            break;
        case Verb::data:
            // RFC 3030 3: what is binary has no line ends to look for a dot between.
            if (transaction_.options.body == Body::binary)
                return refuse(replies::binary_needs_chunks(), Verb::data, actions);
            start_letter(conduct_->framing);
            break;
        default:
            break;
    }
    const Stage stage = stage_for(plain.verb);
    move(plain.verb);
    answer(success(plain.verb), plain.verb, stage, actions);
    if (state_ == State::closed) close(actions);
}

bool ServerSession::knows_parameters() const {
    if (settings_.era == Era::y1982) return false;  // RFC 821 has none
    return has_said_ehlo() || conduct_->parameters.after_helo == ParameterConduct::AfterHelo::taken;
}

// "<ann>" is ann of this host, where that is taken at all.
mail::Path ServerSession::completed(mail::Path path) const {
    if (path.mailbox && path.mailbox->domain.empty())
        path.mailbox->domain = settings_.own_domain.empty() ? settings_.host : settings_.own_domain;
    return path;
}

// VRFY and EXPN. Who would rather not say who exists answers 252 (RFC 5321 7.3); the others ask the host.
void ServerSession::inquire(const Plain& plain, ServerActions& actions) {
    if (plain.verb == Verb::expn && conduct_->expn == Conduct::Expansion::refused)
        return refuse(replies::expansion_refused(plain.text), Verb::expn, actions);
    const Inquiry inquiry = read_inquiry(plain.text, usable());
    const bool announced = inquiry.utf8 == mail::Utf8::allowed ||
                           conduct_->grammar.addresses.high_octets != AddressRules::HighOctets::refused;
    if (base::has_high(inquiry.name) && !announced)
        return refuse(replies::utf8_not_announced(plain.verb, base::visible(inquiry.name)), plain.verb,
                      actions);
    const bool answered = settings_.era == Era::y1982 || conduct_->vrfy == Conduct::Inquiry::answered;
    if (!answered)
        return answer(replies::user_not_verified(base::visible(inquiry.name)), plain.verb,
                      stage_for(plain.verb), actions);
    std::string_view name = inquiry.name;
    if (name.size() > 1 && name.front() == '<' && name.back() == '>') name = name.substr(1, name.size() - 2);
    const auto at = name.rfind('@');
    mail::Path path;
    path.kind = mail::PathKind::mailbox;
    path.mailbox = mail::Address{std::string(name.substr(0, at)),
                                 at == std::string_view::npos ? "" : std::string(name.substr(at + 1))};
    asked_path_ = completed(std::move(path));
    asked_verb_ = plain.verb;
    ask(Point::inquiry, actions);
}

// RFC 5321 3.5.3: 250 for who is known, 252 for who cannot be verified, 551 or 550 for the others.
Reply ServerSession::inquiry_answer(Ruling ruling) const {
    const std::string address = address_of(*asked_path_);
    const bool in_1982 = settings_.era == Era::y1982;
    if (ruling.outcome == Ruling::Outcome::accept)
        return replies::inquiry_known(address, in_1982 ? 250 : conduct_->vrfy_known);
    if (ruling.reply->reason == Reason::relaying_denied)
        return replies::inquiry_foreign(address, in_1982 ? 551 : conduct_->vrfy_foreign);
    return std::move(*ruling.reply);
}

// RFC 3207 4: 220, the handshake, and then nothing of what was said before counts (4.2). What the client sent
// ahead in plaintext anybody could have put there.
void ServerSession::start_tls(ServerActions& actions) {
    const bool introduced =
        conduct_->starttls == Conduct::StartTls::any_time ||
        (conduct_->starttls == Conduct::StartTls::after_hello ? hello_.verb != Verb::none : has_said_ehlo());
    if (!introduced)
        return refuse(replies::hello_missing(Verb::starttls, settings_.era), Verb::starttls, actions);
    if (tls_) return refuse(replies::tls_already_active(), Verb::starttls, actions);
    answer(replies::tls_ready(), Verb::starttls, Stage::handshake, actions);
    move(Verb::starttls);
    const std::uint64_t dropped = lines_.pending().size();
    lines_.take(lines_.pending().size());
    handshaking_ = true;
    actions.push_back(AcceptTls{dropped});
}

void ServerSession::on(const NotOffered& command, ServerActions& actions) {
    Reply reply = replies::not_offered(command, settings_.era);
    // SEND and its kin are known to all by name (RFC 5321 F.6).
    if (conduct_->unoffered == Conduct::Unoffered::unknown) reply = replies::with_code(std::move(reply), 500);
    refuse(std::move(reply), command.verb, actions);
}

void ServerSession::on(const Malformed& malformed, ServerActions& actions) {
    Reply reply = replies::malformed(malformed);
    if (malformed.verb == Verb::bdat && conduct_->wrong_chunk == Conduct::WrongChunk::hung_up)
        return hang_up(replies::with_code(std::move(reply), 521), actions);
    if (malformed.to_swallow > 0) return swallow(malformed.to_swallow, std::move(reply), actions);
    refuse(std::move(reply), malformed.verb, actions);
}

Reply ServerSession::success(Verb verb) const {
    switch (verb) {
        case Verb::none:
            return replies::welcome(settings_.host, settings_.era);
        case Verb::mail:
        case Verb::send:
        case Verb::soml:
        case Verb::saml:
            return replies::sender_accepted(address_of(*asked_path_));
        case Verb::rcpt:
            return replies::recipient_is_local(address_of(*asked_path_));
        case Verb::data:
            return replies::go_ahead();
        case Verb::rset:
            return replies::reset_done();
        case Verb::help:
            return replies::help(settings_.era);
        case Verb::quit:
            return replies::goodbye(settings_.host);
        default:
            return replies::nothing_to_do();
    }
}

}  // namespace smtp
