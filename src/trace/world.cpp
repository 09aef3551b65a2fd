#include "trace/world.h"

#include <algorithm>

#include "base/text.h"

namespace trace {
namespace {

template <class Predicate>
HostId first_host(const std::vector<WorldHost>& hosts, Predicate is_it) {
    const auto found = std::find_if(hosts.begin(), hosts.end(), is_it);
    return found == hosts.end() ? no_host : static_cast<HostId>(found - hosts.begin());
}

}  // namespace

HostId World::find(std::string_view name) const {
    return first_host(hosts, [&](const WorldHost& host) {
        return base::equal_ignoring_case(host.name, name) || base::equal_ignoring_case(host.domain, name);
    });
}

HostId World::find(const base::IpAddress& address) const {
    return first_host(hosts, [&](const WorldHost& host) {
        return std::find(host.addresses.begin(), host.addresses.end(), address) != host.addresses.end();
    });
}

}  // namespace trace
