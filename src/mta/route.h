// Where mail for a domain goes next, as a pure function of what the DNS has answered so far: called again as
// answers come in. Knows no connection and no retry. RFC 5321 5.1, RFC 7505 (null MX).
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "base/ip_address.h"
#include "base/random.h"
#include "dns/known.h"
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

/// By the domain's MX, or its address records when it has none. Equal preferences are shuffled by `random`
/// and `draw`.
RouteSearch route_by_mx(const std::string& domain, const dns::Known& known, const base::Random& random,
                        std::uint64_t draw);

/// Without what leads back here: when an exchange is one of `ours`, it and all that are preferred no more
/// than it are left out; when none remains, the mail would go in a circle and fails (RFC 5321 5.1).
RouteSearch without_ourselves(RouteSearch found, const std::vector<base::IpAddress>& ours,
                              const std::string& domain);

/// To one named host (a mail program's submission server).
RouteSearch route_to_host(const std::string& host, const dns::Known& known);

}  // namespace mta
