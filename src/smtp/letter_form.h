// What a letter's octets ask of a server: more than seven bits, more than lines, more than ASCII in its
// header. Looks at octets only; knows no MIME. RFC 6152 (8BITMIME), RFC 3030 3 (BINARYMIME), RFC 6531 3.5.
#pragma once
#include <cstddef>
#include <string_view>

#include "smtp/envelope.h"

namespace smtp {

struct LetterForm {
    Body body = Body::seven_bit;
    bool utf8_header = false;  // the letter's own header holds octets outside ASCII
};

/// `declared`: what the envelope says. Only a letter that was declared binary is looked at for what lines
/// cannot hold (NUL, bare CR or LF, lines beyond the limit): in others it is an oddity, and stays one.
LetterForm letter_form(std::string_view letter, Body declared);

}  // namespace smtp
