// Resource records: a type, and the data of those types that mail asks for (RFC 1035 3.3, RFC 3596, RFC
// 6698); every other type is carried as octets (RFC 3597). Class IN only. Knows no file, no message and no
// zone.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ip_address.h"
#include "dns/name.h"

namespace dns {

/// Any 16-bit number is a type; these have names.
enum class RecordType : std::uint16_t {
    a = 1,
    ns = 2,
    cname = 5,
    soa = 6,
    ptr = 12,
    mx = 15,
    txt = 16,
    aaaa = 28,
    opt = 41,  // RFC 6891: part of a message, never of a zone
    tlsa = 52,
    spf = 99,   // RFC 7208 3.1: no longer used
    any = 255,  // only in questions
};

/// "MX"; "TYPE65280" for those without a name (RFC 3597 5).
std::string to_text(RecordType type);
/// Reads what to_text writes, without case.
std::optional<RecordType> parse_record_type(std::string_view text);

struct A {
    base::IpAddress address;  // IPv4
    friend auto operator<=>(const A&, const A&) = default;
};
struct Aaaa {
    base::IpAddress address;  // IPv6
    friend auto operator<=>(const Aaaa&, const Aaaa&) = default;
};
struct Ns {
    Name host;
    friend auto operator<=>(const Ns&, const Ns&) = default;
};
struct Cname {
    Name target;
    friend auto operator<=>(const Cname&, const Cname&) = default;
};
struct Soa {
    Name primary;
    Name mailbox;  // the first dot stands for '@'
    std::uint32_t serial = 0;
    std::uint32_t refresh = 0, retry = 0, expire = 0, minimum = 0;  // seconds
    friend auto operator<=>(const Soa&, const Soa&) = default;
};
struct Ptr {
    Name target;
    friend auto operator<=>(const Ptr&, const Ptr&) = default;
};
struct Mx {
    std::uint16_t preference = 0;
    Name exchange;  // the root: takes no mail (RFC 7505)
    friend auto operator<=>(const Mx&, const Mx&) = default;
};
inline constexpr std::size_t max_string_octets = 255;  // RFC 1035 3.3: one length octet

struct Txt {
    std::vector<std::string> strings;  // each at most max_string_octets
    /// The strings one after another, nothing between them (RFC 7208 3.3, RFC 6376 3.6.2.2).
    std::string joined() const;
    friend auto operator<=>(const Txt&, const Txt&) = default;
};
struct Tlsa {
    std::uint8_t usage = 0, selector = 0, matching = 0;
    std::string association;  // octets
    friend auto operator<=>(const Tlsa&, const Tlsa&) = default;
};
struct Opaque {
    std::string octets;  // of a type that has no struct here
    friend auto operator<=>(const Opaque&, const Opaque&) = default;
};

using Rdata = std::variant<A, Aaaa, Ns, Cname, Soa, Ptr, Mx, Txt, Tlsa, Opaque>;

inline constexpr std::uint32_t max_ttl = 0x7FFF'FFFF;  // RFC 2181 8
inline constexpr std::uint32_t default_ttl = 3600;     // where nobody says one: ours, an hour

// 1. type is the one that rdata's kind has; Txt also serves spf, Opaque every type without a struct.
struct Record {
    Name name;
    RecordType type = RecordType::a;
    std::uint32_t ttl = default_ttl;  // seconds
    Rdata rdata;

    friend bool operator==(const Record&, const Record&) = default;
};

/// A record whose type is that of `rdata`. Requires: not an Opaque, whose type nobody could tell.
Record make_record(Name name, std::uint32_t ttl, Rdata rdata);

/// A or AAAA, by the address's family.
Record address_record(Name name, std::uint32_t ttl, const base::IpAddress& address);

/// The data alone, as a master file has it: "10 mx.dest.example."
std::string to_text(const Rdata& rdata);

/// One line of a master file: "dest.example. 3600 IN MX 10 mx.dest.example."
std::string to_text(const Record& record);

/// A character-string in quotes, with \DDD, \" and \\ (RFC 1035 5.1).
std::string quoted(std::string_view octets);

}  // namespace dns
