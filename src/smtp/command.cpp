#include "smtp/command.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/overloaded.h"
#include "base/text.h"

namespace smtp {
namespace {

constexpr std::size_t most_size_digits = 20;  // RFC 1870 3, RFC 3030 2: 1*20DIGIT
constexpr std::size_t longest_echo = 64;      // of what a peer said, in a reply; our own bound

std::string echo(std::string_view text) {
    std::string shown = base::visible(text.substr(0, longest_echo));
    return text.size() > longest_echo ? shown + "..." : shown;
}

// esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-"), RFC 5321 4.1.2
bool is_keyword(std::string_view word) {
    return !word.empty() && base::is_alnum(word.front()) &&
           std::all_of(word.begin(), word.end(), [](char c) { return base::is_alnum(c) || c == '-'; });
}

// esmtp-value = 1*(%d33-60 / %d62-126), and with SMTPUTF8 what is not ASCII (RFC 6531 3.3)
bool is_value(std::string_view value) {
    return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
        return (base::is_printable(c) && c != ' ' && c != '=') || base::is_high(c);
    });
}

std::variant<std::vector<Parameter>, Malformed> parse_parameters(Verb verb, std::string_view text) {
    std::vector<Parameter> parameters;
    for (const std::string_view word : base::words(text)) {
        const auto equals = word.find('=');
        const std::string_view keyword = word.substr(0, equals);
        Parameter parameter{base::upper(keyword), {}};
        if (equals != std::string_view::npos) parameter.value = word.substr(equals + 1);
        if (!is_keyword(keyword) || (parameter.value && !is_value(*parameter.value)))
            return Malformed{verb, Reason::syntax_wrong,
                             fmt::format("parameter {} is not KEYWORD=value", echo(word)), echo(word)};
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

// Octets outside ASCII, and no SMTPUTF8 behind them.
bool is_unannounced_utf8(std::string_view at) {
    if (std::none_of(at.begin(), at.end(), base::is_high)) return false;
    const auto words = base::words(at);
    return std::none_of(words.begin(), words.end(),
                        [](std::string_view word) { return base::equal_ignoring_case(word, "SMTPUTF8"); });
}

// "FROM:<path> parameters" or "TO:<path> parameters".
Command parse_envelope_command(Verb verb, std::string_view rest) {
    const bool names_recipient = verb == Verb::rcpt;
    const std::string_view lead = names_recipient ? "TO:" : "FROM:";
    const std::string form = fmt::format("{} {}<address>", to_text(verb), lead);
    if (!base::starts_with_ignoring_case(rest, lead))
        return Malformed{verb, Reason::syntax_wrong, fmt::format("say {}", form), echo(rest)};
    const std::string_view at = rest.substr(lead.size());
    if (at.empty() || at.front() != '<') {
        // RFC 5321 3.3: no space between the colon and the path.
        return Malformed{verb, Reason::syntax_wrong,
                         fmt::format("say {}: no space, and the address in <>", form), echo(at)};
    }
    const auto parsed = mail::parse_path(
        at, names_recipient ? mail::PathUse::forward : mail::PathUse::reverse, mail::Utf8::allowed);
    if (const auto* fault = std::get_if<mail::AddressFault>(&parsed)) {
        const Reason reason = is_unannounced_utf8(at) ? Reason::utf8_not_announced
                              : names_recipient       ? Reason::recipient_address_wrong
                                                      : Reason::sender_address_wrong;
        return Malformed{verb, reason, fault->what, echo(at)};
    }
    const auto& [path, length] = std::get<mail::ParsedPath>(parsed);
    const std::string_view tail = at.substr(length);
    if (!tail.empty() && tail.front() != ' ')
        return Malformed{verb, Reason::syntax_wrong, "a space must follow the address", echo(tail)};
    auto parameters = parse_parameters(verb, tail);
    if (auto* wrong = std::get_if<Malformed>(&parameters)) return std::move(*wrong);
    auto& list = std::get<std::vector<Parameter>>(parameters);
    if (names_recipient) return RcptTo{path, std::move(list)};
    return MailFrom{path, std::move(list), verb};
}

Command parse_hello(Verb verb, std::string_view rest) {
    const std::string_view name = base::trim(rest);
    if (name.empty())
        return Malformed{verb, Reason::syntax_wrong, fmt::format("say {} and your name", to_text(verb)), ""};
    if (!is_hello_name(name))
        return Malformed{verb, Reason::hello_name_wrong,
                         "that is neither a domain name nor an address literal", echo(name)};
    return Hello{verb, std::string(name)};
}

Command parse_plain(Verb verb, std::string_view rest) {
    const std::string_view text = base::trim(rest);
    const bool takes_text =
        verb == Verb::noop || verb == Verb::help || verb == Verb::vrfy || verb == Verb::expn;
    if (!takes_text && !text.empty())
        return Malformed{verb, Reason::syntax_wrong, fmt::format("{} takes nothing after it", to_text(verb)),
                         echo(text)};
    if ((verb == Verb::vrfy || verb == Verb::expn) && text.empty())
        return Malformed{verb, Reason::syntax_wrong, fmt::format("say {} and a name", to_text(verb)), ""};
    return Plain{verb, std::string(text)};
}

// "BDAT 1000" or "BDAT 1000 LAST" (RFC 3030 2). The octets follow even where the words behind it are wrong.
Command parse_chunk(std::string_view rest) {
    const auto words = base::words(rest);
    const auto size = words.empty() ? std::nullopt : parse_octet_count(words.front());
    if (!size)
        return Malformed{Verb::bdat, Reason::syntax_wrong, "say BDAT and the octets that follow", echo(rest)};
    const bool last = words.size() == 2 && base::equal_ignoring_case(words[1], "LAST");
    if (words.size() > 1 && !last)
        return Malformed{Verb::bdat, Reason::syntax_wrong, "only LAST may follow the size", echo(rest),
                         *size};
    return Chunk{*size, last ? Chunk::Position::last : Chunk::Position::more};
}

Command parse_auth(std::string_view rest) {
    const auto words = base::words(rest);
    if (words.empty() || words.size() > 2)
        return Malformed{Verb::auth, Reason::syntax_wrong, "say AUTH, a mechanism and at most one response",
                         ""};
    Authenticate command{std::string(words.front()), {}};
    if (words.size() == 2) command.initial_response = words.back();
    return command;
}

// RFC 5321 4.1.2: commands are printable ASCII; RFC 6531 3.3: UTF-8 may stand in addresses.
bool may_stand(Verb verb, char c) {
    const bool takes_utf8 =
        verb == Verb::mail || verb == Verb::rcpt || verb == Verb::vrfy || verb == Verb::expn;
    return base::is_printable(c) || c == '\t' || (takes_utf8 && base::is_high(c));
}

}  // namespace

bool is_hello_name(std::string_view name) {
    const bool literal = !name.empty() && name.front() == '[';
    return (literal ? mail::check_address_literal(name) : mail::check_domain(name)).what.empty();
}

std::optional<std::uint64_t> parse_octet_count(std::string_view digits) {
    if (const auto size = base::parse_number(digits)) return static_cast<std::uint64_t>(*size);
    const bool is_number = !digits.empty() && digits.size() <= most_size_digits &&
                           std::all_of(digits.begin(), digits.end(), base::is_digit);
    return is_number ? std::optional(std::numeric_limits<std::uint64_t>::max()) : std::nullopt;
}

Command parse_command(std::string_view line, const Grammar&) {
    const auto space = line.find_first_of(" \t");
    const std::string_view word = line.substr(0, space);
    const std::string_view rest =
        space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
    const Verb verb = verb_named(word);
    if (!std::all_of(line.begin(), line.end(), [verb](char c) { return may_stand(verb, c); }))
        return Malformed{verb, Reason::syntax_wrong, "a command is printable ASCII", echo(line)};
    switch (verb) {
        case Verb::helo:
        case Verb::ehlo:
            return parse_hello(verb, rest);
        case Verb::mail:
        case Verb::rcpt:
        case Verb::send:
        case Verb::soml:
        case Verb::saml:
            return parse_envelope_command(verb, base::trim(rest));
        case Verb::bdat:
            return parse_chunk(rest);
        case Verb::auth:
            return parse_auth(rest);
        case Verb::data:
        case Verb::rset:
        case Verb::quit:
        case Verb::noop:
        case Verb::vrfy:
        case Verb::expn:
        case Verb::help:
        case Verb::starttls:
        case Verb::turn:
            return parse_plain(verb, rest);
        default:
            return NotOffered{verb, echo(word)};
    }
}

Verb verb_of(const Command& command) {
    return std::visit(
        base::overloaded{[](const RcptTo&) { return Verb::rcpt; }, [](const Chunk&) { return Verb::bdat; },
                         [](const Authenticate&) { return Verb::auth; },
                         [](const auto& other) { return other.verb; }},
        command);
}

}  // namespace smtp
