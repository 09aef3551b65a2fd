// Octets and ASCII text: compare, trim, split, quote. Never the locale, never Unicode.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
constexpr bool is_alpha(char c) {
    return is_upper(c) || is_lower(c);
}
constexpr bool is_alnum(char c) {
    return is_alpha(c) || is_digit(c);
}
constexpr bool is_printable(char c) {
    return c >= 0x20 && c <= 0x7E;
}
constexpr bool is_high(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}
constexpr char lower(char c) {
    return is_upper(c) ? static_cast<char>(c + 32) : c;
}
constexpr char upper(char c) {
    return is_lower(c) ? static_cast<char>(c - 32) : c;
}

std::string lower(std::string_view text);
std::string upper(std::string_view text);

/// ASCII letters compare without case; every other octet as it is.
bool equal_ignoring_case(std::string_view a, std::string_view b);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);
/// a < b, by octets, ASCII letters without case.
bool less_ignoring_case(std::string_view a, std::string_view b);

/// Without spaces and tabs at both ends.
std::string_view trim(std::string_view text);

/// The parts between the separators; "a,,b" has three parts, "" has one.
std::vector<std::string_view> split(std::string_view text, char separator);

/// The parts between runs of spaces and tabs; none of them is empty.
std::vector<std::string_view> words(std::string_view text);

/// Any octet above 127? Eight are looked at together: letters of any size are asked.
bool has_high(std::string_view octets);

/// Decimal digits only, without sign; nothing when empty, not digits, or above 2^63-1.
std::optional<std::int64_t> parse_number(std::string_view digits);

/// "12.345" in units of 1/scale, further digits dropped; nothing when it is no number or its whole part is
/// above `most`. Requires: most * scale fits.
std::optional<std::int64_t> parse_decimal(std::string_view text, std::int64_t scale, std::int64_t most);

/// For people: CR, LF, TAB, NUL and other octets outside 20-7E as \r, \n, \t, \0, \xHH.
std::string visible(std::string_view octets);

/// Two lower-case hexadecimal digits an octet.
std::string hex(std::string_view octets);

}  // namespace base
