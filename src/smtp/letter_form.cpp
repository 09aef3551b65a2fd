#include "smtp/letter_form.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "base/text.h"
#include "smtp/downgrade.h"
#include "smtp/limits.h"

namespace smtp {
namespace {

// What BODY=8BITMIME does not allow (RFC 6152 2): lines of at most 998 octets that end with CRLF, no NUL.
bool fits_lines(std::string_view letter) {
    std::size_t line = 0;
    for (std::size_t at = 0; at < letter.size(); ++at) {
        const char c = letter[at];
        if (c == '\0' || c == '\n') return false;
        if (c == '\r') {
            if (at + 1 >= letter.size() || letter[at + 1] != '\n') return false;
            line = ++at + 1;
        }
        if (at + 1 - line > longest_text_line - 2) return false;
    }
    return line == letter.size();  // a letter that ends within a line would get a CRLF more
}

// Eight octets at a time: every letter that is handed over passes here.
bool has_high_octets(std::string_view text) {
    constexpr std::uint64_t high_bits = 0x8080808080808080;
    while (text.size() >= sizeof(std::uint64_t)) {
        std::uint64_t block = 0;
        std::memcpy(&block, text.data(), sizeof block);
        if ((block & high_bits) != 0) return true;
        text.remove_prefix(sizeof block);
    }
    return std::any_of(text.begin(), text.end(), base::is_high);
}

}  // namespace

LetterForm letter_form(const std::string& letter, Body declared) {
    LetterForm form;
    if (has_high_octets(letter)) {
        form.body = Body::eight_bit;
        form.utf8_header = has_utf8_header(letter);
    }
    if (declared == Body::binary && !fits_lines(letter)) form.body = Body::binary;
    return form;
}

}  // namespace smtp
