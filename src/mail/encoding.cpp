#include "mail/encoding.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "mail/limits.h"
#include "mail/utf8.h"

namespace mail {
namespace {

constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The six bits of a character, or -1.
int base64_value(char c) {
    if (base::is_upper(c)) return c - 'A';
    if (base::is_lower(c)) return c - 'a' + 26;
    if (base::is_digit(c)) return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

unsigned octet(char c) {
    return static_cast<unsigned char>(c);
}

/// Collects six bits at a time and gives out whole octets.
struct SixBits {
    std::string octets;
    unsigned bits = 0;
    int count = 0;
    void add(int value) {
        bits = (bits << 6 | static_cast<unsigned>(value)) & 0xFFFF;
        count += 6;
        if (count < 8) return;
        count -= 8;
        octets += static_cast<char>(bits >> count & 0xFF);
    }
    bool left_over() const { return (bits & ((1u << count) - 1)) != 0; }
};

int hex_value(char c) {
    if (base::is_digit(c)) return c - '0';
    const char lower = base::lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The octet that "=XX" at `position` stands for, or -1.
int quoted_octet(std::string_view text, std::size_t position) {
    if (text.size() - position < 3) return -1;
    const int high = hex_value(text[position + 1]), low = hex_value(text[position + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/// One line's text as quoted-printable, with soft line breaks; white space at its very end is encoded.
void append_quoted_line(std::string& out, std::string_view line) {
    std::size_t column = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        const bool last = i + 1 == line.size(), blank = c == ' ' || c == '\t';
        const bool plain = blank ? !last : base::is_printable(c) && c != '=';
        const std::size_t width = plain ? 1 : 3;
        if (column + width > longest_encoded_line - (last ? 0 : 1)) {  // a soft break's '=' needs a column
            out += "=\r\n";
            column = 0;
        }
        if (plain)
            out += c;
        else
            out += fmt::format("={:02X}", octet(c));
        column += width;
    }
}

}  // namespace

std::string to_base64(std::string_view octets) {
    std::string text;
    text.reserve((octets.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < octets.size(); i += 3) {
        const std::size_t left = std::min<std::size_t>(3, octets.size() - i);
        unsigned bits = octet(octets[i]) << 16;
        if (left > 1) bits |= octet(octets[i + 1]) << 8;
        if (left > 2) bits |= octet(octets[i + 2]);
        text += base64_alphabet[bits >> 18 & 63];
        text += base64_alphabet[bits >> 12 & 63];
        text += left > 1 ? base64_alphabet[bits >> 6 & 63] : '=';
        text += left > 2 ? base64_alphabet[bits & 63] : '=';
    }
    return text;
}

std::string to_base64_lines(std::string_view octets) {
    const std::string text = to_base64(octets);
    std::string lines;
    for (std::size_t i = 0; i < text.size(); i += longest_encoded_line)
        lines.append(text, i, longest_encoded_line).append("\r\n");
    return lines;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return {};
    std::size_t end = text.size();
    while (end > 0 && text.size() - end < 2 && text[end - 1] == '=') --end;
    SixBits decoded;
    for (const char c : text.substr(0, end)) {
        const int value = base64_value(c);
        if (value < 0) return {};
        decoded.add(value);
    }
    if (decoded.left_over()) return {};
    return std::move(decoded.octets);
}

std::string from_base64_lenient(std::string_view text) {
    SixBits decoded;
    for (const char c : text) {
        if (c == '=') break;
        const int value = base64_value(c);
        if (value >= 0) decoded.add(value);
    }
    return std::move(decoded.octets);
}

std::string to_quoted_printable(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto lf = text.find('\n');
        if (lf == std::string_view::npos) {
            append_quoted_line(out, text);
            break;
        }
        append_quoted_line(out, text.substr(0, lf > 0 && text[lf - 1] == '\r' ? lf - 1 : lf));
        out += "\r\n";
        text.remove_prefix(lf + 1);
    }
    return out;
}

std::string from_quoted_printable(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t lf = text.find('\n');
        const std::size_t next = lf == std::string_view::npos ? text.size() : lf + 1;
        std::size_t line_end = lf == std::string_view::npos ? next : lf;
        if (line_end < next && line_end > 0 && text[line_end - 1] == '\r') --line_end;
        const std::string_view ending = text.substr(line_end, next - line_end);
        while (line_end > 0 && (text[line_end - 1] == ' ' || text[line_end - 1] == '\t')) --line_end;
        const bool soft = line_end > 0 && text[line_end - 1] == '=';
        const std::string_view line = text.substr(0, soft ? line_end - 1 : line_end);
        for (std::size_t i = 0; i < line.size(); ++i) {
            const int value = line[i] == '=' ? quoted_octet(line, i) : -1;
            out += value < 0 ? line[i] : static_cast<char>(value);
            if (value >= 0) i += 2;
        }
        if (!soft) out += ending;
        text.remove_prefix(next);
    }
    return out;
}

}  // namespace mail
