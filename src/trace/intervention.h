// A learner's change to a world, at an instant. A run is a scenario and a list of these; rewinding, undoing
// and sharing are all the same operation: simulate again.
#pragma once
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

struct Intervention {
    base::Instant at;
    std::variant<SendMail, ChangeSetting> what;
    friend bool operator==(const Intervention&, const Intervention&) = default;
};

}  // namespace trace
