// Where a command's words go: machine formats and answers to out, problems and progress to err.
#pragma once
#include <ostream>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/text.h"
#include "cli/terminal.h"
#include "mail/charset.h"

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

/// Octets as code points, one an octet: JSON has no octets.
inline std::string octets_in_json(std::string_view octets) {
    return mail::to_utf8(octets, "iso-8859-1");
}

}  // namespace cli
