#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "mail/charset.h"
#include "mail/encoding.h"
#include "mail/limits.h"
#include "mail/utf8.h"

namespace mail {
namespace {

// So that "Subject: " and a word fit on a line of 76, as RFC 2047 2 asks of lines with an encoded-word.
constexpr std::size_t encoded_word_columns = 66;
static_assert(encoded_word_columns <= longest_encoded_word);
constexpr std::string_view q_opening = "=?utf-8?Q?", b_opening = "=?utf-8?B?", closing = "?=";
constexpr std::size_t payload_columns = encoded_word_columns - q_opening.size() - closing.size();
constexpr std::size_t longest_plain_word = 900;  // no line could be folded within it, and 998 is the limit

/// What may stand bare in a Q word wherever the word stands (RFC 2047 5 (3)).
bool is_bare_in_q(char c) {
    return base::is_alnum(c) || c == '!' || c == '*' || c == '+' || c == '-' || c == '/';
}

std::string q_encoded(std::string_view octets) {
    std::string text;
    for (const char c : octets) {
        if (c == ' ')
            text += '_';
        else if (is_bare_in_q(c))
            text += c;
        else
            text += fmt::format("={:02X}", static_cast<unsigned char>(c));
    }
    return text;
}

bool needs_encoding(std::string_view text) {
    if (text.find("=?") != std::string_view::npos) return true;  // it would be taken for an encoded-word
    std::size_t word = 0;
    for (const char c : text) {
        if (!base::is_printable(c)) return true;
        word = c == ' ' ? 0 : word + 1;
        if (word > longest_plain_word) return true;
    }
    return false;
}

struct EncodedWord {
    std::string utf8;        // what it says
    std::size_t length = 0;  // of the word in the text
};

std::string decoded_q(std::string_view text) {
    std::string spaces(text);
    for (char& c : spaces)
        if (c == '_') c = ' ';
    // A Q word is quoted-printable without line ends; white space at its end must not be dropped.
    std::string octets = from_quoted_printable(spaces + "\x7F");
    octets.pop_back();
    return octets;
}

/// The encoded-word at the start of `text`, if there is one that we can read. Looks no further than the next
/// '?' that cannot belong to it, so that reading a whole field stays linear.
std::optional<EncodedWord> encoded_word(std::string_view text) {
    if (text.substr(0, 2) != "=?") return {};
    const auto charset_end = text.find_first_of("? \t\r\n", 2);
    if (charset_end == std::string_view::npos || text[charset_end] != '?') return {};
    if (text.size() - charset_end < 3 || text[charset_end + 2] != '?') return {};
    const std::size_t begin = charset_end + 3;
    const auto end = text.find_first_of("? \t\r\n", begin);
    if (end == std::string_view::npos || text.substr(end, 2) != closing) return {};
    std::string_view charset = text.substr(2, charset_end - 2);
    charset = charset.substr(0, charset.find('*'));  // a language may follow: RFC 2231 5
    const std::string_view payload = text.substr(begin, end - begin);
    const char encoding = base::lower(text[charset_end + 1]);
    if (encoding != 'q' && encoding != 'b') return {};
    std::string octets = encoding == 'q' ? decoded_q(payload) : from_base64_lenient(payload);
    if (charset.empty() || !is_known_charset(charset)) return {};
    // UTF-8 stays octets here: a character may be cut in two by the ends of words.
    if (!base::equal_ignoring_case(charset, "utf-8")) octets = to_utf8(octets, charset);
    return EncodedWord{std::move(octets), end + closing.size()};
}

/// What encoded-words said, made fit to be shown: no word may smuggle in a line end or half a character.
std::string shown(std::string_view octets) {
    std::string text = with_valid_utf8(octets);
    for (char& c : text)
        if ((c >= 0 && c < ' ') || c == 0x7F) c = ' ';
    return text;
}

}  // namespace

std::string to_encoded_words(std::string_view utf8) {
    if (!needs_encoding(utf8)) return std::string(utf8);
    const std::string text = with_valid_utf8(utf8);
    const bool use_q = q_encoded(text).size() <= to_base64(text).size();
    std::string words;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = begin, columns = 0;
        while (end < text.size()) {
            const std::size_t length = utf8_character(text, end);
            const std::size_t wider =
                use_q ? columns + q_encoded(std::string_view(text).substr(end, length)).size()
                      : (end + length - begin + 2) / 3 * 4;
            if (wider > payload_columns) break;
            columns = wider;
            end += length;
        }
        const std::string_view piece = std::string_view(text).substr(begin, end - begin);
        if (!words.empty()) words += ' ';
        words.append(use_q ? q_opening : b_opening).append(use_q ? q_encoded(piece) : to_base64(piece));
        words += closing;
        begin = end;
    }
    return words;
}

std::string from_encoded_words(std::string_view text) {
    std::string out, said;  // `said`: what the words of an unbroken row have said so far
    std::string_view gap;   // white space behind the last of them
    for (std::size_t i = 0; i < text.size();) {
        if (auto word = encoded_word(text.substr(i))) {
            said += word->utf8;
            gap = {};
            i += word->length;
            const std::size_t end = std::min(text.find_first_not_of(" \t\r\n", i), text.size());
            gap = text.substr(i, end - i);
            i = end;
            continue;
        }
        out += shown(said);
        said.clear();
        out += gap;
        gap = {};
        const std::size_t next = std::min(text.find("=?", i + 1), text.size());
        out += text.substr(i, next - i);
        i = next;
    }
    out += shown(said);
    out += gap;
    return out;
}

}  // namespace mail
