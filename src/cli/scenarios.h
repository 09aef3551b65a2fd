// `mailstage scenario list | check`: what can be played, and what is wrong with a scenario file.
#pragma once
#include <string>
#include <vector>

#include "cli/output.h"

namespace cli {

struct ScenarioOptions {
    enum class Action : std::uint8_t { list, check } action = Action::list;
    std::vector<std::string> files;
    bool json = false;
};

Exit scenarios(const ScenarioOptions& options, Output& output);

}  // namespace cli
