// UTF-8 by octets: where a character ends, and what is none (RFC 3629 3 and 4). Knows no Unicode properties.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mail {

/// The octets of the well-formed character at `position` (1 to 4), or 0: none stands there. Overlong forms,
/// surrogates and what lies above U+10FFFF are none.
std::size_t utf8_character(std::string_view text, std::size_t position);

/// The code point of one well-formed character. Requires: `character` is one.
std::uint32_t code_point(std::string_view character);

/// A code point's octets. Requires: it is at most U+10FFFF and no surrogate.
std::string utf8_of(std::uint32_t point);

/// The text with U+FFFD for each octet that is part of no character.
std::string with_valid_utf8(std::string_view text);

}  // namespace mail
