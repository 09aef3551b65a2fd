#include "base/ip_address.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace base {
namespace {

constexpr std::size_t groups_v6 = 8;
using Groups = std::array<std::uint16_t, groups_v6>;

std::optional<unsigned> parse_below(std::string_view digits, unsigned limit, std::size_t longest) {
    if (digits.empty() || digits.size() > longest || (digits.size() > 1 && digits[0] == '0')) return {};
    unsigned value = 0;
    for (const char c : digits) {
        if (!is_digit(c)) return {};
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value < limit ? std::optional(value) : std::nullopt;
}

std::optional<std::array<std::uint8_t, 4>> parse_dotted(std::string_view text) {
    std::array<std::uint8_t, 4> octets{};
    if (text.size() > 15) return {};
    const auto parts = split(text, '.');
    if (parts.size() != octets.size()) return {};
    for (std::size_t i = 0; i < octets.size(); ++i) {
        const auto octet = parse_below(parts[i], 256, 3);
        if (!octet) return {};
        octets[i] = static_cast<std::uint8_t>(*octet);
    }
    return octets;
}

std::optional<std::uint16_t> parse_group(std::string_view digits) {
    if (digits.empty() || digits.size() > 4) return {};
    unsigned value = 0;
    for (const char c : digits) {
        const char l = lower(c);
        if (!is_digit(l) && (l < 'a' || l > 'f')) return {};
        value = value * 16 + static_cast<unsigned>(is_digit(l) ? l - '0' : l - 'a' + 10);
    }
    return static_cast<std::uint16_t>(value);
}

enum class Tail : std::uint8_t { hexadecimal, dotted_too };

/// Groups between colons; the last may be dotted decimal and then counts for two. "" is no group.
std::optional<std::vector<std::uint16_t>> parse_groups(std::string_view text, Tail tail) {
    std::vector<std::uint16_t> groups;
    if (text.empty()) return groups;
    const auto parts = split(text, ':');
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool last = i + 1 == parts.size();
        if (last && tail == Tail::dotted_too && parts[i].find('.') != std::string_view::npos) {
            const auto octets = parse_dotted(parts[i]);
            if (!octets) return {};
            groups.push_back(static_cast<std::uint16_t>((*octets)[0] << 8 | (*octets)[1]));
            groups.push_back(static_cast<std::uint16_t>((*octets)[2] << 8 | (*octets)[3]));
            continue;
        }
        const auto group = parse_group(parts[i]);
        if (!group) return {};
        groups.push_back(*group);
    }
    return groups;
}

std::optional<IpAddress> parse_v6(std::string_view text) {
    constexpr std::size_t longest = 45;  // eight groups, the last two dotted
    if (text.size() > longest) return {};
    const auto gap = text.find("::");
    const bool gapped = gap != std::string_view::npos;
    const auto head = parse_groups(text.substr(0, gap), gapped ? Tail::hexadecimal : Tail::dotted_too);
    const auto rest = parse_groups(gapped ? text.substr(gap + 2) : std::string_view{}, Tail::dotted_too);
    if (!head || !rest) return {};
    const auto written = head->size() + rest->size();
    // RFC 4291 2.2: "::" stands for one group or more.
    if (gapped ? written >= groups_v6 : written != groups_v6) return {};
    Groups groups{};
    std::copy(head->begin(), head->end(), groups.begin());
    std::copy_backward(rest->begin(), rest->end(), groups.end());
    IpAddress address{IpAddress::Family::v6, {}};
    for (std::size_t i = 0; i < groups_v6; ++i) {
        address.octets[2 * i] = static_cast<std::uint8_t>(groups[i] >> 8);
        address.octets[2 * i + 1] = static_cast<std::uint8_t>(groups[i] & 0xFF);
    }
    return address;
}

struct Run {
    std::size_t start = 0, length = 0;
};

/// RFC 5952 4.2.2 and 4.2.3: the longest run of zero groups, the first of equals, never a single one.
Run run_of_zeros(const Groups& groups) {
    Run best, current;
    for (std::size_t i = 0; i < groups_v6; ++i) {
        if (groups[i] != 0) {
            current = {};
            continue;
        }
        if (current.length == 0) current.start = i;
        if (++current.length > best.length) best = current;
    }
    return best.length >= 2 ? best : Run{groups_v6, 0};
}

std::string v6_to_text(const std::array<std::uint8_t, 16>& octets) {
    Groups groups{};
    for (std::size_t i = 0; i < groups_v6; ++i)
        groups[i] = static_cast<std::uint16_t>(octets[2 * i] << 8 | octets[2 * i + 1]);
    const Groups mapped{0, 0, 0, 0, 0, 0xFFFF};
    if (std::equal(groups.begin(), groups.begin() + 6, mapped.begin()))  // RFC 5952 5
        return fmt::format("::ffff:{}.{}.{}.{}", octets[12], octets[13], octets[14], octets[15]);
    const Run zeros = run_of_zeros(groups);
    std::string text;
    for (std::size_t i = 0; i < groups_v6; ++i) {
        if (i == zeros.start) {
            text += "::";
            i += zeros.length - 1;
            continue;
        }
        if (!text.empty() && text.back() != ':') text += ':';
        text += fmt::format("{:x}", groups[i]);
    }
    return text;
}

unsigned bits(IpAddress::Family family) {
    return family == IpAddress::Family::v4 ? 32 : 128;
}

}  // namespace

std::optional<IpAddress> parse_ip_address(std::string_view text) {
    if (text.find(':') != std::string_view::npos) return parse_v6(text);
    const auto octets = parse_dotted(text);
    if (!octets) return {};
    IpAddress address;
    std::copy(octets->begin(), octets->end(), address.octets.begin());
    return address;
}

std::string to_text(const IpAddress& address) {
    const auto& o = address.octets;
    if (address.family == IpAddress::Family::v4) return fmt::format("{}.{}.{}.{}", o[0], o[1], o[2], o[3]);
    return v6_to_text(o);
}

bool IpNetwork::contains(const IpAddress& other) const {
    if (other.family != address.family) return false;
    const unsigned counting = std::min<unsigned>(prefix, bits(address.family));
    const auto whole = counting / 8;
    if (!std::equal(other.octets.begin(), other.octets.begin() + whole, address.octets.begin())) return false;
    if (counting % 8 == 0) return true;
    const unsigned differing = other.octets[whole] ^ address.octets[whole];
    return differing >> (8 - counting % 8) == 0;
}

std::optional<IpNetwork> parse_ip_network(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = parse_ip_address(text.substr(0, slash));
    if (!address) return {};
    const unsigned all = bits(address->family);
    if (slash == std::string_view::npos) return IpNetwork{*address, static_cast<std::uint8_t>(all)};
    const auto prefix = parse_below(text.substr(slash + 1), all + 1, 3);
    if (!prefix) return {};
    return IpNetwork{*address, static_cast<std::uint8_t>(*prefix)};
}

std::string to_text(const IpNetwork& network) {
    return fmt::format("{}/{}", to_text(network.address), network.prefix);
}

}  // namespace base
