// The world as the trace knows it: who takes part, where, joined by what. Enough to draw a stage and to name
// hosts; the rest of a scenario (zones, policies) stays with the scenario.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/instant.h"
#include "base/ip_address.h"
#include "trace/fact.h"

namespace trace {

/// What a host is in the story; each has one hue everywhere.
enum class Role : std::uint8_t { client, relay, destination, dns, attacker };
inline constexpr std::array<std::string_view, 5> role_names{"client", "relay", "destination", "dns",
                                                            "attacker"};

struct WorldHost {
    std::string name;    // its word in the scenario: "client"
    std::string label;   // for people: "Ann's laptop"
    std::string domain;  // "laptop.src.example"
    Role role = Role::client;
    std::vector<base::IpAddress> addresses;
    std::vector<std::string> mailboxes;  // addresses that it keeps mail for
};

struct WorldLink {
    HostId a = no_host, b = no_host;
    base::Duration latency;
    std::uint64_t bits_per_second = 0;  // 0: not limited
    std::uint32_t loss_per_million = 0;
};

struct World {
    std::string scenario;    // its word: "first-delivery"
    std::string title;       // for people
    std::int64_t start = 0;  // seconds since 1970 at Instant 0
    std::uint64_t seed = 0;
    std::vector<WorldHost> hosts;
    std::vector<WorldLink> links;
    /// The version of OpenSSL that sealed what the trace holds; empty: there is no TLS in it.
    std::string openssl = {};

    /// By its word in the scenario or its domain name, without case; no_host when there is none.
    HostId find(std::string_view name) const;
    /// By address; no_host when there is none.
    HostId find(const base::IpAddress& address) const;
};

}  // namespace trace
