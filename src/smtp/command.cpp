#include "smtp/command.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/overloaded.h"
#include "base/text.h"
#include "mail/utf8.h"
#include "smtp/loose_path.h"

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

std::variant<std::vector<Parameter>, Malformed> parse_parameters(Verb verb, std::string_view text,
                                                                 const Grammar& grammar) {
    std::vector<Parameter> parameters;
    for (const std::string_view word : base::words(text)) {
        const auto equals = word.find('=');
        const std::string_view keyword = word.substr(0, equals);
        Parameter parameter{base::upper(keyword), {}};
        if (equals != std::string_view::npos) parameter.value = word.substr(equals + 1);
        const bool empty = parameter.value && parameter.value->empty();
        const bool value_fits = !parameter.value || is_value(*parameter.value) ||
                                (empty && grammar.empty_values == Grammar::EmptyValues::taken);
        if (!is_keyword(keyword) || !value_fits) {
            const bool unknown =
                grammar.odd_parameters == Grammar::OddParameters::unknown && !is_keyword(keyword);
            return Malformed{verb, unknown ? Reason::parameter_unknown : Reason::syntax_wrong,
                             fmt::format("parameter {} is not KEYWORD=value", echo(word)), echo(word)};
        }
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

// Octets outside ASCII, and no SMTPUTF8 behind them.
bool is_unannounced_utf8(std::string_view at) {
    if (!base::has_high(at)) return false;
    const auto words = base::words(at);
    return std::none_of(words.begin(), words.end(),
                        [](std::string_view word) { return base::equal_ignoring_case(word, "SMTPUTF8"); });
}

/// What stands behind "FROM:" or "TO:"; nothing when that is not there.
std::optional<std::string_view> behind_colon(std::string_view rest, std::string_view word,
                                             Grammar::Colon colon) {
    if (!base::starts_with_ignoring_case(rest, word)) return {};
    rest.remove_prefix(word.size());
    if (colon == Grammar::Colon::space_around) rest = base::trim(rest);
    if (rest.empty() || rest.front() != ':') return {};
    rest.remove_prefix(1);
    return colon == Grammar::Colon::tight ? rest : base::trim(rest);
}

// "FROM:<path> parameters" or "TO:<path> parameters".
Command parse_envelope_command(Verb verb, std::string_view rest, const Grammar& grammar) {
    const bool names_recipient = verb == Verb::rcpt;
    const std::string_view lead = names_recipient ? "TO" : "FROM";
    const std::string form = fmt::format("{} {}:<address>", to_text(verb), lead);
    const auto at = behind_colon(rest, lead, grammar.colon);
    if (!at) return Malformed{verb, Reason::syntax_wrong, fmt::format("say {}", form), echo(rest)};
    const bool bare = at->empty() || at->front() != '<';
    if (at->empty() || (bare && grammar.brackets == Grammar::Brackets::required)) {
        // RFC 5321 3.3: no space between the colon and the path.
        return Malformed{verb, Reason::syntax_wrong,
                         fmt::format("say {}: no space, and the address in <>", form), echo(*at)};
    }
    const auto read =
        read_path(*at, names_recipient ? mail::PathUse::forward : mail::PathUse::reverse, grammar);
    if (const auto* fault = std::get_if<mail::AddressFault>(&read)) {
        const Reason reason = is_unannounced_utf8(*at) ? Reason::utf8_not_announced
                              : names_recipient        ? Reason::recipient_address_wrong
                                                       : Reason::sender_address_wrong;
        return Malformed{verb, reason, fault->what, echo(*at)};
    }
    const auto& [path, length] = std::get<mail::ParsedPath>(read);
    const std::string_view tail = at->substr(length);
    if (!tail.empty() && tail.front() != ' ' && grammar.glue == Grammar::Glue::refused)
        return Malformed{verb, Reason::syntax_wrong, "a space must follow the address", echo(tail)};
    auto parameters = parse_parameters(verb, tail, grammar);
    if (auto* wrong = std::get_if<Malformed>(&parameters)) return std::move(*wrong);
    auto& list = std::get<std::vector<Parameter>>(parameters);
    if (names_recipient) return RcptTo{path, std::move(list)};
    return MailFrom{path, std::move(list), verb};
}

Command parse_hello(Verb verb, std::string_view rest, const Grammar& grammar) {
    const std::string_view name = base::trim(rest);
    if (name.empty())
        return Malformed{verb, Reason::syntax_wrong, fmt::format("say {} and your name", to_text(verb)), ""};
    if (!takes_hello_name(grammar.hello_names, name))
        return Malformed{verb, Reason::hello_name_wrong,
                         "that is neither a domain name nor an address literal", echo(name)};
    return Hello{verb, std::string(name)};
}

// Whether words may follow, heard or not.
bool takes_text(Verb verb, const Grammar& grammar) {
    const auto ignored = [](Grammar::Arguments rule) { return rule == Grammar::Arguments::ignored; };
    switch (verb) {
        case Verb::noop:
        case Verb::vrfy:
        case Verb::expn:
            return true;
        case Verb::help:
            return ignored(grammar.help);
        case Verb::rset:
            return ignored(grammar.rset);
        case Verb::quit:
            return ignored(grammar.quit);
        case Verb::data:
            return ignored(grammar.data);
        default:
            return false;
    }
}

// `rest`: nothing when the line ends with the verb.
Command parse_plain(Verb verb, std::optional<std::string_view> rest, const Grammar& grammar) {
    const std::string_view text = base::trim(rest.value_or(""));
    const bool has_text = !text.empty() || (rest && grammar.blanks == Grammar::Blanks::argument);
    if (has_text && !takes_text(verb, grammar))
        return Malformed{verb, Reason::syntax_wrong, fmt::format("{} takes nothing after it", to_text(verb)),
                         echo(text)};
    if ((verb == Verb::vrfy || verb == Verb::expn) && text.empty())
        return Malformed{verb, Reason::syntax_wrong, fmt::format("say {} and a name", to_text(verb)), ""};
    return Plain{verb, std::string(text)};
}

// "BDAT 1000" or "BDAT 1000 LAST" (RFC 3030 2). The octets follow even where the words behind it are wrong.
Command parse_chunk(std::string_view rest, const Grammar& grammar) {
    const auto words = base::words(rest);
    const auto size = words.empty() ? std::nullopt : parse_octet_count(words.front());
    if (!size)
        return Malformed{Verb::bdat, Reason::syntax_wrong, "say BDAT and the octets that follow", echo(rest)};
    const bool last = words.size() == 2 && base::equal_ignoring_case(words[1], "LAST");
    if (words.size() > 1 && !last && grammar.chunk_words == Grammar::ChunkWords::last_only)
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
bool may_stand(Verb verb, std::string_view line, const Grammar& grammar) {
    if (line.find('\0') != std::string_view::npos) return false;
    if (grammar.octets == Grammar::Octets::any) return true;
    if (grammar.octets == Grammar::Octets::utf8) return mail::with_valid_utf8(line) == line;
    const bool takes_utf8 =
        verb == Verb::mail || verb == Verb::rcpt || verb == Verb::vrfy || verb == Verb::expn;
    return std::all_of(line.begin(), line.end(), [takes_utf8](char c) {
        return base::is_printable(c) || c == '\t' || (takes_utf8 && base::is_high(c));
    });
}

}  // namespace

bool is_hello_name(std::string_view name) {
    return !name.empty() && takes_hello_name(HelloNames::grammar, name);
}

std::optional<std::uint64_t> parse_octet_count(std::string_view digits) {
    if (const auto size = base::parse_number(digits)) return static_cast<std::uint64_t>(*size);
    const bool is_number = !digits.empty() && digits.size() <= most_size_digits &&
                           std::all_of(digits.begin(), digits.end(), base::is_digit);
    return is_number ? std::optional(std::numeric_limits<std::uint64_t>::max()) : std::nullopt;
}

Command parse_command(std::string_view line, const Grammar& grammar) {
    if (grammar.nul == Grammar::Nul::ends_line) line = line.substr(0, line.find('\0'));
    if (grammar.cr == Grammar::Cr::trimmed)
        while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (grammar.lead == Grammar::Blanks::trimmed)
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    const auto space = line.find_first_of(" \t");
    const std::string_view word = line.substr(0, space);
    const bool alone = space == std::string_view::npos;
    const std::string_view rest = alone ? std::string_view() : line.substr(space + 1);
    const Verb verb = verb_named(word);
    if (!may_stand(verb, line, grammar))
        return Malformed{grammar.octets == Grammar::Octets::utf8 ? Verb::unknown : verb, Reason::syntax_wrong,
                         "a command is printable ASCII", echo(line)};
    switch (verb) {
        case Verb::helo:
        case Verb::ehlo:
            return parse_hello(verb, rest, grammar);
        case Verb::mail:
        case Verb::rcpt: {
            const std::string_view lead = verb == Verb::mail ? "FROM:" : "TO:";
            if (grammar.phrase == Grammar::Phrase::exact && !base::starts_with_ignoring_case(rest, lead))
                return NotOffered{Verb::unknown, echo(word)};
            return parse_envelope_command(verb, base::trim(rest), grammar);
        }
        case Verb::send:
        case Verb::soml:
        case Verb::saml:
            return parse_envelope_command(verb, base::trim(rest), grammar);
        case Verb::bdat:
            return parse_chunk(rest, grammar);
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
            return parse_plain(verb, alone ? std::nullopt : std::optional(rest), grammar);
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
