#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace base {

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](char c) { return lower(c); });
    return result;
}

std::string upper(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](char c) { return upper(c); });
    return result;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() && equal_ignoring_case(text.substr(0, prefix.size()), prefix);
}

bool less_ignoring_case(std::string_view a, std::string_view b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return static_cast<unsigned char>(lower(x)) < static_cast<unsigned char>(lower(y));
    });
}

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0;;) {
        const auto end = text.find(separator, begin);
        parts.push_back(text.substr(begin, end - begin));
        if (end == std::string_view::npos) return parts;
        begin = end + 1;
    }
}

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> found;
    for (std::size_t begin = text.find_first_not_of(" \t"); begin != std::string_view::npos;) {
        const auto end = std::min(text.find_first_of(" \t", begin), text.size());
        found.push_back(text.substr(begin, end - begin));
        begin = text.find_first_not_of(" \t", end);
    }
    return found;
}

bool has_high(std::string_view octets) {
    constexpr std::uint64_t high_bits = 0x8080808080808080;
    while (octets.size() >= sizeof(std::uint64_t)) {
        std::uint64_t block = 0;
        std::memcpy(&block, octets.data(), sizeof block);
        if ((block & high_bits) != 0) return true;
        octets.remove_prefix(sizeof block);
    }
    return std::any_of(octets.begin(), octets.end(), is_high);
}

std::optional<std::int64_t> parse_number(std::string_view digits) {
    if (digits.empty() || digits.size() > 19) return {};
    std::uint64_t value = 0;
    for (const char c : digits) {
        if (!is_digit(c)) return {};
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (value > 0x7FFFFFFFFFFFFFFFu) return {};
    return static_cast<std::int64_t>(value);
}

std::optional<std::int64_t> parse_decimal(std::string_view text, std::int64_t scale, std::int64_t most) {
    const auto dot = text.find('.');
    const auto whole = parse_number(text.substr(0, dot));
    if (!whole || *whole > most) return {};
    std::int64_t value = *whole * scale;
    if (dot == std::string_view::npos) return value;
    const std::string_view digits = text.substr(dot + 1);
    if (digits.empty()) return {};
    for (const char c : digits) {
        if (!is_digit(c)) return {};
        scale /= 10;
        value += scale * (c - '0');
    }
    return value;
}

std::string visible(std::string_view octets) {
    std::string text;
    for (const char c : octets) {
        if (is_printable(c))
            text += c;
        else if (c == '\r')
            text += "\\r";
        else if (c == '\n')
            text += "\\n";
        else if (c == '\t')
            text += "\\t";
        else if (c == '\0')
            text += "\\0";
        else
            text += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    }
    return text;
}

std::string hex(std::string_view octets) {
    std::string text;
    for (const char c : octets) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return text;
}

}  // namespace base
