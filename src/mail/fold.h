// Folding: a field's long value becomes several lines (RFC 5322 2.2.3), and a paragraph becomes lines of
// text. Breaks only at spaces, but for words that no line could hold. Knows no field's grammar.
#pragma once
#include <string>
#include <string_view>

namespace mail {

/// "Name: value\r\n", broken before words so that lines stay within 78 columns where words allow it, and
/// within 998 always. Control octets of the value become spaces: a value can never begin another field.
std::string folded_field(std::string_view name, std::string_view value);

/// The words in lines of at most 72 columns, each with `indent` before and CRLF behind; words that are longer
/// stand alone, and are broken only at 900 columns.
std::string wrapped(std::string_view text, std::string_view indent);

/// Only printable ASCII and spaces: control octets become spaces, octets outside ASCII '?'.
std::string plain_ascii(std::string_view text);

}  // namespace mail
