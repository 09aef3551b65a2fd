// What a letter's octets ask of a server: more than seven bits, more than lines, more than ASCII in its
// headers. Knows no server. RFC 6152 (8BITMIME), RFC 3030 3 (BINARYMIME), RFC 6531 3.5.
#pragma once
#include <string>

#include "smtp/envelope.h"

namespace smtp {

struct LetterForm {
    Body body = Body::seven_bit;
    bool utf8_header = false;  // a header of it, or of a part, is not ASCII
};

/// `declared`: what the envelope says. Only a letter that was declared binary is looked at for what lines
/// cannot hold (NUL, bare CR or LF, lines beyond the limit): in others it is an oddity, and stays one.
LetterForm letter_form(const std::string& letter, Body declared);

}  // namespace smtp
