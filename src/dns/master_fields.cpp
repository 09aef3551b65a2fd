#include "dns/master_fields.h"

#include <fmt/format.h>

#include "base/text.h"
#include "dns/record.h"

namespace dns {
namespace {

/// The octet that an escape stands for (RFC 1035 5.1: \DDD is decimal) and how long the escape is, '\'
/// included.
struct Escape {
    char octet = 0;
    std::size_t length = 0;  // 0: it is none
};

Escape read_escape(std::string_view text) {
    if (text.size() < 2) return {};
    if (!base::is_digit(text[1])) return {text[1], 2};
    const auto code = base::parse_number(text.substr(1, 3));
    if (text.size() < 4 || !code || *code > 255) return {};
    return {static_cast<char>(*code), 4};
}

/// Does the name end in a dot that no '\' takes away?
bool is_absolute(std::string_view text) {
    if (!text.ends_with('.')) return false;
    std::size_t backslashes = 0;
    while (backslashes + 1 < text.size() && text[text.size() - 2 - backslashes] == '\\') ++backslashes;
    return backslashes % 2 == 0;
}

int nibble(char c) {
    const char l = base::lower(c);
    if (base::is_digit(l)) return l - '0';
    return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

}  // namespace

base::Result<Name> read_name(const MasterLexer& lexer, const Token& token, const Name& origin,
                             std::string_view what) {
    constexpr std::size_t shown = 80;
    if (token.kind == Token::Kind::quoted)
        return lexer.problem(token.spot, fmt::format("{} is in quotes", what),
                             "write the name without quotes");
    if (token.raw == "@") return origin;
    const auto name = parse_name(token.raw);
    if (!name)
        return lexer.problem(
            token.spot,
            fmt::format("{} '{}' is no domain name", what, base::visible(token.raw.substr(0, shown))),
            "write labels of 1 to 63 octets joined by single dots, 255 octets in all");
    if (is_absolute(token.raw)) return *name;
    const auto whole = name->before(origin);
    if (!whole)
        return lexer.problem(token.spot,
                             fmt::format("{} with the origin after it is longer than 255 octets", what),
                             "end the name with a dot if it is complete, or shorten it");
    return *whole;
}

void MasterFields::fail(Spot spot, std::string what, std::string mend) {
    if (!problem_) problem_ = lexer_.problem(spot, std::move(what), std::move(mend));
}

std::string_view MasterFields::peek() const {
    return at_end() || entry_.tokens[at_].kind == Token::Kind::quoted ? std::string_view{}
                                                                      : entry_.tokens[at_].raw;
}

const Token* MasterFields::take(std::string_view what) {
    if (!at_end()) return &entry_.tokens[at_++];
    fail(entry_.end, fmt::format("{} is missing", what), "write it before the line ends");
    return nullptr;
}

Name MasterFields::name(std::string_view what) {
    const Token* token = take(what);
    if (!token) return {};
    const auto name = read_name(lexer_, *token, origin_, what);
    if (name) return *name;
    if (!problem_) problem_ = name.problem();
    return {};
}

std::uint32_t MasterFields::number(std::string_view what, std::uint32_t most) {
    const Token* token = take(what);
    if (!token) return 0;
    const auto number = base::parse_number(token->raw);
    if (token->kind == Token::Kind::bare && number && *number <= most)
        return static_cast<std::uint32_t>(*number);
    fail(token->spot, fmt::format("{} is not a number from 0 to {}", what, most),
         "write decimal digits only, without a unit");
    return 0;
}

base::IpAddress MasterFields::address(base::IpAddress::Family family) {
    const bool v4 = family == base::IpAddress::Family::v4;
    const Token* token = take("the address");
    if (!token) return {};
    const auto address = base::parse_ip_address(token->raw);
    if (token->kind == Token::Kind::bare && address && address->family == family) return *address;
    fail(token->spot, v4 ? "this is no IPv4 address" : "this is no IPv6 address",
         v4 ? "write four numbers from 0 to 255, like 192.0.2.1 (an IPv6 address goes into an AAAA record)"
            : "write it like 2001:db8::1 (an IPv4 address goes into an A record)");
    return {};
}

std::string MasterFields::string(std::string_view what) {
    const Token* token = take(what);
    std::string octets;
    if (!token) return octets;
    const auto raw = token->raw;
    for (std::size_t at = 0; at < raw.size();) {
        const Escape escape = raw[at] == '\\' ? read_escape(raw.substr(at)) : Escape{raw[at], 1};
        if (escape.length == 0) {
            const int quote = token->kind == Token::Kind::quoted ? 1 : 0;
            fail({token->spot.line, token->spot.column + quote + static_cast<int>(at)},
                 "this escape is unknown",
                 "write \\ and three decimal digits up to 255, or \\ and the character itself");
            return octets;
        }
        octets += escape.octet;
        at += escape.length;
    }
    if (octets.size() > max_string_octets)
        fail(token->spot,
             fmt::format("{} is {} octets long; {} is the most", what, octets.size(), max_string_octets),
             "split it into several quoted strings; readers join them with nothing between");
    return octets;
}

std::vector<std::string> MasterFields::strings() {
    constexpr std::size_t most = 65'535;  // RFC 1035 3.2.1: RDLENGTH
    std::vector<std::string> all;
    std::size_t octets = 0;
    do {
        const Spot start = spot();
        all.push_back(string("the string"));
        octets += 1 + all.back().size();
        if (octets > most)
            fail(start, "the strings of this record are longer than 65535 octets", "make them shorter");
    } while (!problem_ && !at_end());
    return all;
}

std::string MasterFields::hexadecimal(std::string_view what) {
    std::string octets;
    int high = -1;
    Spot last = spot();
    while (const Token* token = at_end() ? nullptr : take(what)) {
        last = token->spot;
        for (const char c : token->raw) {
            const int digit = nibble(c);
            if (digit < 0) {
                fail(token->spot, fmt::format("{} is not hexadecimal", what),
                     "write digits 0-9 and a-f only");
                return octets;
            }
            if (high < 0) {
                high = digit;
                continue;
            }
            octets += static_cast<char>(high * 16 + digit);
            high = -1;
        }
    }
    if (high >= 0) fail(last, fmt::format("{} has half an octet", what), "write two digits for each octet");
    return octets;
}

void MasterFields::end(std::string_view of) {
    if (at_end()) return;
    fail(spot(), fmt::format("{} has no such field", of), "remove it, or start a comment with ';' before it");
}

}  // namespace dns
