#include "mail/utf8.h"

#include "base/expects.h"
#include "base/text.h"

namespace mail {
namespace {

struct Lead {
    unsigned low, high;                // the range of the first octet
    std::size_t length;                // of the whole character
    unsigned second_low, second_high;  // the range of the second: shuts out overlong forms and surrogates
};

// RFC 3629 4, row by row.
constexpr Lead leads[] = {
    {0x00, 0x7F, 1, 0, 0},       {0xC2, 0xDF, 2, 0x80, 0xBF}, {0xE0, 0xE0, 3, 0xA0, 0xBF},
    {0xE1, 0xEC, 3, 0x80, 0xBF}, {0xED, 0xED, 3, 0x80, 0x9F}, {0xEE, 0xEF, 3, 0x80, 0xBF},
    {0xF0, 0xF0, 4, 0x90, 0xBF}, {0xF1, 0xF3, 4, 0x80, 0xBF}, {0xF4, 0xF4, 4, 0x80, 0x8F},
};

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

unsigned octet(std::string_view text, std::size_t position) {
    return static_cast<unsigned char>(text[position]);
}

}  // namespace

std::size_t utf8_character(std::string_view text, std::size_t position) {
    if (position >= text.size()) return 0;
    const unsigned first = octet(text, position);
    for (const Lead& lead : leads) {
        if (first < lead.low || first > lead.high) continue;
        if (lead.length > text.size() - position) return 0;
        for (std::size_t i = 1; i < lead.length; ++i) {
            const unsigned next = octet(text, position + i);
            const unsigned low = i == 1 ? lead.second_low : 0x80;
            const unsigned high = i == 1 ? lead.second_high : 0xBF;
            if (next < low || next > high) return 0;
        }
        return lead.length;
    }
    return 0;
}

std::uint32_t code_point(std::string_view character) {
    base::expects(!character.empty() && utf8_character(character, 0) == character.size());
    const unsigned first = octet(character, 0);
    if (character.size() == 1) return first;
    std::uint32_t point = first & (0x7Fu >> character.size());  // the length's bits are not the point's
    for (std::size_t i = 1; i < character.size(); ++i) point = point << 6 | (octet(character, i) & 0x3F);
    return point;
}

std::string utf8_of(std::uint32_t point) {
    base::expects(point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF));
    if (point < 0x80) return {static_cast<char>(point)};
    const int following = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    const unsigned lead = following == 1 ? 0xC0 : following == 2 ? 0xE0 : 0xF0;
    std::string octets{static_cast<char>(lead | point >> (6 * following))};
    for (int i = following - 1; i >= 0; --i) octets += static_cast<char>(0x80 | (point >> (6 * i) & 0x3F));
    return octets;
}

std::string with_valid_utf8(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8_character(text, i);
        result += length > 0 ? text.substr(i, length) : replacement;
        i += length > 0 ? length : 1;
    }
    return result;
}

}  // namespace mail
