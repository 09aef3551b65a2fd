// What the author of an intervention may have got wrong: a host, line, setting or happening that the world
// does not have. Knows the scenario; changes nothing.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "sim/scenario.h"
#include "trace/intervention.h"

namespace sim {

/// Nothing when the world can do it; the problem names no place.
std::optional<base::Problem> check_intervention(const Scenario& scenario, const trace::World& world,
                                                const trace::Intervention& intervention);

std::optional<base::Problem> check_mail(const trace::World& world, const std::string& host,
                                        const std::string& reverse_path,
                                        const std::vector<std::string>& recipients);

}  // namespace sim
