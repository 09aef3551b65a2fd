// Octets as mail text and back: base64 and quoted-printable (RFC 2045 6.7, 6.8), encoded-words (RFC 2047).
// Decoders take any octets, in linear time, and never fail loudly. Knows no message structure.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace mail {

/// One line, padded, no line end.
std::string to_base64(std::string_view octets);
/// Lines of 76 columns, each with CRLF.
std::string to_base64_lines(std::string_view octets);
/// Exactly RFC 4648 4: no white space, padded, no spare bits; nothing otherwise. For SASL.
std::optional<std::string> from_base64(std::string_view text);
/// As RFC 2045 6.8 asks of a reader: other characters are skipped, the end is the first '=' or the text's.
std::string from_base64_lenient(std::string_view text);

/// Lines of at most 76 columns with CRLF; CRLF and lone LF of the text are hard line breaks.
std::string to_quoted_printable(std::string_view text);
/// Soft breaks joined, trailing white space of lines dropped; a wrong '=' stays as it stands.
std::string from_quoted_printable(std::string_view text);

/// ASCII that needs no encoding stays; else "=?utf-8?B?..?=" or "?Q?", in words of at most 75 columns that
/// never split a UTF-8 character, joined by a space where a field may be folded.
std::string to_encoded_words(std::string_view utf8);
/// Encoded-words of the charsets that charset.h knows become UTF-8; white space between two of them goes;
/// whatever is none stays as it stands.
std::string from_encoded_words(std::string_view text);

}  // namespace mail
