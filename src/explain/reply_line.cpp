// Reply codes, enhanced codes and whole replies, one line or many (RFC 5321 4.2, RFC 3463 2).
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "explain/parts.h"

namespace explain {
namespace {

constexpr std::size_t longest_part = 3;  // RFC 3463 2: subject and detail have one to three digits

std::string_view class_meaning(char first) {
    switch (first) {
        case '2':
            return "2: done";
        case '3':
            return "3: go on, more is expected";
        case '4':
            return "4: not now, the same may work later";
        case '5':
            return "5: refused, the same will fail again";
        default:
            return "no class of replies";
    }
}

/// The second digit, RFC 5321 4.2.1.
std::string_view group_meaning(char second) {
    switch (second) {
        case '0':
            return "it is about the command's wording";
        case '1':
            return "it is information for people";
        case '2':
            return "it is about the connection";
        case '5':
            return "it is about the mail system and this mail";
        default:
            return "it is from an extension";
    }
}

std::string class_card(char first) {
    return fmt::format("class.{}", first);
}

std::string enhanced_id(std::string_view code) {
    return "x" + std::string(code.substr(1));
}

std::string enhanced_meaning(std::string_view code) {
    if (const Card* card = reference().with_id(enhanced_id(code))) {
        const auto colon = card->title.find(": ");
        return card->title.substr(colon == std::string::npos ? 0 : colon + 2);
    }
    return "a detail that has no card here";
}

void mark_reply_line(Marker& marker) {
    const auto code = marker.rest().substr(0, 3);
    const Card* card = reference().with_id(code);
    marker.take(3, TokenRole::code,
                fmt::format("{}; {}",
                            card ? card->title.substr(std::min<std::size_t>(5, card->title.size()))
                                 : class_meaning(code[0]),
                            group_meaning(code[1])));
    if (marker.peek() == '-') marker.take(1, TokenRole::punctuation, "more lines of this reply follow");
    marker.skip_white();
    const auto length = enhanced_length(marker.rest());
    if (length > 0) {
        const auto enhanced = marker.rest().substr(0, length);
        const bool agrees = enhanced[0] == code[0];
        marker.take(
            length, agrees ? TokenRole::enhanced : TokenRole::fault,
            agrees ? enhanced_meaning(enhanced)
                   : std::string("the class must be that of the reply code: both begin with the same digit"));
    }
    marker.skip_white();
    marker.take_until("\r\n", TokenRole::text, "words for people; programs do not rely on them");
}

}  // namespace

bool begins_with_code(std::string_view text) {
    const bool digits = text.size() >= 3 && text[0] >= '2' && text[0] <= '5' && base::is_digit(text[1]) &&
                        base::is_digit(text[2]);
    return digits && (text.size() == 3 || text[3] == ' ' || text[3] == '-' || text[3] == '\r');
}

std::size_t enhanced_length(std::string_view text) {
    if (text.size() < 5 || (text[0] != '2' && text[0] != '4' && text[0] != '5')) return 0;
    std::size_t at = 1;
    for (int part = 0; part < 2; ++part) {
        if (at >= text.size() || text[at] != '.') return 0;
        const auto begin = ++at;
        while (at < text.size() && base::is_digit(text[at])) ++at;
        if (at == begin || at - begin > longest_part) return 0;
    }
    const bool ends =
        at == text.size() || text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n';
    return ends ? at : 0;
}

void explain_reply(Work& work) {
    Explanation& out = work.out;
    Marker& marker = work.marker;
    marker.skip_white();
    const auto first = marker.rest();
    const std::string code(first.substr(0, 3));
    out.kind = first.size() > 3 ? LineKind::reply_line : LineKind::reply_code;
    add_card(out, code);
    out.title =
        out.cards.empty() ? fmt::format("{}: a reply code without a card", code) : out.cards.front()->title;
    out.plain =
        out.cards.empty()
            ? fmt::format("A reply that no RFC known here defines. A client goes by its first digit ({}).",
                          class_meaning(code[0]))
            : out.cards.front()->plain;
    while (!marker.at_end()) {
        const auto line = marker.rest();
        if (!begins_with_code(line)) break;
        mark_reply_line(marker);
        if (marker.rest().starts_with("\r\n") && marker.rest().size() > 2)
            marker.take(2, TokenRole::punctuation, "the end of this line: CR LF");
        else
            break;
    }
    const auto text = first.substr(std::min<std::size_t>(4, first.size()));
    if (const auto length = enhanced_length(text)) {
        const auto enhanced = text.substr(0, length);
        add_card(out, enhanced_id(enhanced));
        add_card(out, class_card(enhanced[0]));
        if (const Card* card = reference().with_id(enhanced_id(enhanced)))
            out.plain += fmt::format(" {}: {}", enhanced, card->plain);
    }
}

void explain_enhanced(Work& work) {
    Explanation& out = work.out;
    Marker& marker = work.marker;
    marker.skip_white();
    const std::string code(marker.rest().substr(0, enhanced_length(marker.rest())));
    out.kind = LineKind::enhanced_code;
    add_card(out, enhanced_id(code));
    add_card(out, class_card(code[0]));
    out.title = fmt::format("{}: {}", code, enhanced_meaning(code));
    const Card* detail = reference().with_id(enhanced_id(code));
    const Card* whole = reference().with_id(class_card(code[0]));
    out.plain =
        (detail ? detail->plain : "No card here describes this detail; the first digit still counts.") + " " +
        (whole ? whole->plain : "");
    marker.take(1, TokenRole::enhanced, std::string(class_meaning(code[0])));
    marker.take(1, TokenRole::punctuation, "between the parts");
    const auto dot = code.find('.', 2);
    marker.take(dot - 2, TokenRole::enhanced, "the subject: what it is about");
    marker.take(1, TokenRole::punctuation, "between the parts");
    marker.take(code.size() - dot - 1, TokenRole::enhanced, "the detail: " + enhanced_meaning(code));
    marker.skip_white();
    marker.take_rest(TokenRole::text, "words for people; programs do not rely on them");
}

}  // namespace explain
