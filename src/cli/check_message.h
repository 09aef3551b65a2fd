// `mailstage check message FILE`: a message's header fields, its tree of parts and what is odd about it, each
// with its byte range and citation.
#pragma once
#include <string>

#include "cli/output.h"

namespace cli {

struct CheckMessageOptions {
    std::string file;  // "-": standard input
    bool json = false;
};

/// Exit::done without a finding, Exit::answer_is_no with one, Exit::usage when the file cannot be read.
Exit check_message(const CheckMessageOptions& options, Output& output);

}  // namespace cli
