// Where mail for a domain goes next, as a pure function of what the DNS has answered so far: called again as
// answers come in. Or, in 1982, of the host table. Knows no connection and no retry. RFC 5321 5.1, RFC 7505
// (null MX), RFC 6724 (IPv6 first).
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "base/ip_address.h"
#include "base/random.h"
#include "dns/known.h"
#include "mta/settings.h"
#include "smtp/reason.h"
#include "trace/fact.h"

namespace mta {

struct Hop {  // one address to try
    std::string host;
    base::IpAddress address;
    std::uint16_t preference = 0;
};
struct FoundRoute {
    trace::Route kind = trace::Route::mx;
    std::vector<Hop> hops;  // in the order to try; never empty
};
struct NoRoute {
    smtp::Reason reason = smtp::Reason::domain_unknown;
    std::string about;
    enum class Lasting : std::uint8_t { for_now, for_good } lasting = Lasting::for_good;
};
using RouteSearch = std::variant<FoundRoute, NoRoute, std::vector<dns::Question>>;

inline constexpr std::size_t most_exchanges = 16;  // MX records looked at; RFC 5321 5.1 wants at least two
inline constexpr std::size_t most_hops = 32;       // addresses of one route; our own bound
inline constexpr int most_aliases = 8;             // CNAMEs followed for one name; our own bound

/// Which addresses a host can reach: of the families that it has itself. Without any, IPv4.
enum class Families : std::uint8_t { v4, v6, both };
Families families_of(const std::vector<base::IpAddress>& own);

/// By the domain's MX, or its address records when it has none; an address literal names its host itself.
/// CNAMEs are followed, of exchanges too, though RFC 2181 10.3 forbids those. Equal preferences are shuffled
/// by `random` and `draw`.
RouteSearch route_by_mx(const std::string& domain, const dns::Known& known, Families families,
                        const base::Random& random, std::uint64_t draw);

/// Without what leads back here: when an exchange is one of `ours`, it and all that are preferred no more
/// than it are left out; when none remains, the mail would go in a circle and fails (RFC 5321 5.1).
RouteSearch without_ourselves(RouteSearch found, const std::vector<base::IpAddress>& ours,
                              const std::string& domain);

/// To one named host, or to an address literal: a mail program's submission server, a smarthost.
RouteSearch route_to_host(const std::string& host, const dns::Known& known, Families families,
                          trace::Route kind);

/// 1982: by the host table alone (RFC 810); an address in brackets names its host itself (RFC 821 4.1.2).
RouteSearch route_by_table(const std::string& host, const std::vector<HostTableEntry>& table,
                           trace::Route kind);

}  // namespace mta
