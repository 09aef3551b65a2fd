// Scenario files: TOML text to Scenario, and every mistake in it with line, column and how to mend it.
// The scenarios that come with the program are read by the same code. Opens no file: callers hand in the
// text. Addresses are RFC 5321 4.1.2, zones are master files (RFC 1035 5), letters RFC 5322.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sim/scenario.h"

namespace sim {

inline constexpr std::size_t largest_scenario_file = 4 << 20;  // octets; our own bound, as are the next three
inline constexpr std::size_t most_hosts = 1'000;
inline constexpr std::size_t most_links = 10'000;
inline constexpr std::size_t most_mails = 10'000;

/// The scenario, or the first thing that is wrong with it. `file_name` is only for the problem.
base::Result<Scenario> parse_scenario(std::string_view toml, std::string_view file_name);

/// Everything that is wrong with it, in the order of the text; empty: parse_scenario reads it. Text that is
/// no TOML gives one problem alone.
std::vector<base::Problem> check_scenario(std::string_view toml, std::string_view file_name);

struct BuiltinScenario {
    std::string name, title, description;
};

/// Those that come with the program: first-delivery first, then by name.
const std::vector<BuiltinScenario>& builtin_scenarios();

/// Unknown names: a problem without a place that lists the known ones, nearest first.
base::Result<Scenario> builtin_scenario(std::string_view name);

}  // namespace sim
