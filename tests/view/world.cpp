#include "world.h"

#include "base/expects.h"
#include "dns/master_file.h"
#include "sim/scenario_file.h"
#include "sim/simulation.h"

namespace {

sim::ScenarioHost host(const char* name, const char* label, trace::Role role, const char* domain,
                       const char* address) {
    sim::ScenarioHost made;
    made.name = name;
    made.label = label;
    made.role = role;
    made.settings.name = domain;
    made.settings.addresses = {*base::parse_ip_address(address)};
    return made;
}

dns::Zone zone(const char* text, const char* origin) {
    return *dns::parse_master_file(text, "zone", *dns::parse_name(origin));
}

trace::Trace trace_of(const sim::Scenario& scenario,
                      const std::vector<trace::Intervention>& interventions = {}) {
    auto trace = sim::simulate(scenario, interventions);
    base::expects(static_cast<bool>(trace));
    return std::move(*trace);
}

}  // namespace

sim::Scenario harbour(Weather weather) {
    sim::Scenario world;
    world.name = "harbour";
    world.title = "Two letters from the harbour";
    world.seed = 7;
    world.hosts = {host("pier", "Mia's tablet", trace::Role::client, "tablet.harbour.test", "10.1.0.9"),
                   host("quay", "Quay", trace::Role::relay, "quay.harbour.test", "10.1.0.25"),
                   host("isle", "Isle", trace::Role::destination, "post.isle.test", "10.2.0.25"),
                   host("chart", "Chart room", trace::Role::dns, "chart.test", "10.3.0.53")};
    world.hosts[0].settings.submits_to = mta::SubmissionServer{"quay.harbour.test", 587};
    mta::HostSettings& quay = world.hosts[1].settings;
    quay.ports = {25, 587};
    quay.local_domains = {"harbour.test"};
    quay.mailboxes = {{"mia", "harbour.test"}, {"postmaster", "harbour.test"}};
    quay.own_networks = {*base::parse_ip_network("10.1.0.0/24")};
    mta::HostSettings& isle = world.hosts[2].settings;
    if (weather != Weather::closed) isle.ports = {25};
    isle.local_domains = {"isle.test"};
    isle.mailboxes = {{"otto", "isle.test"}, {"postmaster", "isle.test"}};
    if (weather == Weather::full_at_first) {
        isle.mailboxes.push_back({"nils", "isle.test"});
        isle.recipient_limit = 0;
    }
    if (weather == Weather::late_check) isle.recipient_check = mta::RecipientCheck::after_acceptance;
    world.hosts[3].zones = {
        zone("@ SOA chart.test. p.harbour.test. 1 60 60 60 60\n@ MX 10 quay\nquay A 10.1.0.25\n",
             "harbour.test"),
        zone("@ SOA chart.test. p.isle.test. 1 60 60 60 60\n@ MX 5 post\npost A 10.2.0.25\n", "isle.test")};
    if (weather == Weather::nowhere)
        world.hosts[3].zones[1] =
            zone("@ SOA chart.test. p.isle.test. 1 60 60 60 60\n@ MX 5 post\npost A 10.9.9.9\n", "isle.test");
    if (weather == Weather::lossy) world.usual_link.loss_per_million = 120'000;
    if (weather == Weather::stormy) {
        sim::ScenarioLink cut{"quay", "isle", world.usual_link};
        cut.settings.loss_per_million = 1'000'000;
        world.links = {cut};
    }
    world.mails = {{base::Instant{},
                    "pier",
                    "mia@harbour.test",
                    {"otto@isle.test", "nils@isle.test"},
                    "From: mia@harbour.test\r\nTo: otto@isle.test\r\nDate: Thu, 1 Jan 1970 00:00:00 +0000\r\n"
                    "Subject: The tide\r\n\r\nHigh water at six.\r\n.\r\n..\r\nMia\r\n",
                    {},
                    {}}};
    return world;
}

trace::Trace run_of(Weather weather) {
    if (weather != Weather::full_at_first) return trace_of(harbour(weather));
    const trace::ChangeSetting room{"isle", "recipient-limit", "100"};
    return trace_of(harbour(weather), {{base::Instant{} + base::minutes(5), room, {}}});
}

trace::Trace first_delivery() {
    auto scenario = sim::builtin_scenario("first-delivery");
    base::expects(static_cast<bool>(scenario));
    return trace_of(*scenario);
}
