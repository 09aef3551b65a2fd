// `mailstage play`: runs a scenario, or a message file through it, and prints what happened.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/output.h"
#include "sim/scenario.h"
#include "trace/intervention.h"

namespace cli {

enum class PlayFormat : std::uint8_t { text, jsonl };

struct PlayOptions {
    std::string scenario = "first-delivery";  // a builtin's name, a file, or a saved run (.jsonl)
    std::vector<std::string> settings;        // "[HOST.]NAME=VALUE"
    std::vector<std::string> faults;          // as sim/fault_text.h says
    std::optional<std::uint64_t> seed;
    std::string until;          // a time; empty: to the end
    std::string message, from;  // a file, its envelope
    bool from_given = false;    // an empty --from is the null reverse-path
    std::vector<std::string> to;
    std::string mailbox;  // print this mailbox instead of the run
    PlayFormat format = PlayFormat::text;
    std::string file;      // -o; empty: stdout
    bool verbose = false;  // every packet
};

Exit play(const PlayOptions& options, Output& output);

/// A builtin scenario by name, or a scenario file.
base::Result<sim::Scenario> load_scenario(const std::string& name);

/// "[HOST.]NAME=VALUE" as an intervention at the start; HOST is the first destination unless given.
base::Result<trace::Intervention> parse_setting(const std::string& text, const sim::Scenario& scenario);

}  // namespace cli
