#include "sim/scenario.h"

namespace sim {

trace::World world_of(const Scenario& scenario) {
    trace::World world;
    world.scenario = scenario.name;
    world.title = scenario.title;
    world.start = scenario.start;
    world.seed = scenario.seed;
    for (const ScenarioHost& host : scenario.hosts) {
        trace::WorldHost known{host.name, host.label, host.settings.name, host.role, host.settings.addresses,
                               {}};
        for (const mail::Address& mailbox : host.settings.mailboxes)
            known.mailboxes.push_back(mail::to_text(mailbox));
        world.hosts.push_back(std::move(known));
    }
    for (const ScenarioLink& link : scenario.links)
        world.links.push_back({world.find(link.a), world.find(link.b), link.settings.latency,
                               link.settings.bits_per_second, link.settings.loss_per_million});
    return world;
}

}  // namespace sim
