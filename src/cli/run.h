// The command line: `mailstage COMMAND ...` without the window. Every usage mistake ends with status 2 and
// words that say how to mend it. Knows no terminal of its own: app hands one in.
#pragma once
#include <string>
#include <vector>

#include "cli/bench.h"
#include "cli/output.h"

namespace cli {

/// `arguments`: without the program's name. `more`: what else can be measured. Returns the exit status.
int run(const std::vector<std::string>& arguments, Output output, const std::vector<Measure>& more = {});

}  // namespace cli
