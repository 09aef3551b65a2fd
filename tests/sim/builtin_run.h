// A scenario that comes with the program, played to its end.
#pragma once
#include <catch2/catch.hpp>

#include <string>

#include "sim/scenario_file.h"
#include "sim/simulation.h"

namespace sim_test {

inline trace::Trace run(const std::string& name) {
    const auto scenario = sim::builtin_scenario(name);
    REQUIRE(scenario);
    auto trace = sim::simulate(*scenario);
    REQUIRE(trace);
    return std::move(*trace);
}

}  // namespace sim_test
