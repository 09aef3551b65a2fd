// Where a command's words go: machine formats and answers to out, problems and progress to err.
#pragma once
#include <ostream>

#include "base/result.h"
#include "base/text.h"
#include "cli/terminal.h"

namespace cli {

/// Exit statuses that scripts rely on.
enum class Exit : int { done = 0, answer_is_no = 1, usage = 2, network = 3 };

struct Output {
    std::ostream& out;
    std::ostream& err;
    Terminal terminal;
};

/// Says a problem as `file:line:column: what; how to mend it` and gives the status for it.
inline Exit complain(Output& output, const base::Problem& problem) {
    output.err << "mailstage: " << base::visible(base::to_text(problem)) << "\n";
    return Exit::usage;
}

}  // namespace cli
