#include "trace/json_text.h"

#include "base/text.h"

namespace trace {
namespace {

constexpr bool stands_for_itself(char c) {
    return base::is_printable(c) && c != '"' && c != '\\';
}

void append_escaped(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    if (base::is_printable(c)) {
        out += '\\';
        out += c;
        return;
    }
    const auto octet = static_cast<unsigned char>(c);
    const char escaped[] = {'\\', 'u', '0', '0', digits[octet >> 4], digits[octet & 0xF]};
    out.append(escaped, sizeof escaped);
}

}  // namespace

void append_quoted(std::string& out, std::string_view octets) {
    out += '"';
    std::size_t run = 0;  // where the octets begin that were not appended yet
    for (std::size_t at = 0; at < octets.size(); ++at) {
        if (stands_for_itself(octets[at])) continue;
        out.append(octets, run, at - run);
        append_escaped(out, octets[at]);
        run = at + 1;
    }
    out.append(octets, run);
    out += '"';
}

void append_key(std::string& out, std::string_view key) {
    out += ",\"";
    out += key;
    out += "\":";
}

}  // namespace trace
