#include "explain/print.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace explain {
namespace {

constexpr int narrowest = 40;
constexpr std::size_t line_printed = 1024;  // octets of the explained line; the tokens beyond are not printed
constexpr std::size_t meaning_indent = 6;

/// Words joined to lines of at most `width`; the first begins with `first`, the others are indented alike.
std::string wrap(std::string_view text, std::size_t width, std::string_view first) {
    std::string result(first);
    std::size_t column = first.size();
    const std::string indent(first.size(), ' ');
    bool empty = true;
    for (const auto word : base::words(text)) {
        if (!empty && column + 1 + word.size() > width) {
            result.append("\n").append(indent);
            column = indent.size();
            empty = true;
        }
        if (!empty) {
            result += ' ';
            ++column;
        }
        result.append(word);
        column += word.size();
        empty = false;
    }
    return result + "\n";
}

/// Where each octet stands once it is made visible: "\r" takes two columns.
struct Shown {
    std::string text;
    std::vector<std::size_t> column;  // one an octet, and one for the end
};

Shown show(std::string_view octets) {
    Shown shown;
    for (const char c : octets) {
        shown.column.push_back(shown.text.size());
        shown.text += base::visible({&c, 1});
    }
    shown.column.push_back(shown.text.size());
    return shown;
}

std::string marks_under(const Explanation& explanation, const Shown& shown, std::size_t octets) {
    std::string marks(shown.text.size(), ' ');
    for (std::size_t i = 0; i < explanation.tokens.size(); ++i) {
        const Token& token = explanation.tokens[i];
        if (token.begin >= octets) break;
        const auto begin = shown.column[token.begin];
        const auto end = shown.column[std::min<std::size_t>(token.begin + token.length, octets)];
        // Neighbours get different marks, so that one sees where a part ends.
        const char mark = token.role == TokenRole::fault ? '!' : i % 2 == 0 ? '-' : '=';
        std::fill(marks.begin() + static_cast<std::ptrdiff_t>(begin),
                  marks.begin() + static_cast<std::ptrdiff_t>(end), mark);
    }
    return marks;
}

std::string print_tokens(const Explanation& explanation, std::size_t width) {
    const auto octets = std::min(explanation.text.size(), line_printed);
    const auto shown = show(std::string_view(explanation.text).substr(0, octets));
    const auto marks = marks_under(explanation, shown, octets);
    const auto room = width - 2;
    std::string result;
    for (std::size_t at = 0; at < shown.text.size(); at += room) {
        result += fmt::format("  {}\n", shown.text.substr(at, room));
        const auto under = marks.substr(at, room);
        result += fmt::format("  {}\n", under.substr(0, under.find_last_not_of(' ') + 1));
    }
    for (const Token& token : explanation.tokens) {
        if (token.begin >= octets) break;
        const auto length =
            std::min<std::size_t>({token.length, octets - token.begin, room - meaning_indent});
        result += fmt::format(
            "  {}\n",
            base::visible(std::string_view(explanation.text).substr(token.begin, length)).substr(0, room));
        result += wrap((token.role == TokenRole::fault ? "WRONG: " : "") + base::visible(token.meaning),
                       width, std::string(meaning_indent, ' '));
    }
    if (explanation.text.size() > octets)
        result += wrap("The line goes on; only its beginning is shown.", width, "  ");
    return result;
}

std::string print_card(const Card& card, std::size_t width) {
    std::string result;
    if (!card.grammar.empty()) {
        result += "\nHow it is written\n";
        for (const auto line : base::split(card.grammar, '\n')) result += wrap(line, width, "  ");
    }
    if (!card.wrong.empty()) {
        result += "\nWhat can go wrong here\n";
        for (const auto& wrong : card.wrong) result += wrap(wrong, width, "  - ");
    }
    result += "\nWritten in " + source_of(card) + "\n";
    return result;
}

/// The other cards that the line is about, then those that its first card points to; each once.
std::string see_also(const Explanation& explanation) {
    std::string also;
    const auto& cards = explanation.cards;
    for (std::size_t i = 1; i < cards.size(); ++i)
        also += fmt::format("{}{} ({})", also.empty() ? "" : "; ", cards[i]->title, source_of(*cards[i]));
    if (cards.empty()) return also;
    for (const auto& id : cards.front()->see) {
        const Card* card = reference().with_id(id);
        if (!card || std::find(cards.begin(), cards.end(), card) != cards.end()) continue;
        also.append(also.empty() ? "" : "; ").append(card->names.front());
    }
    return also;
}

std::string json_text(std::string_view octets) {
    std::string text = "\"";
    for (const char c : octets) {
        if (c == '"' || c == '\\')
            text.append("\\").append(1, c);
        else if (base::is_printable(c))
            text += c;
        else
            text += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    }
    return text + "\"";
}

std::string json_list(const std::vector<std::string>& texts) {
    std::string list = "[";
    for (const auto& text : texts) list.append(list.size() > 1 ? "," : "").append(json_text(text));
    return list + "]";
}

std::string json_card(const Card& card) {
    return fmt::format(R"({{"id":{},"kind":"{}","title":{},"plain":{},)"
                       R"("grammar":{},"wrong":{},"rfc":{},"section":{},"see":{}}})",
                       json_text(card.id), to_text(card.kind), json_text(card.title), json_text(card.plain),
                       json_text(card.grammar), json_list(card.wrong), card.rfc, json_text(card.section),
                       json_list(card.see));
}

}  // namespace

std::string to_text(const Explanation& explanation, int columns) {
    const auto width = static_cast<std::size_t>(std::max(columns, narrowest));
    auto result = wrap(base::visible(explanation.title), width, "");
    result += "\n" + wrap(base::visible(explanation.plain), width, "");
    const bool taken_apart = explanation.kind != LineKind::unknown && explanation.tokens.size() > 1;
    if (taken_apart) result += "\n" + print_tokens(explanation, width);
    if (!explanation.cards.empty()) result += print_card(*explanation.cards.front(), width);
    const auto also = see_also(explanation);
    if (!also.empty()) result += wrap(also, width, "See also ");
    return result;
}

std::string to_json(const Explanation& explanation) {
    std::string tokens, cards;
    for (const Token& token : explanation.tokens)
        tokens +=
            fmt::format(R"({}{{"begin":{},"length":{},"role":"{}","meaning":{}}})", tokens.empty() ? "" : ",",
                        token.begin, token.length, to_text(token.role), json_text(token.meaning));
    for (const Card* card : explanation.cards) cards += (cards.empty() ? "" : ",") + json_card(*card);
    return fmt::format(R"({{"text":{},"kind":"{}","title":{},"plain":{},)"
                       R"("tokens":[{}],"cards":[{}],"suggestions":{}}})",
                       json_text(explanation.text), to_text(explanation.kind), json_text(explanation.title),
                       json_text(explanation.plain), tokens, cards, json_list(explanation.suggestions)) +
           "\n";
}

Printed explain_words(std::span<const std::string> words, Form form, int columns) {
    const auto explanation = explain_line(fmt::format("{}", fmt::join(words, " ")));
    return {form == Form::json ? to_json(explanation) : to_text(explanation, columns),
            explanation.kind == LineKind::unknown ? 1 : 0};
}

}  // namespace explain
