// DNS records as a zone file writes them (RFC 1035 5.1), and the texts that mail keeps in TXT records: SPF
// (RFC 7208), DKIM keys (RFC 6376), DMARC (RFC 9989), MTA-STS (RFC 8461).
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ip_address.h"
#include "base/text.h"
#include "explain/parts.h"

namespace explain {
namespace {

constexpr std::array<std::string_view, 9> types{"A",   "AAAA", "MX",  "NS",  "CNAME",
                                                "PTR", "TXT",  "SOA", "TLSA"};
constexpr std::size_t words_before_type = 3;  // name, TTL, class

std::string_view without_quote(std::string_view text) {
    return text.starts_with('"') ? text.substr(1) : text;
}

/// The id of the card of a TXT text of mail; empty when it is none.
std::string_view text_card(std::string_view text) {
    const auto inside = without_quote(text);
    if (base::starts_with_ignoring_case(inside, "v=spf1") &&
        (inside.size() == 6 || inside[6] == ' ' || inside[6] == '"'))
        return "spf";
    if (inside.starts_with("v=DKIM1")) return "dkim-key";
    if (inside.starts_with("v=DMARC1")) return "dmarc";
    if (inside.starts_with("v=STSv1")) return "mta-sts";
    return {};
}

bool is_type(std::string_view word) {
    return std::find(types.begin(), types.end(), word) != types.end();
}
bool is_number(std::string_view word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), base::is_digit);
}

/// The index of the type among the first words, or -1. Before it may stand a name, a TTL and IN.
int type_index(const std::vector<std::string_view>& words) {
    for (std::size_t i = 0; i < words.size() && i <= words_before_type; ++i) {
        if (is_type(words[i])) {
            const bool data = i + 1 < words.size();
            const bool sentence = words[i] == "A" && data && !base::is_digit(words[i + 1][0]);
            return data && !(sentence && i == 0) ? static_cast<int>(i) : -1;
        }
        if (i > 0 && !is_number(words[i]) && words[i] != "IN") return -1;
    }
    return -1;
}

std::vector<std::string_view> first_words(std::string_view text) {
    return base::words(text.substr(0, std::min(text.find_first_of("\r\n"), text.size())));
}

void mark_ip(Marker& marker, base::IpAddress::Family family) {
    const auto word =
        marker.rest().substr(0, std::min(marker.rest().find_first_of(" \t\r\n"), marker.rest().size()));
    const auto ip = base::parse_ip_address(word);
    const bool v4 = family == base::IpAddress::Family::v4;
    if (ip && ip->family == family)
        marker.take(word.size(), TokenRole::value, "the IP address");
    else
        marker.take(word.size(), TokenRole::fault,
                    v4 ? "an IPv4 address belongs here, for example 203.0.113.25"
                       : "an IPv6 address belongs here, for example 2001:db8::25");
}

void mark_host(Marker& marker, std::string_view meaning) {
    const auto word =
        marker.rest().substr(0, std::min(marker.rest().find_first_of(" \t\r\n"), marker.rest().size()));
    if (base::parse_ip_address(word))
        marker.take(word.size(), TokenRole::fault, "a host name belongs here, not an IP address");
    else
        marker.take(word.size(), TokenRole::domain, std::string(meaning));
}

void mark_mx(Marker& marker) {
    const auto word =
        marker.rest().substr(0, std::min(marker.rest().find_first_of(" \t\r\n"), marker.rest().size()));
    const auto number = base::parse_number(word);
    const bool good = number && *number <= 65535;
    if (good)
        marker.take(word.size(), TokenRole::value, "the preference: the lowest number is tried first");
    else
        marker.take(word.size(), TokenRole::fault,
                    "the preference belongs here, 0 to 65535: MX 10 mx.dest.example.");
    marker.skip_white();
    const bool ends = marker.at_end() || marker.peek() == '\r';
    if (ends && !good) return;
    if (ends)
        marker.blame_last("the host is missing: write MX 10 mx.dest.example.");
    else if (marker.rest() == ".")
        marker.take(1, TokenRole::domain, "no host: with preference 0 this domain takes no mail");
    else
        mark_host(marker, "the host that takes the mail");
}

void mark_text_data(Work& work) {
    Marker& marker = work.marker;
    const auto card = text_card(marker.rest());
    const bool quoted = marker.peek() == '"';
    if (quoted) marker.take(1, TokenRole::punctuation, "the text begins");
    if (card.empty()) {
        marker.take_until("\"\r\n", TokenRole::text, "free text");
        if (quoted && marker.peek() == '"') marker.take(1, TokenRole::punctuation, "the text ends");
        return;
    }
    add_card(work.out, card);
    if (card == "spf")
        mark_spf(marker);
    else
        mark_tags(marker, card);
}

void mark_data(Work& work, std::string_view type) {
    Marker& marker = work.marker;
    if (type == "A")
        mark_ip(marker, base::IpAddress::Family::v4);
    else if (type == "AAAA")
        mark_ip(marker, base::IpAddress::Family::v6);
    else if (type == "MX")
        mark_mx(marker);
    else if (type == "NS")
        mark_host(marker, "the name server");
    else if (type == "CNAME")
        mark_host(marker, "the real name");
    else if (type == "PTR")
        mark_host(marker, "the name of that address");
    else if (type == "TXT")
        mark_text_data(work);
    else {
        static constexpr std::array<std::string_view, 7> soa{
            "the first name server",
            "the responsible mailbox, its @ written as a dot",
            "the serial number: raised at every change",
            "how often copies ask for changes, in seconds",
            "when they try again, in seconds",
            "when copies give up, in seconds",
            "how long 'no such name' is remembered, in seconds"};
        static constexpr std::array<std::string_view, 4> tlsa{
            "usage: 3 means this very key or certificate", "selector: 1 means the key alone",
            "matching: 1 means a SHA-256 hash", "the hash or the key itself"};
        for (std::size_t i = 0; marker.skip_white() || i == 0; ++i) {
            const bool known = i < (type == "SOA" ? soa.size() : tlsa.size());
            if (marker.at_end() || marker.peek() == '\r') return;
            marker.take_until(" \t\r\n", TokenRole::value,
                              std::string(!known          ? "more data"
                                          : type == "SOA" ? soa[i]
                                                          : tlsa[i]));
        }
    }
}

}  // namespace

bool looks_like_record(std::string_view text) {
    return !text_card(text).empty() || type_index(first_words(text)) >= 0;
}

void explain_record(Work& work) {
    Explanation& out = work.out;
    Marker& marker = work.marker;
    out.kind = LineKind::record;
    marker.skip_white();
    if (text_card(marker.rest()).empty()) {
        const auto words = first_words(marker.rest());
        const auto at = static_cast<std::size_t>(std::max(type_index(words), 0));
        const std::string type(words[at]);
        const bool null_mx =
            type == "MX" && words.size() == at + 3 && words[at + 1] == "0" && words[at + 2] == ".";
        add_card(out, null_mx ? "null-mx" : base::lower(type));
        for (std::size_t i = 0; i < at; ++i) {
            if (words[i] == "IN")
                marker.take(2, TokenRole::keyword, "class: the Internet");
            else if (i > 0)
                marker.take(words[i].size(), TokenRole::value,
                            "TTL: for so many seconds the answer may be remembered");
            else
                marker.take(words[i].size(), TokenRole::domain, "the name that the record is about");
            marker.skip_white();
        }
        marker.take(type.size(), TokenRole::record_type, "the type of the record");
        marker.skip_white();
        mark_data(work, type);
    } else {
        mark_text_data(work);
    }
    marker.skip_white();
    if (marker.rest() != "\r\n") marker.take_rest(TokenRole::text, "more text");
    if (out.cards.empty()) return;
    // A TXT record is about what its text says: SPF first, then TXT.
    if (out.cards.size() > 1) std::rotate(out.cards.begin(), out.cards.begin() + 1, out.cards.end());
    out.title = out.cards.front()->title;
    for (const Card* card : out.cards) out.plain += (out.plain.empty() ? "" : " ") + card->plain;
}

}  // namespace explain
