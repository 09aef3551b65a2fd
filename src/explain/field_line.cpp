// A header field: name, colon, value, which may be folded over lines (RFC 5322 2.2). Values of addresses,
// trace fields and tag lists are taken apart; the others are one token.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "explain/parts.h"

namespace explain {
namespace {

enum class ValueForm : std::uint8_t { plain, addresses, identifiers, trace, tags, typed, action, status };

struct FieldForm {
    std::string_view name;
    ValueForm form;
};

constexpr std::array<FieldForm, 31> field_forms{{
    {"From", ValueForm::addresses},
    {"Sender", ValueForm::addresses},
    {"Reply-To", ValueForm::addresses},
    {"To", ValueForm::addresses},
    {"Cc", ValueForm::addresses},
    {"Bcc", ValueForm::addresses},
    {"Resent-From", ValueForm::addresses},
    {"Resent-Sender", ValueForm::addresses},
    {"Resent-To", ValueForm::addresses},
    {"Resent-Cc", ValueForm::addresses},
    {"Resent-Bcc", ValueForm::addresses},
    {"Return-Path", ValueForm::addresses},
    {"Message-ID", ValueForm::identifiers},
    {"In-Reply-To", ValueForm::identifiers},
    {"References", ValueForm::identifiers},
    {"Resent-Message-ID", ValueForm::identifiers},
    {"Received", ValueForm::trace},
    {"DKIM-Signature", ValueForm::tags},
    {"ARC-Seal", ValueForm::tags},
    {"ARC-Message-Signature", ValueForm::tags},
    {"Content-Type", ValueForm::tags},
    {"Content-Disposition", ValueForm::tags},
    {"Authentication-Results", ValueForm::tags},
    {"ARC-Authentication-Results", ValueForm::tags},
    {"Reporting-MTA", ValueForm::typed},
    {"Remote-MTA", ValueForm::typed},
    {"Original-Recipient", ValueForm::typed},
    {"Final-Recipient", ValueForm::typed},
    {"Diagnostic-Code", ValueForm::typed},
    {"Action", ValueForm::action},
    {"Status", ValueForm::status},
}};

constexpr std::string_view white = " \t\r\n";

/// Steps over spaces; a line end inside the value is folding. False at the field's end.
bool next_part(Marker& marker) {
    for (;;) {
        marker.skip_white();
        const auto rest = marker.rest();
        if (rest.empty() || rest == "\r\n") return false;
        const auto ends = std::min(rest.find_first_not_of("\r\n"), rest.size());
        if (ends == 0) return true;
        const bool folded = ends < rest.size() && (rest[ends] == ' ' || rest[ends] == '\t');
        if (folded)
            marker.take(ends, TokenRole::punctuation, "folding: the field goes on in the next line");
        else
            marker.take(ends, TokenRole::fault, "a line end that no space follows ends the field here");
    }
}

void mark_quoted(Marker& marker, std::string meaning) {
    const auto rest = marker.rest();
    std::size_t end = 1;
    while (end < rest.size() && rest[end] != '"') end += rest[end] == '\\' ? 2 : 1;
    if (end < rest.size())
        marker.take(end + 1, TokenRole::text, std::move(meaning));
    else
        marker.take(rest.size(), TokenRole::fault, "the closing quotation mark is missing");
}

/// Comments may hold comments: the depth is counted, not recursed into.
void mark_comment(Marker& marker) {
    const auto rest = marker.rest();
    std::size_t depth = 0, end = 0;
    for (; end < rest.size(); ++end) {
        if (rest[end] == '\\')
            ++end;
        else if (rest[end] == '(')
            ++depth;
        else if (rest[end] == ')' && --depth == 0)
            break;
    }
    if (end < rest.size())
        marker.take(end + 1, TokenRole::text, "a comment");
    else
        marker.take(rest.size(), TokenRole::fault, "the closing bracket of the comment is missing");
}

void mark_addresses(Marker& marker) {
    while (next_part(marker)) {
        const char c = marker.peek();
        const auto word = marker.rest().substr(
            0, std::min(marker.rest().find_first_of(" \t\r\n,;<(\""), marker.rest().size()));
        if (c == '"')
            mark_quoted(marker, "the name to show");
        else if (c == '(')
            mark_comment(marker);
        else if (c == ',')
            marker.take(1, TokenRole::punctuation, "and the next address");
        else if (c == ';')
            marker.take(1, TokenRole::punctuation, "the group ends");
        else if (marker.rest().starts_with("<>"))
            marker.take(2, TokenRole::address, "the empty address: a bounce");
        else if (c == '<' || word.find('@') != std::string_view::npos)
            mark_address(marker, c == '<' ? ",;\r\n" : " \t\r\n,;<(\"");
        else
            marker.take(word.size(), TokenRole::text, "part of the name to show");
    }
}

void mark_identifiers(Marker& marker) {
    while (next_part(marker)) {
        const auto rest = marker.rest();
        const auto close = rest.find('>');
        if (rest[0] == '<' && close != std::string_view::npos)
            marker.take(close + 1, TokenRole::value,
                        "a Message-ID: unique in the world, made by the host after the @");
        else
            marker.take_until(white, TokenRole::fault, "a Message-ID stands in angle brackets: <...@...>");
    }
}

std::string_view trace_meaning(std::string_view word) {
    struct Clause {
        std::string_view word, meaning;
    };
    static constexpr std::array<Clause, 6> clauses{{
        {"from", "from: the name that the client gave, and in brackets what the host saw"},
        {"by", "by: the host that wrote this field"},
        {"via", "via: over which kind of network"},
        {"with", "with: the protocol; S means TLS, A means logged in"},
        {"id", "id: the number of the mail on that host"},
        {"for", "for: the recipient"},
    }};
    for (const auto& clause : clauses)
        if (base::equal_ignoring_case(clause.word, word)) return clause.meaning;
    return {};
}

void mark_trace(Marker& marker) {
    while (next_part(marker)) {
        const auto word =
            marker.rest().substr(0, std::min(marker.rest().find_first_of(" \t\r\n;("), marker.rest().size()));
        const auto meaning = trace_meaning(word);
        if (marker.peek() == ';') {
            marker.take(1, TokenRole::punctuation, "the time follows");
            if (next_part(marker))
                marker.take_until("\r\n(", TokenRole::value, "when the host took the mail, by its own clock");
        } else if (marker.peek() == '(') {
            mark_comment(marker);
        } else if (!meaning.empty()) {
            marker.take(word.size(), TokenRole::keyword, std::string(meaning));
        } else {
            marker.take(word.size(), TokenRole::value, "the value of the word before");
        }
    }
}

// "rfc822; bob@dest.example": the fields of a delivery status (RFC 3464 2.1.2).
void mark_typed(Marker& marker) {
    if (!next_part(marker)) return;
    marker.take_until(
        "; \t\r\n", TokenRole::keyword,
        "of which sort the value is: rfc822 and utf-8 for an address, dns for a host name, smtp "
        "for a reply");
    marker.skip_white();
    if (marker.peek() == ';') marker.take(1, TokenRole::punctuation, "the value follows");
    while (next_part(marker)) marker.take_until("\r\n", TokenRole::field_value, "the value");
}

// RFC 3464 2.3.3.
std::string_view action_meaning(std::string_view action) {
    struct Action {
        std::string_view word, meaning;
    };
    static constexpr std::array actions{
        Action{"failed", "the mail was not delivered and will not be tried again"},
        Action{"delayed", "not delivered yet; the host goes on trying"},
        Action{"delivered", "in the mailbox; nobody says that it was read"},
        Action{"relayed", "handed to a host that sends no reports of success"},
        Action{"expanded", "an alias stood for several addresses; the mail goes on to them"},
    };
    for (const Action& one : actions)
        if (base::equal_ignoring_case(one.word, action)) return one.meaning;
    return {};
}

void mark_action(Marker& marker) {
    if (!next_part(marker)) return;
    const auto word =
        marker.rest().substr(0, std::min(marker.rest().find_first_of(" \t\r\n("), marker.rest().size()));
    const auto meaning = action_meaning(word);
    if (meaning.empty())
        marker.take(word.size(), TokenRole::fault,
                    "one of failed, delayed, delivered, relayed and expanded belongs here (RFC 3464 2.3.3)");
    else
        marker.take(word.size(), TokenRole::keyword, std::string(meaning));
    while (next_part(marker)) marker.take_until("\r\n", TokenRole::text, "words for people");
}

void mark_status(Marker& marker) {
    if (!next_part(marker)) return;
    const auto length = enhanced_length(marker.rest());
    if (length > 0)
        marker.take(length, TokenRole::enhanced,
                    "the enhanced code: its first digit says for good or for now");
    while (next_part(marker)) marker.take_until("\r\n", TokenRole::text, "words for people");
}

}  // namespace

bool begins_with_field_name(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    const auto name = base::trim(text.substr(0, colon));
    return !name.empty() &&
           std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

void explain_field(Work& work) {
    Explanation& out = work.out;
    Marker& marker = work.marker;
    marker.skip_white();
    const auto name = marker.rest().substr(0, marker.rest().find(':'));
    const std::string trimmed(base::trim(name));
    out.kind = LineKind::field;
    const Card* card = reference().find(trimmed);
    if (card && card->kind != CardKind::field && card->id != "delivery-status") card = nullptr;
    if (card) add_card(out, card->id);
    out.title = card ? card->title
                     : fmt::format("{}: a header field without a card", trimmed.substr(0, line_looked_at));
    out.plain = card ? card->plain
                     : "A header field of the letter. SMTP carries it without looking at it; programs that "
                       "do not know it "
                       "leave it alone.";
    if (trimmed.size() != name.size())
        marker.take(trimmed.size(), TokenRole::fault, "no space may stand between the name and the colon");
    else
        marker.take(name.size(), TokenRole::field_name,
                    "the name of the field; upper and lower case do not matter");
    marker.skip_white();
    marker.take(1, TokenRole::punctuation, "the value follows");
    auto form = ValueForm::plain;
    for (const auto& each : field_forms)
        if (base::equal_ignoring_case(each.name, trimmed)) form = each.form;
    switch (form) {
        case ValueForm::addresses:
            mark_addresses(marker);
            return;
        case ValueForm::identifiers:
            mark_identifiers(marker);
            return;
        case ValueForm::trace:
            mark_trace(marker);
            return;
        case ValueForm::tags:
            mark_tags(marker, card ? card->id : "");
            return;
        case ValueForm::typed:
            mark_typed(marker);
            return;
        case ValueForm::action:
            mark_action(marker);
            return;
        case ValueForm::status:
            mark_status(marker);
            return;
        case ValueForm::plain:
            break;
    }
    while (next_part(marker)) marker.take_until("\r\n", TokenRole::field_value, "the value of the field");
}

}  // namespace explain
