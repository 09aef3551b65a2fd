#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "explain/why.h"
#include "mail/encoding.h"
#include "mail/message.h"
#include "smtp/moves.h"
#include "trace/letter.h"
#include "view/teller.h"

namespace view {

namespace {

// Where a command is defined: by the table of moves.
std::string citation_of(smtp::Verb verb) {
    for (const smtp::Move& move : smtp::moves)
        if (move.verb == verb && move.citation.section != "4.1.4") return base::to_text(move.citation);
    return "RFC 5321 4.1.1";
}

}  // namespace

// ---- the conversation ----

void Teller::on(const CommandSent& fact) {
    told_.to = label(peer());
    told_.line = one_line(trace_.text(fact.line));
    told_.stage = fact.stage;
    told_.meaning = explain::command_meaning(fact.verb, told_.line);
    constexpr std::string_view nobody = "The client ";  // here it has a name
    if (told_.meaning.starts_with(nobody)) told_.meaning.replace(0, nobody.size(), here_ + " ");
    told_.citation = citation_of(fact.verb);
}

void Teller::on(const CommandReceived& fact) {
    told_.to = here_;
    told_.from = label(peer());
    told_.line = one_line(trace_.text(fact.line));
    told_.stage = fact.stage;
    told_.meaning = fmt::format("{} has read the line.", here_);
}

void Teller::on(const ReplySent& fact) {
    told_.to = label(peer());
    told_.line = one_line(trace_.text(fact.text));
    told_.stage = fact.stage;
    told_.code = fact.code;
    // Relaying depends on where the client is: its address is part of the reason.
    const bool by_address = fact.reason == smtp::Reason::relaying_denied;
    const std::string other = by_address ? fmt::format("{} ({})", told_.to, address_of(peer())) : told_.to;
    std::string about = text(fact.about);
    if (fact.reason == smtp::Reason::auth_continue)  // in base64, which hides nothing
        if (const auto decoded = mail::from_base64(about); decoded && !decoded->empty()) about = *decoded;
    told_.meaning = why(fact.reason, fact.code, fact.enhanced, about, here_, other);
    cite(fact.rfc, trace_.text(fact.section));
}

void Teller::on(const ReplyReceived& fact) {
    told_.to = here_;
    told_.from = label(peer());
    told_.line = one_line(trace_.text(fact.text));
    told_.stage = fact.stage;
    told_.code = fact.code;
    const std::string_view next = fact.code >= 500   ? "this will not work the same way again"
                                  : fact.code >= 400 ? "this may work later"
                                  : fact.code >= 300 ? "the server waits for the rest"
                                                     : "the command was done";
    told_.meaning = fmt::format("{} has read the reply {}: {}.", here_, fact.code, next);
    told_.citation = "RFC 5321 4.2.1";
}

void Teller::on(const ContentSent& fact) {
    constexpr std::uint32_t header_looked_at = 65'536;  // octets: enough to tell whether there is one
    told_.to = label(peer());
    told_.stage = smtp::Stage::data;
    told_.line = fmt::format("(letter, {}, then a dot alone on a line)",
                             counted(letter_octets(fact.octets.length, fact.stuffed), "octet", "octets"));
    const auto message =
        mail::Message::parse(std::string(trace_.text(fact.octets.part(0, header_looked_at))));
    const bool headless = message.count(mail::Finding::Kind::no_header) > 0;
    const std::string_view parts = letter_octets(fact.octets.length, fact.stuffed) == 0 ? "nothing but"
                                   : headless ? "text without a header, and"
                                              : "header, blank line, text, and";
    told_.meaning = fmt::format("{} hands over the letter: {} the lone dot that ends it.", here_, parts);
    if (fact.stuffed > 0)
        told_.meaning += fact.stuffed == 1
                             ? " One line begins with a dot; it travels with one dot more, so that it is not "
                               "mistaken for the end."
                             : fmt::format(
                                   " {} lines begin with a dot; each travels with one dot more, so that "
                                   "it is not mistaken for the end.",
                                   fact.stuffed);
    told_.citation = fact.stuffed > 0 ? "RFC 5321 4.5.2" : "RFC 5321 4.1.1.4";
}

void Teller::on(const ContentReceived& fact) {
    told_.from = label(peer());
    told_.to = here_;
    told_.stage = smtp::Stage::data;
    told_.meaning =
        fmt::format("{} has the whole letter ({}), but is not responsible for it before it says so.", here_,
                    counted(fact.letter.length, "octet", "octets"));
    told_.citation = "RFC 5321 6.1";
}

void Teller::on(const Found& fact) {
    told_.stage = smtp::Stage::data;
    switch (fact.finding) {
        case LineFinding::bare_lf:
            told_.meaning = fmt::format(
                "{} with LF alone, without CR: a server may not take that as a line end.",
                fact.count == 1 ? "One line ends" : counted(fact.count, "line ends", "lines end"));
            told_.citation = "RFC 5321 2.3.8";
            break;
        case LineFinding::bare_cr:
            told_.meaning = fmt::format("CR stands alone {}; it may only stand before LF.",
                                        counted(fact.count, "time", "times"));
            told_.citation = "RFC 5321 2.3.8";
            break;
        case LineFinding::nul:
            told_.meaning =
                "The letter holds NUL octets. They are kept as they are; many programs stumble over them.";
            told_.citation = "RFC 5322 4.1";
            break;
        case LineFinding::high_octet:
            told_.meaning =
                "The letter holds octets above 127: it needs the 8BITMIME extension on its whole way.";
            told_.citation = "RFC 6152 3";
            break;
        case LineFinding::line_too_long:
            told_.meaning = fmt::format(
                "{} longer than 1000 octets with the line end, the most that every server must take.",
                fact.count == 1 ? "One line is" : counted(fact.count, "line is", "lines are"));
            told_.citation = "RFC 5321 4.5.3.1.6";
            break;
        case LineFinding::header_missing:
            told_.meaning = fmt::format(
                "The letter has no header at all. {} takes it as it is, and keeps its own fields apart "
                "by a blank line.",
                here_);
            told_.citation = "RFC 5322 3.6";
            break;
    }
}

namespace {

// A sentence a rule and verdict; {0} the host, {1} what was judged, {2} what decided.
std::string_view words_of(Rule rule, Verdict verdict) {
    const bool accepted = verdict == Verdict::accept;
    switch (rule) {
        case Rule::own_network:
            return accepted
                       ? "{0} takes new mail from {1} on this port: the address is in its own network {2}."
                       : "{0} takes no new mail from {1} on this port: the address is {2}.";
        case Rule::relay_control:
            return accepted ? "{0} may send the mail for {1} on: {2}."
                            : "{0} does not send the mail for {1} on: {2}.";
        case Rule::recipient_exists:
            return accepted ? "{0} looks {1} up among its own mailboxes and takes it: {2}."
                            : "{0} looks {1} up among its own mailboxes: {2}.";
        case Rule::letter_size:
            return "{0} measures {1}: {2}.";
        case Rule::line_ends:
            return "{0} looks at {1} and finds {2}; only CRLF ends a line.";
        case Rule::hop_count:
            return "{0} counts {1}: {2}; the mail goes round in a circle.";
        case Rule::authentication:
            return accepted ? "{0} takes new mail from {1} here: {2}."
                            : "{0} takes no new mail from {1} here: {2}.";
        case Rule::tls_policy:
            return accepted ? "{0} is content with the line to {1}: {2}."
                            : "{0} wants a better protected line to {1}: {2}.";
        case Rule::storage:
            return accepted ? "{0} has room for {1}: {2}." : "{0} has no room for {1}: {2}.";
        case Rule::aliases:
            return "{0} looks {1} up among its aliases: {2}.";
    }
    return "{0} judges {1}: {2}.";
}

}  // namespace

void Teller::on(const Ruled& fact) {
    static constexpr std::array verdicts{"yes", "no", "not now", "no, and the session ends"};
    static constexpr std::array rules{
        "own network?",     "may be sent on?", "mailbox exists?", "small enough?", "clean line ends?",
        "few enough hops?", "who are you?",    "protected line?", "room left?",    "an alias?"};
    told_.stage = fact.stage;
    told_.line = fmt::format("{} {}", rules[static_cast<std::size_t>(fact.rule)],
                             verdicts[static_cast<std::size_t>(fact.verdict)]);
    std::string_view words = words_of(fact.rule, fact.verdict);
    if (fact.rule == Rule::authentication && fact.stage == smtp::Stage::recipients)
        words = fact.verdict == Verdict::accept ? "{0} sends the mail for {1} on: {2}."
                                                : "{0} does not send the mail for {1} on: {2}.";
    told_.meaning = fmt::format(fmt::runtime(words), here_, text(fact.about), text(fact.because));
    cite(fact.rfc, trace_.text(fact.section));
}

}  // namespace view
