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
            return "it is about syntax: how the command is written, or whether it is known";
        case '1':
            return "it is information: status or help";
        case '2':
            return "it is about the connection";
        case '5':
            return "it is about the mail system and this mail";
        default:
            return "its group is one that RFC 5321 leaves open; extensions use it";
    }
}

std::string class_card(char first) {
    return fmt::format("class.{}", first);
}

std::string enhanced_id(std::string_view code) {
    return "x" + std::string(code.substr(1));
}

std::string enhanced_meaning(std::string_view code) {
    if (code == "2.0.0") return "success, with no more detail to give";
    if (code == "4.0.0") return "a failure for now, with no more detail given";
    if (code == "5.0.0") return "a failure for good, with no more detail given";
    if (const Card* card = reference().with_id(enhanced_id(code))) {
        const auto colon = card->title.find(": ");
        return card->title.substr(colon == std::string::npos ? 0 : colon + 2);
    }
    return "a detail that has no card here";
}

constexpr std::string_view for_people = "words for people; programs do not rely on them";

std::string_view first_word(std::string_view text) {
    return text.substr(0, std::min(text.find_first_of(" \t\r\n"), text.size()));
}

std::size_t line_end_length(std::string_view text) {
    return text.starts_with("\r\n") ? 2 : text.starts_with('\n') ? 1 : 0;
}

/// What stands after the code of the line after this one; nothing when there is none.
std::string_view next_line(std::string_view text) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto next = text.substr(std::min(end + 1, text.size()));
    return begins_with_code(next) ? next.substr(std::min<std::size_t>(4, next.size())) : std::string_view{};
}

/// The server says its name first in 220, 221 and 421 (RFC 5321 4.2.3) and in the answer to EHLO or HELO.
bool opens_with_name(std::string_view code, std::string_view text) {
    const auto word = first_word(text);
    if (word.empty()) return false;
    if (code == "250" && is_ehlo_keyword(next_line(text), LinePlace::later)) return true;
    return (code == "220" || code == "221" || code == "421" || code == "250") && is_server_name(word);
}

void mark_enhanced(Marker& marker, char class_of_code) {
    const auto length = enhanced_length(marker.rest());
    if (length == 0) return;
    const auto enhanced = marker.rest().substr(0, length);
    const bool agrees = enhanced[0] == class_of_code;
    marker.take(
        length, agrees ? TokenRole::enhanced : TokenRole::fault,
        agrees ? enhanced_meaning(enhanced)
               : std::string("the class must be that of the reply code: both begin with the same digit"));
    marker.skip_white();
}

void mark_reply_line(Work& work, LinePlace place) {
    Marker& marker = work.marker;
    const auto code = marker.rest().substr(0, 3);
    const Card* card = reference().with_id(code);
    marker.take(3, TokenRole::code,
                fmt::format("{}; {}",
                            card ? card->title.substr(std::min<std::size_t>(5, card->title.size()))
                                 : class_meaning(code[0]),
                            group_meaning(code[1])));
    if (marker.peek() == '-') marker.take(1, TokenRole::punctuation, "more lines of this reply follow");
    marker.skip_white();
    mark_enhanced(marker, code[0]);
    if (code == "250" && is_ehlo_keyword(marker.rest(), place)) {
        mark_ehlo_keyword(work);
        return;
    }
    if (place == LinePlace::first && opens_with_name(code, marker.rest())) {
        marker.take(first_word(marker.rest()).size(), TokenRole::domain,
                    "the server's name: the domain it gives itself");
        marker.skip_white();
        const auto word = first_word(marker.rest());
        if (code == "220" && base::equal_ignoring_case(word, "ESMTP"))
            marker.take(word.size(), TokenRole::keyword,
                        "the server understands EHLO, and so extensions (by custom; EHLO finds it out)");
        marker.skip_white();
    }
    if (code == "334") {  // RFC 4954 4: a question of the login
        const auto question = marker.rest().substr(0, marker.rest().find_first_of("\r\n"));
        marker.take(question.size(), TokenRole::value, login_meaning(base::trim(question)));
        return;
    }
    marker.take_until("\r\n", TokenRole::text, std::string(for_people));
}

/// The answer to EHLO, or a line of it: what it is about comes before the 250.
void open_ehlo_answer(Explanation& out, std::string_view text) {
    if (is_ehlo_keyword(text, LinePlace::first)) {
        const auto word = first_word(text);
        out.title = fmt::format("{} in the answer to EHLO", word);
        out.plain = fmt::format("A line of the answer to EHLO: {}. The client uses only what it finds there.",
                                ehlo_keyword_meaning(text));
    } else if (is_ehlo_keyword(next_line(text), LinePlace::later)) {
        add_card(out, "ehlo");
        out.title = "The answer to EHLO";
        out.plain =
            "The server answers EHLO: its name first, then one line for each extension that it offers. The "
            "client uses only what it finds there.";
    }
}

}  // namespace

bool begins_with_code(std::string_view text) {
    const bool digits = text.size() >= 3 && text[0] >= '2' && text[0] <= '5' && base::is_digit(text[1]) &&
                        base::is_digit(text[2]);
    return digits &&
           (text.size() == 3 || text[3] == ' ' || text[3] == '-' || text[3] == '\r' || text[3] == '\n');
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
    const auto text = first.substr(std::min<std::size_t>(4, first.size()));
    if (code == "250") open_ehlo_answer(out, text);
    const bool to_ehlo = !out.title.empty();
    const Card* card = reference().with_id(code);
    if (!to_ehlo) {
        add_card(out, code);
        out.title = card ? card->title : fmt::format("{}: a reply code without a card", code);
        out.plain = card ? card->plain
                         : fmt::format(
                               "A reply that no RFC known here defines. A client goes by its first "
                               "digit ({}).",
                               class_meaning(code[0]));
    }
    auto place = LinePlace::first;
    while (begins_with_code(marker.rest())) {
        mark_reply_line(work, place);
        place = LinePlace::later;
        const auto length = line_end_length(marker.rest());
        if (length == 0 || marker.rest().size() <= length) break;
        marker.take(
            length, TokenRole::punctuation,
            length == 2 ? "the end of this line: CR LF" : "the end of this line; on the wire it is CR LF");
    }
    if (to_ehlo) add_card(out, code);
    if (const auto length = enhanced_length(text)) {
        const auto enhanced = text.substr(0, length);
        add_card(out, enhanced_id(enhanced));
        add_card(out, class_card(enhanced[0]));
        if (const Card* detail = reference().with_id(enhanced_id(enhanced)))
            out.plain += fmt::format(" {}: {}", enhanced, detail->plain);
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
    marker.take_rest(TokenRole::text, std::string(for_people));
}

}  // namespace explain
