// Text of a named charset as UTF-8, for display: utf-8, us-ascii, iso-8859-1 and windows-1252 (RFC
// 2046 4.1.2). Knows no other: their octets outside ASCII are shown as "\xHH", so that nothing is guessed.
#pragma once
#include <string>
#include <string_view>

namespace mail {

/// In any case, and by the common aliases "latin1", "ascii" and "cp1252"; an empty name is us-ascii.
bool is_known_charset(std::string_view charset);

/// Valid UTF-8 whatever the octets are: what its charset does not know becomes U+FFFD, and octets outside
/// ASCII of a charset that we do not know become "\xHH".
std::string to_utf8(std::string_view octets, std::string_view charset);

}  // namespace mail
