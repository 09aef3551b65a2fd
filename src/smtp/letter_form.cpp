#include "smtp/letter_form.h"

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

}  // namespace

LetterForm letter_form(const std::string& letter, Body declared) {
    LetterForm form;
    if (base::has_high(letter)) {
        form.body = Body::eight_bit;
        form.utf8_header = has_utf8_header(letter);
    }
    if (declared == Body::binary && !fits_lines(letter)) form.body = Body::binary;
    return form;
}

}  // namespace smtp
