// Appends JSON to a string: numbers, and octets as the JSON Lines form has them. The one place that knows how
// an octet is written. RFC 8259 7.
#pragma once
#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

namespace trace {

template <std::integral Number>
void append_number(std::string& out, Number number) {
    char digits[24];  // the longest is -9223372036854775808
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, static_cast<std::size_t>(end - digits));
}

/// In quotes; an octet outside 20-7E as \u00XX, lower case.
void append_quoted(std::string& out, std::string_view octets);

/// `,"key":`
void append_key(std::string& out, std::string_view key);

}  // namespace trace
