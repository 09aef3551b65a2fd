#include "mail/charset.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>

#include "base/text.h"
#include "mail/utf8.h"

namespace mail {
namespace {

enum class Charset : std::uint8_t { utf8, ascii, latin1, windows_1252 };

struct Alias {
    std::string_view name;
    Charset charset;
};

// The names and aliases of IANA's registry that mail in the wild uses.
constexpr std::array aliases{
    Alias{"utf-8", Charset::utf8},
    Alias{"utf8", Charset::utf8},
    Alias{"", Charset::ascii},
    Alias{"us-ascii", Charset::ascii},
    Alias{"ascii", Charset::ascii},
    Alias{"iso-8859-1", Charset::latin1},
    Alias{"iso8859-1", Charset::latin1},
    Alias{"latin1", Charset::latin1},
    Alias{"windows-1252", Charset::windows_1252},
    Alias{"cp1252", Charset::windows_1252},
};

constexpr std::uint32_t replacement = 0xFFFD;

// Octets 80 to 9F of windows-1252; all others are as in iso-8859-1.
constexpr std::array<std::uint32_t, 32> windows_1252{
    0x20AC,      replacement, 0x201A, 0x0192, 0x201E, 0x2026,      0x2020, 0x2021,
    0x02C6,      0x2030,      0x0160, 0x2039, 0x0152, replacement, 0x017D, replacement,
    replacement, 0x2018,      0x2019, 0x201C, 0x201D, 0x2022,      0x2013, 0x2014,
    0x02DC,      0x2122,      0x0161, 0x203A, 0x0153, replacement, 0x017E, 0x0178};

std::optional<Charset> charset_named(std::string_view name) {
    for (const Alias& alias : aliases)
        if (base::equal_ignoring_case(alias.name, name)) return alias.charset;
    return {};
}

std::uint32_t point_of(char c, Charset charset) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x80) return octet;
    if (charset == Charset::ascii) return replacement;
    return charset == Charset::windows_1252 && octet < 0xA0 ? windows_1252[octet - 0x80] : octet;
}

}  // namespace

bool is_known_charset(std::string_view charset) {
    return charset_named(charset).has_value();
}

std::string to_utf8(std::string_view octets, std::string_view charset) {
    const auto known = charset_named(charset);
    if (known == Charset::utf8) return with_valid_utf8(octets);
    std::string text;
    for (const char c : octets) {
        if (known)
            text += utf8_of(point_of(c, *known));
        else if (base::is_high(c))
            text += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        else
            text += c;
    }
    return text;
}

}  // namespace mail
