#include "smtp/command.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.h"
#include "base/text.h"

namespace smtp {
namespace {

constexpr std::size_t longest_echo = 64;  // of what a peer said, in a reply; our own bound

std::string echo(std::string_view text) {
    std::string shown = base::visible(text.substr(0, longest_echo));
    return text.size() > longest_echo ? shown + "..." : shown;
}

// esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-"), RFC 5321 4.1.2
bool is_keyword(std::string_view word) {
    return !word.empty() && base::is_alnum(word.front()) &&
           std::all_of(word.begin(), word.end(), [](char c) { return base::is_alnum(c) || c == '-'; });
}

// esmtp-value = 1*(%d33-60 / %d62-126)
bool is_value(std::string_view value) {
    return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
        return base::is_printable(c) && c != ' ' && c != '=';
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

// "FROM:<path> parameters" or "TO:<path> parameters".
Command parse_envelope_command(Verb verb, std::string_view rest) {
    const std::string_view lead = verb == Verb::mail ? "FROM:" : "TO:";
    const std::string_view form = verb == Verb::mail ? "MAIL FROM:<address>" : "RCPT TO:<address>";
    if (!base::starts_with_ignoring_case(rest, lead))
        return Malformed{verb, Reason::syntax_wrong, fmt::format("say {}", form), echo(rest)};
    const std::string_view at = rest.substr(lead.size());
    if (at.empty() || at.front() != '<') {
        // RFC 5321 3.3: no space between the colon and the path.
        return Malformed{verb, Reason::syntax_wrong,
                         fmt::format("say {}: no space, and the address in <>", form), echo(at)};
    }
    const auto parsed =
        mail::parse_path(at, verb == Verb::mail ? mail::PathUse::reverse : mail::PathUse::forward);
    if (const auto* fault = std::get_if<mail::AddressFault>(&parsed))
        return Malformed{verb,
                         verb == Verb::mail ? Reason::sender_address_wrong : Reason::recipient_address_wrong,
                         fault->what, echo(at)};
    const auto& [path, length] = std::get<mail::ParsedPath>(parsed);
    const std::string_view tail = at.substr(length);
    if (!tail.empty() && tail.front() != ' ')
        return Malformed{verb, Reason::syntax_wrong, "a space must follow the address", echo(tail)};
    auto parameters = parse_parameters(verb, tail);
    if (auto* wrong = std::get_if<Malformed>(&parameters)) return std::move(*wrong);
    auto& list = std::get<std::vector<Parameter>>(parameters);
    if (verb == Verb::mail) return MailFrom{path, std::move(list)};
    return RcptTo{path, std::move(list)};
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

}  // namespace

bool is_hello_name(std::string_view name) {
    const bool literal = !name.empty() && name.front() == '[';
    return (literal ? mail::check_address_literal(name) : mail::check_domain(name)).what.empty();
}

Command parse_command(std::string_view line) {
    const auto space = line.find_first_of(" \t");
    const std::string_view word = line.substr(0, space);
    const std::string_view rest =
        space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
    const Verb verb = verb_named(word);
    for (const char c : line)
        if (!base::is_printable(c) && c != '\t')  // RFC 5321 4.1.2: commands are printable ASCII
            return Malformed{verb, Reason::syntax_wrong, "a command is printable ASCII", echo(line)};
    switch (verb) {
        case Verb::helo:
        case Verb::ehlo:
            return parse_hello(verb, rest);
        case Verb::mail:
        case Verb::rcpt:
            return parse_envelope_command(verb, base::trim(rest));
        case Verb::data:
        case Verb::rset:
        case Verb::quit:
        case Verb::noop:
        case Verb::vrfy:
        case Verb::expn:
        case Verb::help:
            return parse_plain(verb, rest);
        default:
            return NotOffered{verb, echo(word)};
    }
}

Verb verb_of(const Command& command) {
    return std::visit(
        base::overloaded{[](const MailFrom&) { return Verb::mail; }, [](const RcptTo&) { return Verb::rcpt; },
                         [](const auto& other) { return other.verb; }},
        command);
}

}  // namespace smtp
