#include "sim/scenario_file.h"

#include <fmt/format.h>

#include "assets/assets.h"
#include "base/expects.h"
#include "sim/scenario_reader.h"
#include "sim/spelling.h"
#include "sim/toml_guard.h"

namespace sim {
namespace {

constexpr std::string_view folder = "scenarios/", ending = ".toml", first = "first-delivery";

struct Reading {
    Scenario scenario;
    std::vector<base::Problem> problems;
};

Reading read(std::string_view text, std::string_view file_name) {
    if (text.size() > largest_scenario_file)
        return {{},
                {{{std::string(file_name), 0, 0},
                  fmt::format("the file is larger than {} octets", largest_scenario_file),
                  "make it smaller"}}};
    Mistakes mistakes(text, file_name);
    if (const auto at = find_too_deep(text)) {
        mistakes.add(mistakes.place_at(*at),
                     fmt::format("more than {} dots in one statement", most_dots_in_a_statement),
                     "close the quotes or brackets before it, or name fewer tables");
        return {{}, mistakes.in_order()};
    }
    Reading reading;
    try {
        const toml::table document = toml::parse(text);
        reading.scenario = read_scenario(document, mistakes);
    } catch (const toml::parse_error& error) {
        mistakes.add(mistakes.place_of(error.source().begin), std::string(error.description()),
                     "write it as TOML 1.0 asks: https://toml.io/en/v1.0.0");
    }
    reading.problems = mistakes.in_order();
    return reading;
}

}  // namespace

base::Result<Scenario> parse_scenario(std::string_view toml, std::string_view file_name) {
    Reading reading = read(toml, file_name);
    if (!reading.problems.empty()) return std::move(reading.problems.front());
    return std::move(reading.scenario);
}

std::vector<base::Problem> check_scenario(std::string_view toml, std::string_view file_name) {
    return read(toml, file_name).problems;
}

const std::vector<BuiltinScenario>& builtin_scenarios() {
    static const std::vector<BuiltinScenario> all = [] {
        std::vector<BuiltinScenario> found;
        for (const assets::File& file : assets::files()) {
            if (!file.path.starts_with(folder) || !file.path.ends_with(ending)) continue;
            const auto scenario = parse_scenario(file.text, file.path);
            base::expects(static_cast<bool>(scenario));  // tests read every one of them
            found.push_back({scenario->name, scenario->title, scenario->description});
        }
        std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
            return (a.name == first) != (b.name == first) ? a.name == first : a.name < b.name;
        });
        return found;
    }();
    return all;
}

base::Result<Scenario> builtin_scenario(std::string_view name) {
    for (const assets::File& file : assets::files())
        if (file.path == fmt::format("{}{}{}", folder, name, ending))
            return parse_scenario(file.text, file.path);
    std::vector<std::string> names;
    for (const BuiltinScenario& one : builtin_scenarios()) names.push_back(one.name);
    std::string list;
    for (const std::string& one : nearest_first(name, std::move(names)))
        list += (list.empty() ? "" : ", ") + one;
    return base::Problem{{}, fmt::format("there is no scenario '{}'", name), "use one of " + list};
}

}  // namespace sim
