// Inside TXT records and tag lists: the terms of SPF (RFC 7208 4.6, 5, 6) and "tag=value;" lists (RFC
// 6376 3.2).
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ip_address.h"
#include "base/text.h"
#include "explain/parts.h"

namespace explain {
namespace {

constexpr std::size_t name_shown = 32;

struct Mechanism {
    std::string_view name, meaning;
    enum class Takes : std::uint8_t { nothing, domain, domain_or_nothing, v4, v6 } takes;
};
using Takes = Mechanism::Takes;

constexpr std::array<Mechanism, 8> mechanisms{{
    {"all", "everybody: the last word", Takes::nothing},
    {"include", "whoever passes the SPF of the named domain", Takes::domain},
    {"a", "the addresses of the domain's A and AAAA records", Takes::domain_or_nothing},
    {"mx", "the addresses of the domain's mail hosts", Takes::domain_or_nothing},
    {"ptr", "hosts whose name ends in the domain; slow, and not to be used", Takes::domain_or_nothing},
    {"ip4", "this IPv4 address or network", Takes::v4},
    {"ip6", "this IPv6 address or network", Takes::v6},
    {"exists", "whenever the named domain has an A record", Takes::domain},
}};

std::string_view qualifier_meaning(char c) {
    switch (c) {
        case '+':
            return "+: pass, it may send";
        case '-':
            return "-: fail, it may not send";
        case '~':
            return "~: softfail, it probably may not send";
        default:
            return "?: neutral, nothing is said";
    }
}

bool is_mask(std::string_view mask, std::int64_t most) {
    const auto number = base::parse_number(mask);
    return number && *number <= most;
}

/// Empty when the value is right, or what is wrong with it.
std::string_view fault_of(const Mechanism& mechanism, std::string_view value) {
    const auto network = base::parse_ip_network(value);
    switch (mechanism.takes) {
        case Takes::nothing:
            return value.empty() ? "" : "all takes no value";
        case Takes::domain:
            return value.empty() || value.starts_with('/')
                       ? "a domain must follow the colon, for example include:src.example"
                       : "";
        case Takes::domain_or_nothing: {
            const auto slash = value.find('/');
            if (slash == std::string_view::npos) return "";
            const auto masks = value.substr(slash);
            const auto second = masks.find("//");
            const auto v4 = masks.substr(0, second);
            const auto v6 = second == std::string_view::npos ? std::string_view{} : masks.substr(second + 2);
            const bool good = (v4.empty() || is_mask(v4.substr(1), 32)) &&
                              (second == std::string_view::npos || is_mask(v6, 128));
            return good ? ""
                        : "after the slash belongs the length of the network, 0 to 32 (after // for IPv6: 0 "
                          "to 128)";
        }
        case Takes::v4:
            return network && network->address.family == base::IpAddress::Family::v4
                       ? ""
                       : "an IPv4 address or network belongs here, for example ip4:192.0.2.0/24";
        case Takes::v6:
            return network && network->address.family == base::IpAddress::Family::v6
                       ? ""
                       : "an IPv6 address or network belongs here, for example ip6:2001:db8::/32";
    }
    return "";
}

void mark_modifier(Marker& marker, std::string_view term, std::size_t equals) {
    const auto name = term.substr(0, equals);
    const auto meaning =
        base::equal_ignoring_case(name, "redirect") ? "if nothing fitted, the record of this domain decides"
        : base::equal_ignoring_case(name, "exp")    ? "where the text for refused mail is kept"
                                                    : "a modifier that is ignored when not known";
    marker.take(equals, TokenRole::keyword, meaning);
    marker.take(1, TokenRole::punctuation, "is");
    if (term.size() == equals + 1)
        marker.blame_last("a domain must follow, for example redirect=_spf.src.example");
    else
        marker.take(term.size() - equals - 1, TokenRole::domain, "the domain meant");
}

void mark_term(Marker& marker) {
    auto term =
        marker.rest().substr(0, std::min(marker.rest().find_first_of(" \t\r\n\""), marker.rest().size()));
    const auto name_end = std::min(term.find_first_of(":/="), term.size());
    if (name_end < term.size() && term[name_end] == '=') return mark_modifier(marker, term, name_end);
    if (std::string_view("+-~?").find(term[0]) != std::string_view::npos) {
        marker.take(1, TokenRole::punctuation, std::string(qualifier_meaning(term[0])));
        term.remove_prefix(1);
    }
    const auto end = std::min(term.find_first_of(":/"), term.size());
    const auto found = std::find_if(mechanisms.begin(), mechanisms.end(), [&](const auto& each) {
        return base::equal_ignoring_case(each.name, term.substr(0, end));
    });
    if (found == mechanisms.end()) {
        if (term.empty())
            marker.blame_last("a mechanism must follow at once, for example -all");
        else
            marker.take(term.size(), TokenRole::fault,
                        "no mechanism of SPF: the whole record is an error (permerror). Known are all, "
                        "include, a, mx, ptr, ip4, ip6, exists");
        return;
    }
    marker.take(end, TokenRole::mechanism, std::string(found->meaning));
    const bool colon = end < term.size() && term[end] == ':';
    if (colon) marker.take(1, TokenRole::punctuation, "of");
    const auto value = term.substr(std::min(end + (colon ? 1u : 0u), term.size()));
    const auto fault = fault_of(*found, value);
    const bool empty_value = colon && value.empty();
    if (fault.empty() && !empty_value)
        marker.take(value.size(), TokenRole::value, "what it is compared with");
    else if (value.empty())
        marker.blame_last(std::string(fault.empty() ? "a value must follow the colon" : fault));
    else
        marker.take(value.size(), TokenRole::fault, std::string(fault));
}

struct Tag {
    std::string_view card, name, meaning;
};

constexpr std::array<Tag, 38> tags{{
    {"dmarc", "v", "the version: always DMARC1, always first"},
    {"dmarc", "p", "what to do with mail that fails: none, quarantine or reject"},
    {"dmarc", "sp", "the same for subdomains"},
    {"dmarc", "np", "the same for subdomains that do not exist"},
    {"dmarc", "rua", "where to send daily reports"},
    {"dmarc", "ruf", "where to send reports of single failures"},
    {"dmarc", "adkim", "how closely the DKIM domain must fit From: (r relaxed, s strict)"},
    {"dmarc", "aspf", "how closely the SPF domain must fit From: (r relaxed, s strict)"},
    {"dmarc", "fo", "which failures to report"},
    {"dmarc", "t", "y: only a test, act one step more mildly"},
    {"dmarc", "psd", "whether this is a public suffix such as co.uk"},
    {"dmarc", "pct", "dropped by RFC 9989: the share of mail to treat so"},
    {"dkim-key", "v", "the version: DKIM1"},
    {"dkim-key", "k", "the kind of key"},
    {"dkim-key", "p", "the public key; empty: withdrawn"},
    {"dkim-key", "t", "flags: y test, s no subdomains"},
    {"dkim-key", "h", "hash methods allowed"},
    {"dkim-key", "n", "a note for people"},
    {"dkim-key", "s", "which service the key is for"},
    {"mta-sts", "v", "the version: STSv1"},
    {"mta-sts", "id", "changes whenever the policy changes"},
    {"dkim-signature", "v", "the version: 1"},
    {"dkim-signature", "a", "how it is signed"},
    {"dkim-signature", "b", "the signature"},
    {"dkim-signature", "bh", "the hash of the body"},
    {"dkim-signature", "c", "which small changes on the way are forgiven (header/body)"},
    {"dkim-signature", "d", "the domain that signs"},
    {"dkim-signature", "s", "the selector: under which name the key is in the DNS"},
    {"dkim-signature", "h", "the header fields that are signed"},
    {"dkim-signature", "t", "when it was signed"},
    {"dkim-signature", "x", "when it expires"},
    {"dkim-signature", "i", "for whom the domain signs"},
    {"dkim-signature", "l", "how much of the body is signed: a danger"},
    {"dkim-signature", "q", "how to fetch the key"},
    {"content-type", "charset", "how the letters of the text are coded"},
    {"content-type", "boundary", "the line between the parts"},
    {"content-disposition", "filename", "the file name that the sender suggests"},
    {"arc-seal", "cv", "what the chain was before: none, pass or fail"},
}};

std::string_view tag_meaning(std::string_view card, std::string_view name) {
    for (const auto& tag : tags)
        if (tag.card == card && base::equal_ignoring_case(tag.name, name)) return tag.meaning;
    return "a name and its value";
}

bool is_policy(std::string_view name) {
    return name == "p" || name == "sp" || name == "np";
}

}  // namespace

void mark_spf(Marker& marker) {
    marker.take(6, TokenRole::keyword, "the version: this is SPF");
    for (;;) {
        marker.skip_white();
        if (marker.at_end() || marker.peek() == '\r' || marker.peek() == '\n') return;
        if (marker.peek() == '"')
            marker.take(1, TokenRole::punctuation, "the end of a piece of text");
        else
            mark_term(marker);
    }
}

void mark_tags(Marker& marker, std::string_view card) {
    for (;;) {
        marker.skip_white();
        const auto rest = marker.rest();
        if (rest.empty() || rest == "\r\n") return;
        if (rest[0] == ';') {
            marker.take(1, TokenRole::punctuation, "and");
        } else if (rest[0] == '"') {
            marker.take(1, TokenRole::punctuation, "a quotation mark");
        } else if (rest[0] == '\r' || rest[0] == '\n') {
            marker.take(std::min(rest.find_first_not_of("\r\n"), rest.size()), TokenRole::punctuation,
                        "folding: the next line belongs to it");
        } else {
            const auto end = std::min(rest.find_first_of(";\"\r\n"), rest.size());
            const auto equals = rest.substr(0, end).find('=');
            if (equals == std::string_view::npos || equals == 0) {
                marker.take(end, TokenRole::value, "a value");
                continue;
            }
            const auto name = base::trim(rest.substr(0, equals));
            const auto value = base::trim(rest.substr(equals + 1, end - equals - 1));
            marker.take(equals, TokenRole::parameter, std::string(tag_meaning(card, name)));
            marker.take(1, TokenRole::punctuation, "is");
            const bool wrong = card == "dmarc" && is_policy(name) &&
                               !base::equal_ignoring_case(value, "none") &&
                               !base::equal_ignoring_case(value, "quarantine") &&
                               !base::equal_ignoring_case(value, "reject");
            if (wrong && value.empty())
                marker.blame_last("none, quarantine or reject must follow");
            else
                marker.take(end - equals - 1, wrong ? TokenRole::fault : TokenRole::value,
                            wrong
                                ? "only none, quarantine or reject may stand here"
                                : fmt::format("the value of {}", base::visible(name.substr(0, name_shown))));
        }
    }
}

}  // namespace explain
