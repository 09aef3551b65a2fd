// A learner's change to a world, at an instant. A run is a scenario and a list of these; rewinding, undoing
// and sharing are all the same operation: simulate again.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/instant.h"

namespace trace {

/// A person at `host` writes this letter and presses Send.
struct SendMail {
    std::string host;          // its word in the scenario
    std::string reverse_path;  // without <>
    std::vector<std::string> recipients;
    std::string letter;  // RFC 5322 octets
    friend bool operator==(const SendMail&, const SendMail&) = default;
};

/// A host's setting takes another value (`--set HOST.NAME=VALUE`); the names are those of mta/settings.h.
struct ChangeSetting {
    std::string host, name, value;
    friend bool operator==(const ChangeSetting&, const ChangeSetting&) = default;
};

/// The line between two hosts takes other values from here on; what is already on it stays. An absent value
/// stays.
struct ChangeLine {
    std::string a, b;
    std::optional<base::Duration> latency;
    std::optional<std::uint64_t> bits_per_second;   // 0: not limited
    std::optional<std::uint32_t> loss_per_million;  // 1,000,000: cut
    friend bool operator==(const ChangeLine&, const ChangeLine&) = default;
};
/// The line is as the scenario wrote it again.
struct MendLine {
    std::string a, b;
    friend bool operator==(const MendLine&, const MendLine&) = default;
};
/// The host stops at once, without a word to anyone; what it has on disk stays.
struct Crash {
    std::string host;
    friend bool operator==(const Crash&, const Crash&) = default;
};
struct Restart {
    std::string host;
    friend bool operator==(const Restart&, const Restart&) = default;
};
/// From here on the name server answers questions about `name` (and all below it; "." for all) in this way.
struct BreakName {
    std::string host;  // the name server
    std::string name;
    enum class How : std::uint8_t {
        times_out,
        fails,
        answers
    } how = How::times_out;  // answers: as its zones say
    friend bool operator==(const BreakName&, const BreakName&) = default;
};

using Change = std::variant<SendMail, ChangeSetting, ChangeLine, MendLine, Crash, Restart, BreakName>;

/// Waits for the n-th event of this kind on a host (a word of fact_names, and of verb_names if it has a
/// verb), no earlier than the intervention's `at`, and strikes right after it, or `delay` later.
struct Trigger {
    std::string host;
    std::string fact;       // "accepted", "command-received"
    std::string verb;       // "DATA"; empty: any
    std::uint32_t nth = 1;  // from 1
    base::Duration delay = {};
    friend bool operator==(const Trigger&, const Trigger&) = default;
};

struct Intervention {
    base::Instant at;
    Change what;
    std::optional<Trigger> when = {};  // none: at `at` itself
    friend bool operator==(const Intervention&, const Intervention&) = default;
};

}  // namespace trace
