// An IPv4 or IPv6 address, and a network of them. Octets only; knows no socket.
// Text forms: RFC 4291 2.2 and RFC 5952.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

struct IpAddress {
    enum class Family : std::uint8_t { v4, v6 };
    Family family = Family::v4;
    std::array<std::uint8_t, 16> octets{};  // IPv4: the first four

    friend constexpr auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

/// "192.0.2.1" or "2001:db8::1"; nothing when it is neither (no leading zeros, no zone, no prefix length).
std::optional<IpAddress> parse_ip_address(std::string_view text);

/// Dotted decimal, or the RFC 5952 form.
std::string to_text(const IpAddress& address);

struct IpNetwork {
    IpAddress address;
    std::uint8_t prefix = 0;  // bits that count: at most 32 or 128

    bool contains(const IpAddress& other) const;
    friend constexpr bool operator==(const IpNetwork&, const IpNetwork&) = default;
};

/// "192.0.2.0/24", or an address alone (then all its bits count).
std::optional<IpNetwork> parse_ip_network(std::string_view text);
std::string to_text(const IpNetwork& network);

}  // namespace base
