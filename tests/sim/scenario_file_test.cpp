#include "sim/scenario_file.h"

#include <catch2/catch.hpp>

#include "sim/simulation.h"

TEST_CASE("every scenario that comes with the program reads without a mistake", "[scenario]") {
    for (const auto& one : sim::builtin_scenarios()) {
        const auto scenario = sim::builtin_scenario(one.name);
        INFO(one.name);
        REQUIRE(scenario);
        CHECK(scenario->name == one.name);
    }
}
