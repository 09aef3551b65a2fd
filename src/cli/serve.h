// `mailstage serve`: a scenario's hosts behind real ports, for real clients. Mail goes to the scenario's own
// mailboxes and nowhere else.
#pragma once
#include <string>
#include <vector>

#include "cli/output.h"

namespace cli {

struct ServeOptions {
    std::string scenario = "first-delivery";  // a builtin's name or a file
    std::string manner;                       // of the hosts behind the doors; empty: as the scenario says
    std::vector<std::string> settings;        // "[HOST.]NAME=VALUE"
    std::string port = "2525", submission = "2587", smtps = "2465";  // 0: any free one; off: none
    std::string bind = "127.0.0.1";
    std::string authority_file;  // --ca-out
};

/// Works until SIGTERM or SIGINT. A mistake in the options: usage; a port that cannot be had: network.
Exit serve(const ServeOptions& options, Output& output);

}  // namespace cli
