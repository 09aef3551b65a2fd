#include "mail/fold.h"

#include <algorithm>

#include "base/text.h"
#include "mail/limits.h"

namespace mail {
namespace {

constexpr std::size_t longest_unbroken_word = 900;  // leaves room for a field's name on a line of 998
constexpr std::size_t prose_columns = 72;           // RFC 3676 4.2 wants 78 or less; quoting needs room

/// Whether a line may break before the space at `position`: a word follows at once, so no line is blank.
bool may_break(std::string_view text, std::size_t position) {
    return text[position] == ' ' && position + 1 < text.size() && text[position + 1] != ' ';
}

/// Where a word that no line holds is cut: never within a UTF-8 character.
std::size_t cut(std::string_view word) {
    constexpr std::size_t longest_tail = 3;  // octets of a character behind its first: RFC 3629 3
    std::size_t at = longest_unbroken_word;
    while (at > longest_unbroken_word - longest_tail && (static_cast<unsigned char>(word[at]) & 0xC0) == 0x80)
        --at;
    return at;
}

std::size_t next_break(std::string_view text, std::size_t position) {
    while (position < text.size() && !may_break(text, position)) ++position;
    return position;
}

}  // namespace

std::string folded_field(std::string_view name, std::string_view value) {
    std::string clean(value);
    for (char& c : clean)
        if ((c >= 0 && c < ' ') || c == 0x7F) c = ' ';
    const std::string_view text = base::trim(clean);
    std::string field = std::string(name) + ":";
    std::size_t column = field.size();
    // RFC 2047 2: lines with an encoded-word are a little shorter.
    const bool has_encoded_word = text.find("=?") != std::string_view::npos;
    const std::size_t columns = has_encoded_word ? longest_encoded_line : preferred_text_line;
    const auto put = [&](std::string_view piece) {
        field += piece;
        column += piece.size();
    };
    const auto new_line = [&] {
        field += "\r\n";
        column = 0;
    };
    std::string_view gap = " ";  // between the colon and the first word
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = next_break(text, begin + 1);
        std::string_view piece = text.substr(begin, end - begin);
        if (begin > 0 && column + piece.size() > columns) new_line();
        put(gap);
        gap = {};
        while (piece.size() > longest_unbroken_word) {
            const std::size_t length = cut(piece);
            put(piece.substr(0, length));
            piece.remove_prefix(length);
            new_line();
            put(" ");
        }
        put(piece);
        begin = end;
    }
    return field + "\r\n";
}

std::string wrapped(std::string_view text, std::string_view indent) {
    std::string lines, line;
    const auto end_line = [&] {
        if (!line.empty()) lines.append(indent).append(line).append("\r\n");
        line.clear();
    };
    for (std::string_view word : base::words(text)) {
        if (!line.empty() && indent.size() + line.size() + 1 + word.size() > prose_columns) end_line();
        while (word.size() > longest_unbroken_word) {
            end_line();
            const std::size_t length = cut(word);
            line = word.substr(0, length);
            word.remove_prefix(length);
        }
        if (line.size() > prose_columns) end_line();
        if (!line.empty()) line += ' ';
        line += word;
    }
    end_line();
    return lines;
}

std::string plain_ascii(std::string_view text) {
    std::string plain(text);
    for (char& c : plain) {
        if (base::is_high(c))
            c = '?';
        else if (!base::is_printable(c))
            c = ' ';
    }
    return plain;
}

}  // namespace mail
