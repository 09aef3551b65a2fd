#include "sim/simulation.h"

#include "sim/intervention_check.h"
#include "sim/virtual_world.h"

namespace sim {

base::Result<trace::Trace> simulate(const Scenario& scenario,
                                    const std::vector<trace::Intervention>& interventions,
                                    base::Instant until) {
    const trace::World world = world_of(scenario);
    for (const ScenarioMail& mail : scenario.mails)
        if (auto problem = check_mail(world, mail.host, mail.reverse_path, mail.recipients))
            return std::move(*problem);
    std::vector<trace::Intervention> all = scenario.faults;
    all.insert(all.end(), interventions.begin(), interventions.end());
    if (all.size() > most_interventions)
        return base::Problem{{}, "there are more interventions than a run can hold", "leave some out"};
    for (const trace::Intervention& intervention : all)
        if (auto problem = check_intervention(scenario, world, intervention)) return std::move(*problem);
    return VirtualWorld(scenario, std::move(all)).run(until);
}

}  // namespace sim
