#include "mail/xtext.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "base/text.h"
#include "mail/utf8.h"

namespace mail {
namespace {

constexpr std::string_view xtext_mend =
    "write printable ASCII without spaces, and '+', '=' and all else as +XX with upper-case digits";

/// xchar of RFC 3461 4. RFC 6533's QCHAR is the same without the backslash.
bool is_xchar(char c) {
    return c > ' ' && c <= '~' && c != '+' && c != '=';
}

int upper_hex_value(char c) {
    if (base::is_digit(c)) return c - '0';
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

AddressFault fault(std::size_t position, std::string what, std::string_view mend, std::string_view section,
                   std::uint16_t rfc = 3461) {
    return {position, std::move(what), std::string(mend), {rfc, section}};
}

// ---- Unicode characters as "\x{..}" (RFC 6533 3) ----

struct Escape {
    std::uint32_t point = 0;
    std::size_t length = 0;  // 0: none stands here
};

constexpr std::size_t most_hexpoint_digits = 6;

/// Whether HEXPOINT names this code point, spelled with so many digits: only what needs it, never CR or LF,
/// never a surrogate, no leading zeros but for controls.
bool is_hexpoint(std::uint32_t point, std::size_t digits) {
    if (digits == 2 && point < 0x80) {
        const bool control = (point >= 0x01 && point <= 0x09) || (point >= 0x10 && point <= 0x19);
        return control || point == 0x20 || point == 0x2B || point == 0x3D || point == 0x7F || point == 0x5C;
    }
    if (digits < 2 || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return false;
    return point >> (4 * (digits - 1)) != 0;
}

Escape escape_at(std::string_view text, std::size_t position) {
    constexpr std::string_view opening = "\\x{";
    if (text.substr(position, opening.size()) != opening) return {};
    Escape escape;
    std::size_t i = position + opening.size(), digits = 0;
    for (; i < text.size() && digits <= most_hexpoint_digits && upper_hex_value(text[i]) >= 0; ++i, ++digits)
        escape.point = escape.point << 4 | static_cast<std::uint32_t>(upper_hex_value(text[i]));
    if (i == text.size() || text[i] != '}' || digits > most_hexpoint_digits) return {};
    if (is_hexpoint(escape.point, digits)) escape.length = i + 1 - position;
    return escape;
}

std::string encoded_address(std::string_view utf8, Utf8 high) {
    const std::string valid = with_valid_utf8(utf8);
    std::string text;
    for (std::size_t i = 0; i < valid.size();) {
        const std::size_t length = utf8_character(valid, i);
        const std::string_view character = std::string_view(valid).substr(i, length);
        const bool bare = length == 1 ? is_xchar(valid[i]) && valid[i] != '\\' : high == Utf8::allowed;
        if (bare)
            text += character;
        else
            text += fmt::format("\\x{{{:02X}}}", code_point(character));
        i += length;
    }
    return text;
}

}  // namespace

std::string to_xtext(std::string_view octets) {
    std::string text;
    for (const char c : octets) {
        if (is_xchar(c))
            text += c;
        else
            text += fmt::format("+{:02X}", static_cast<unsigned char>(c));
    }
    return text;
}

std::optional<std::string> from_xtext(std::string_view text) {
    std::string octets;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && text.size() - i >= 3) {
            const int high = upper_hex_value(text[i + 1]), low = upper_hex_value(text[i + 2]);
            if (high < 0 || low < 0) return {};
            octets += static_cast<char>(high * 16 + low);
            i += 2;
        } else if (is_xchar(text[i])) {
            octets += text[i];
        } else {
            return {};
        }
    }
    return octets;
}

std::string to_utf8_addr_xtext(std::string_view utf8) {
    return encoded_address(utf8, Utf8::refused);
}

std::string to_utf8_addr_unitext(std::string_view utf8) {
    return encoded_address(utf8, Utf8::allowed);
}

std::optional<std::string> from_utf8_addr(std::string_view text, Utf8 utf8) {
    std::string address;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '\\') {
            const Escape escape = escape_at(text, i);
            if (escape.length == 0) return {};
            address += utf8_of(escape.point);
            i += escape.length;
            continue;
        }
        std::size_t length = is_xchar(text[i]) ? 1 : 0;
        if (base::is_high(text[i]) && utf8 == Utf8::allowed) length = utf8_character(text, i);
        if (length == 0) return {};
        address += text.substr(i, length);
        i += length;
    }
    return address;
}

std::variant<OriginalRecipient, AddressFault> parse_orcpt(std::string_view value, Utf8 utf8) {
    if (value.size() > longest_orcpt)
        return fault(longest_orcpt, fmt::format("an ORCPT of {} octets", value.size()),
                     "use one of at most 500 octets", "4.2");
    const auto semicolon = value.find(';');
    if (semicolon == std::string_view::npos)
        return fault(value.size(), "ORCPT names no address type",
                     "write the type and ';' first, as in rfc822;bob@dest.example", "4.2");
    OriginalRecipient recipient{std::string(value.substr(0, semicolon)), {}};
    if (recipient.type.empty() || !std::all_of(recipient.type.begin(), recipient.type.end(), [](char c) {
            return base::is_alnum(c) || c == '-' || c == '.' || c == '_';
        }))
        return fault(0, "the address type is no atom", "write rfc822 before the ';'", "4.2");
    const std::string_view encoded = value.substr(semicolon + 1);
    if (encoded.empty())
        return fault(value.size(), "ORCPT holds no address", "write the address behind the ';'", "4.2");
    const bool is_utf8 = base::equal_ignoring_case(recipient.type, "utf-8");
    auto decoded = is_utf8 ? from_utf8_addr(encoded, utf8) : from_xtext(encoded);
    if (!decoded && is_utf8)
        return fault(semicolon + 1, "the address is not encoded as type utf-8 asks for",
                     "write '+', '=', '\\' and characters outside ASCII as \\x{..}", "3", 6533);
    if (!decoded) return fault(semicolon + 1, "the address is no xtext", xtext_mend, "4");
    // What decodes to a control octet could end a field of a report, or a command, further on.
    if (std::any_of(decoded->begin(), decoded->end(),
                    [](char c) { return !base::is_printable(c) && !base::is_high(c); }))
        return fault(semicolon + 1, "the address holds a control character",
                     "leave out what cannot be printed", "4.2");
    recipient.address = std::move(*decoded);
    return recipient;
}

std::string to_orcpt(const OriginalRecipient& recipient, Utf8 utf8) {
    if (!base::equal_ignoring_case(recipient.type, "utf-8"))
        return recipient.type + ";" + to_xtext(recipient.address);
    return recipient.type + ";" +
           (utf8 == Utf8::allowed ? to_utf8_addr_unitext(recipient.address)
                                  : to_utf8_addr_xtext(recipient.address));
}

std::variant<std::string, AddressFault> parse_envid(std::string_view value) {
    if (value.empty()) return fault(0, "ENVID is empty", "leave it out, or name the envelope", "4.4");
    if (value.size() > longest_envid)
        return fault(longest_envid, fmt::format("an ENVID of {} octets", value.size()),
                     "use one of at most 100 octets", "4.4");
    auto decoded = from_xtext(value);
    if (!decoded) return fault(0, "ENVID is no xtext", xtext_mend, "4");
    for (const char c : *decoded)
        if (!base::is_printable(c) && c != '\t')
            return fault(0, "ENVID holds something that cannot be printed", "use printable ASCII only",
                         "4.4");
    return std::move(*decoded);
}

}  // namespace mail
