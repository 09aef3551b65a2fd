#include "explain/line.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "explain/parts.h"

namespace explain {
namespace {

constexpr std::array<std::string_view, 16> role_names{
    "verb", "keyword",  "punctuation", "address",    "local-part",  "domain",      "parameter", "value",
    "code", "enhanced", "text",        "field-name", "field-value", "record-type", "mechanism", "fault"};
constexpr std::array<std::string_view, 8> line_kind_names{
    "unknown", "word", "command", "reply-code", "enhanced-code", "reply-line", "field", "record"};
constexpr std::size_t suggestion_count = 5;
constexpr std::size_t quoted_length = 60;

std::string_view without_line_end(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    return base::trim(text);
}

LineKind kind_of(const Card& card) {
    switch (card.kind) {
        case CardKind::reply:
            return LineKind::reply_code;
        case CardKind::enhanced:
            return LineKind::enhanced_code;
        case CardKind::command:
        case CardKind::parameter:
        case CardKind::field:
        case CardKind::record:
        case CardKind::idea:
            return LineKind::word;
    }
    return LineKind::word;
}

TokenRole role_of(const Card& card) {
    switch (card.kind) {
        case CardKind::command:
            return TokenRole::verb;
        case CardKind::parameter:
            return TokenRole::parameter;
        case CardKind::reply:
            return TokenRole::code;
        case CardKind::enhanced:
            return TokenRole::enhanced;
        case CardKind::field:
            return TokenRole::field_name;
        case CardKind::record:
            return TokenRole::record_type;
        case CardKind::idea:
            return TokenRole::text;
    }
    return TokenRole::text;
}

void explain_word(Work& work, const Card& card) {
    work.out.kind = kind_of(card);
    work.out.title = card.title;
    work.out.plain = card.plain;
    add_card(work.out, card.id);
    const auto word = without_line_end(work.text);
    work.marker.skip_white();
    work.marker.take(word.size(), role_of(card), card.title);
}

bool is_address(std::string_view word) {
    const auto at = word.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < word.size() &&
           word.find_first_of(" \t,;:\r\n") == std::string_view::npos;
}

void explain_address(Work& work) {
    work.out.kind = LineKind::word;
    work.out.title = "A mail address";
    add_card(work.out, "mailbox");
    work.out.plain =
        "A mail address: what stands before the last @ names the mailbox, what stands after it names the "
        "domain whose mail host knows that mailbox.";
    mark_address(work.marker, " \t\r\n");
}

void explain_unknown(Work& work) {
    const auto word = without_line_end(work.text);
    work.out.kind = LineKind::unknown;
    work.out.title = "Not recognised";
    work.out.suggestions = reference().nearest(word, suggestion_count);
    if (word.empty()) {
        work.out.plain =
            "There is nothing to explain. Write a command, a reply code, a header field or a DNS record.";
        work.marker.take_rest(TokenRole::text, "white space only");
        return;
    }
    work.out.plain = fmt::format(
        "'{}' is no command, reply, header field, DNS record or word that has a card here.{}",
        base::visible(word.substr(0, quoted_length)),
        work.out.suggestions.empty()
            ? ""
            : " Near to it are: " + fmt::format("{}", fmt::join(work.out.suggestions, ", ")) + ".");
    work.marker.take_rest(TokenRole::text, "not recognised");
}

void explain_looked_at(Work& work) {
    const auto line = without_line_end(work.text);
    const auto verb = leading_verb(line);
    if (enhanced_length(line) > 0)  // before the cards: the class is explained too
        explain_enhanced(work);
    else if (const Card* card = reference().find(line))
        explain_word(work, *card);
    else if (begins_with_code(line))
        explain_reply(work);
    else if (verb != smtp::Verb::unknown)
        explain_command(work, verb);
    else if (looks_like_record(line))
        explain_record(work);
    else if (begins_with_field_name(line))
        explain_field(work);
    else if (is_address(line))
        explain_address(work);
    else
        explain_unknown(work);
}

/// A command or reply that has a line end or NUL in its middle is two lines, or an attack.
void blame_stray_octets(Explanation& out) {
    if (out.kind != LineKind::command) return;
    for (Token& token : out.tokens) {
        const auto octets = std::string_view(out.text).substr(token.begin, token.length);
        const bool line_end = octets == "\r\n" && token.begin + token.length == out.text.size();
        if (line_end || octets.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos)
            continue;
        token.role = TokenRole::fault;
        token.meaning =
            "CR, LF or NUL stands inside: a command is one line and ends with CR LF, nowhere else";
    }
}

/// A line that is wrong says so before anything else.
void say_first_fault(Explanation& out) {
    const auto fault = std::find_if(out.tokens.begin(), out.tokens.end(),
                                    [](const Token& token) { return token.role == TokenRole::fault; });
    if (fault == out.tokens.end()) return;
    const auto octets =
        std::string_view(out.text).substr(fault->begin, std::min<std::size_t>(fault->length, quoted_length));
    out.plain = fmt::format("This line is not right at '{}': {}. {}", base::visible(octets), fault->meaning,
                            out.plain);
}

}  // namespace

std::string_view to_text(TokenRole role) {
    return role_names[static_cast<std::size_t>(role)];
}
std::string_view to_text(LineKind kind) {
    return line_kind_names[static_cast<std::size_t>(kind)];
}

void add_card(Explanation& out, std::string_view name) {
    const Card* card = reference().with_id(name);
    if (!card) card = reference().find(name);
    if (card && std::find(out.cards.begin(), out.cards.end(), card) == out.cards.end())
        out.cards.push_back(card);
}

void mark_address(Marker& marker, std::string_view stops) {
    if (marker.peek() == '<') marker.take(1, TokenRole::punctuation, "the address begins");
    const auto end = std::min(marker.rest().find_first_of(stops), marker.rest().size());
    auto address = marker.rest().substr(0, end);
    const bool closed = address.ends_with('>');
    if (closed) address.remove_suffix(1);
    const auto at = address.rfind('@');
    if (at == std::string_view::npos) {
        marker.take(address.size(), TokenRole::address, "an address without a domain");
    } else {
        marker.take(at, TokenRole::local_part, "the mailbox: only the domain's own host knows what it means");
        marker.take(1, TokenRole::punctuation, "at: between mailbox and domain");
        marker.take(address.size() - at - 1, TokenRole::domain,
                    "the domain: the DNS says which host takes its mail");
    }
    if (closed) marker.take(1, TokenRole::punctuation, "the address ends");
}

Explanation explain_line(std::string_view text) {
    Explanation out;
    out.text = std::string(text);
    Work work{text.substr(0, line_looked_at), Marker(text.substr(0, line_looked_at)), out};
    explain_looked_at(work);
    out.tokens = work.marker.finish();
    if (text.size() > line_looked_at) {
        const auto begin = text.find_first_not_of(" \t", line_looked_at);
        if (begin != std::string_view::npos) {
            Token rest;
            rest.begin = static_cast<std::uint32_t>(begin);
            rest.length = static_cast<std::uint32_t>(text.find_last_not_of(" \t") + 1 - begin);
            rest.meaning = "the line goes on; it is longer than any that SMTP allows (RFC 5321 4.5.3.1)";
            out.tokens.push_back(std::move(rest));
        }
    }
    blame_stray_octets(out);
    say_first_fault(out);
    return out;
}

}  // namespace explain
