// The world as written: hosts, links, zones and the mails that people will send. Read from TOML
// (scenario_file.h); plain values here. A run is a scenario and a list of interventions.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.h"
#include "dns/zone.h"
#include "mta/settings.h"
#include "sim/link.h"
#include "trace/intervention.h"
#include "trace/world.h"

namespace sim {

struct ScenarioHost {
    std::string name;   // its word: "client"
    std::string label;  // for people: "Ann's laptop"
    trace::Role role = trace::Role::client;
    mta::HostSettings settings;
    std::vector<dns::Zone> zones;  // what it answers for, when it is a name server
    std::string asks;  // the word of the host that it asks for names; empty: the first name server
};

struct ScenarioLink {
    std::string a, b;
    LinkSettings settings;
};

/// A letter that a person in the scenario sends.
struct ScenarioMail {
    base::Instant at;
    std::string host;  // whose
    std::string reverse_path;
    std::vector<std::string> recipients;  // in 1982 with the way there: "@a,@b:user@c" (RFC 821 3.6)
    std::string letter;                   // RFC 5322 octets
    smtp::SenderOptions options;
    std::vector<smtp::RecipientOptions> recipient_options;  // of each recipient; fewer: the rest has none
};

struct Scenario {
    std::string name, title, description;
    std::int64_t start = 0;  // seconds since 1970 at Instant 0
    std::uint64_t seed = 0;
    LinkSettings usual_link{base::milliseconds(20), 100'000'000,
                            0};  // between hosts without a link of their own
    std::vector<ScenarioHost> hosts;
    std::vector<ScenarioLink> links;
    std::vector<ScenarioMail> mails;
    std::vector<trace::Intervention> faults;  // what goes wrong in this story
};

/// What the trace needs to know of it.
trace::World world_of(const Scenario& scenario);

}  // namespace sim
