#include "mail/address.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "mail/limits.h"
#include "mail/utf8.h"

namespace mail {
namespace {

using base::Citation;

constexpr Citation mailbox_grammar{5321, "4.1.2"};
constexpr std::string_view dot_string_mend =
    "write words of letters, digits and !#$%&'*+-/=?^_`{|}~ with single "
    "dots between them, or put the whole local part into quotes";

AddressFault fault(std::size_t position, std::string what, std::string_view mend,
                   Citation citation = mailbox_grammar) {
    return {position, std::move(what), std::string(mend), citation};
}

bool is_atext(char c) {  // RFC 5322 3.2.3
    return base::is_alnum(c) ||
           (c != '\0' && std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos);
}

/// How many octets of a non-ASCII character may pass at this place: 0 unless UTF-8 is allowed and well
/// formed.
std::size_t high_character(std::string_view text, std::size_t position, Utf8 utf8) {
    return utf8 == Utf8::allowed && base::is_high(text[position]) ? utf8_character(text, position) : 0;
}

AddressFault stray_octet(std::string_view text, std::size_t position, std::string_view mend) {
    const char c = text[position];
    if (base::is_high(c))
        return fault(position, "an octet outside ASCII", "use ASCII only, or a server that offers SMTPUTF8",
                     {6531, "3.3"});
    return fault(position, fmt::format("'{}' may not stand here", base::visible({&c, 1})), mend);
}

struct Scanned {
    std::size_t end = 0;
    std::optional<AddressFault> fault;
};

Scanned scan_quoted_string(std::string_view text, Utf8 utf8) {
    for (std::size_t i = 1; i < text.size();) {
        if (text[i] == '"') return {i + 1, {}};
        if (text[i] == '\\') {
            if (i + 1 == text.size() || !base::is_printable(text[i + 1]))
                return {i, fault(i, "a backslash that quotes nothing printable",
                                 "let a printable ASCII character follow it, or write it twice")};
            i += 2;
        } else if (base::is_printable(text[i])) {
            ++i;
        } else if (const std::size_t length = high_character(text, i, utf8); length > 0) {
            i += length;
        } else {
            return {i, stray_octet(text, i, "quotes may hold printable ASCII only; leave it out")};
        }
    }
    return {text.size(), fault(text.size(), "the quoted local part does not end", "put '\"' before the '@'")};
}

Scanned scan_dot_string(std::string_view text, Utf8 utf8) {
    std::size_t i = 0;
    bool dot_may_follow = false;  // a dot stands between two words, never first or next to another
    while (i < text.size() && text[i] != '@') {
        if (text[i] == '.') {
            if (!dot_may_follow) return {i, fault(i, "a dot with no word before it", dot_string_mend)};
            dot_may_follow = false;
            ++i;
            continue;
        }
        const std::size_t length = is_atext(text[i]) ? 1 : high_character(text, i, utf8);
        if (length == 0) return {i, stray_octet(text, i, dot_string_mend)};
        dot_may_follow = true;
        i += length;
    }
    if (i == 0) return {i, fault(i, "the local part is missing", "write the mailbox's name before the '@'")};
    if (!dot_may_follow) return {i, fault(i - 1, "a dot with no word after it", dot_string_mend)};
    return {i, {}};
}

AddressFault bad_literal(std::size_t position, std::string what) {
    return fault(position, std::move(what), "write [192.0.2.1] or [IPv6:2001:db8::1]", {5321, "4.1.3"});
}

bool is_ipv4_literal(std::string_view text) {  // Snum 3("." Snum); Snum is 1 to 3 digits up to 255
    const auto parts = base::split(text, '.');
    if (parts.size() != 4) return false;
    for (const std::string_view part : parts) {
        const auto number = base::parse_number(part);
        if (part.size() > 3 || !number || *number > 255) return false;
    }
    return true;
}

bool is_hex_group(std::string_view text) {
    if (text.empty() || text.size() > 4) return false;
    for (const char c : text)
        if (!base::is_digit(c) && !(base::lower(c) >= 'a' && base::lower(c) <= 'f')) return false;
    return true;
}

/// The 16-bit groups of "a:b:c", or of "a:b:192.0.2.1" (which ends with two); -1: it is none. "" has 0.
int count_groups(std::string_view text, bool ipv4_may_end) {
    if (text.empty()) return 0;
    const auto parts = base::split(text, ':');
    int groups = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (is_hex_group(parts[i]))
            groups += 1;
        else if (ipv4_may_end && i + 1 == parts.size() && is_ipv4_literal(parts[i]))
            groups += 2;
        else
            return -1;
    }
    return groups;
}

bool is_ipv6_literal(std::string_view text) {
    const auto gap = text.find("::");
    if (gap == std::string_view::npos) return count_groups(text, true) == 8;
    const int before = count_groups(text.substr(0, gap), false),
              after = count_groups(text.substr(gap + 2), true);
    // RFC 5321 4.1.3: the "::" stands for at least two groups of zeros.
    return before >= 0 && after >= 0 && before + after <= 6;
}

/// Labels of letters, digits and inner hyphens; the fault's `what` is empty when all is well.
AddressFault check_labels(std::string_view text, Utf8 utf8) {
    constexpr std::string_view mend =
        "write labels of letters, digits and inner hyphens with single dots between";
    for (std::size_t begin = 0;;) {
        const std::size_t end = std::min(text.find('.', begin), text.size());
        if (begin == end) return fault(begin, "an empty label in the domain", mend);
        for (std::size_t i = begin; i < end;) {
            const std::size_t length =
                base::is_alnum(text[i]) || text[i] == '-' ? 1 : high_character(text, i, utf8);
            if (length == 0) return stray_octet(text, i, mend);
            i += length;
        }
        if (text[begin] == '-') return fault(begin, "a label that begins with a hyphen", mend);
        if (text[end - 1] == '-') return fault(end - 1, "a label that ends with a hyphen", mend);
        if (end - begin > longest_label)
            return fault(begin + longest_label, fmt::format("a label of {} octets", end - begin),
                         "use labels of at most 63 octets", {1035, "2.3.4"});
        if (end == text.size()) return {};
        begin = end + 1;
    }
}

}  // namespace

AddressFault check_domain(std::string_view text, Utf8 utf8) {
    if (text.empty()) return fault(0, "the domain is missing", "write a domain such as dest.example");
    if (text.size() > longest_domain)
        return fault(longest_domain, fmt::format("a domain of {} octets", text.size()),
                     "use a domain of at most 255 octets", {5321, "4.5.3.1.2"});
    return check_labels(text, utf8);
}

AddressFault check_address_literal(std::string_view text) {
    if (text.size() > longest_domain)
        return fault(longest_domain, fmt::format("an address literal of {} octets", text.size()),
                     "use one of at most 255 octets", {5321, "4.5.3.1.2"});
    if (text.empty() || text.front() != '[')
        return bad_literal(0, "the address literal does not begin with '['");
    const auto end = text.find(']');
    if (end == std::string_view::npos) return bad_literal(text.size(), "the address literal does not end");
    if (end + 1 != text.size()) return bad_literal(end + 1, "something follows the address literal");
    const std::string_view inner = text.substr(1, end - 1);
    constexpr std::string_view ipv6 = "IPv6:";
    if (base::starts_with_ignoring_case(inner, ipv6)) {
        if (is_ipv6_literal(inner.substr(ipv6.size()))) return {};
        return bad_literal(1 + ipv6.size(), "this is not an IPv6 address as an address literal writes it");
    }
    if (is_ipv4_literal(inner)) return {};
    // General-address-literal asks for a registered tag, and IPv6 is the only one that ever was.
    const auto colon = inner.find(':');
    if (colon != std::string_view::npos && colon > 0)
        return bad_literal(1, fmt::format("no kind of address is registered as '{}'",
                                          base::visible(inner.substr(0, colon))));
    return bad_literal(1, "this is not an IPv4 address");
}

std::variant<Address, AddressFault> parse_address(std::string_view text, Utf8 utf8) {
    const bool quoted = !text.empty() && text.front() == '"';
    const Scanned local = quoted ? scan_quoted_string(text, utf8) : scan_dot_string(text, utf8);
    if (local.fault) return *local.fault;
    if (local.end == text.size())
        return fault(local.end, "the '@' is missing", "write local-part@domain, such as ann@src.example");
    if (text[local.end] != '@')
        return fault(local.end, "something follows the closing quote",
                     "put the whole local part into the quotes");
    if (local.end > longest_local_part)
        return fault(longest_local_part, fmt::format("a local part of {} octets", local.end),
                     "use a local part of at most 64 octets", {5321, "4.5.3.1.1"});
    const std::string_view domain = text.substr(local.end + 1);
    AddressFault wrong =
        !domain.empty() && domain.front() == '[' ? check_address_literal(domain) : check_domain(domain, utf8);
    if (!wrong.what.empty()) {
        wrong.position += local.end + 1;
        return wrong;
    }
    if (text.size() + 2 > longest_path)  // "<" and ">" count too
        return fault(longest_path - 2, fmt::format("an address of {} octets", text.size()),
                     "use an address of at most 254 octets", {5321, "4.5.3.1.3"});
    return Address{std::string(text.substr(0, local.end)), std::string(domain)};
}

std::string to_text(const Address& address) {
    return address.local_part + "@" + address.domain;
}

std::string unquoted_local_part(const Address& address) {
    const std::string_view text = address.local_part;
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') return address.local_part;
    std::string plain;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] == '\\' && i + 2 < text.size()) ++i;
        plain += text[i];
    }
    return plain;
}

bool same_mailbox(const Address& a, const Address& b) {
    return base::equal_ignoring_case(a.domain, b.domain) && unquoted_local_part(a) == unquoted_local_part(b);
}

bool is_address_literal(const Address& address) {
    return !address.domain.empty() && address.domain.front() == '[';
}

}  // namespace mail
