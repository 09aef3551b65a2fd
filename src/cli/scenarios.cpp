#include "cli/scenarios.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "assets/assets.h"
#include "cli/files.h"
#include "sim/scenario_file.h"

namespace cli {
namespace {

using nlohmann::ordered_json;

Exit list(const ScenarioOptions& options, Output& output) {
    ordered_json rows = ordered_json::array();
    for (const sim::BuiltinScenario& one : sim::builtin_scenarios()) {
        if (options.json) {
            rows.push_back({{"name", one.name}, {"title", one.title}, {"description", one.description}});
            continue;
        }
        constexpr int indent = 4;
        output.out << painted(output.terminal, Tone::strong, one.name) << ": " << one.title << "\n    "
                   << wrapped(one.description, indent, output.terminal.columns) << "\n";
    }
    if (options.json) output.out << rows.dump() << "\n";
    return Exit::done;
}

struct Checked {
    std::string name;
    std::vector<base::Problem> problems;
};

std::vector<Checked> check_all(const std::vector<std::string>& files) {
    std::vector<Checked> all;
    for (const std::string& name : files) {
        auto text = read_file(name);
        all.push_back({name, text ? sim::check_scenario(*text, name) : std::vector{text.problem()}});
    }
    if (!files.empty()) return all;
    for (const assets::File& file : assets::files())
        if (file.path.starts_with("scenarios/"))
            all.push_back({std::string(file.path), sim::check_scenario(file.text, file.path)});
    return all;
}

Exit check(const ScenarioOptions& options, Output& output) {
    Exit exit = Exit::done;
    ordered_json rows = ordered_json::array();
    for (const Checked& one : check_all(options.files)) {
        if (!one.problems.empty()) exit = Exit::usage;
        ordered_json problems = ordered_json::array();
        for (const base::Problem& problem : one.problems) {
            if (options.json)
                problems.push_back({{"line", problem.place.line},
                                    {"column", problem.place.column},
                                    {"what", problem.what},
                                    {"mend", problem.mend}});
            else
                complain(output, problem);
        }
        if (options.json)
            rows.push_back({{"file", one.name}, {"problems", problems}});
        else if (one.problems.empty())
            output.out << one.name << ": no mistakes\n";
    }
    if (options.json) output.out << rows.dump(-1, ' ', true, ordered_json::error_handler_t::replace) << "\n";
    return exit;
}

}  // namespace

Exit scenarios(const ScenarioOptions& options, Output& output) {
    return options.action == ScenarioOptions::Action::list ? list(options, output) : check(options, output);
}

}  // namespace cli
