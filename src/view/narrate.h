// What an event means here, in this run, in a sentence or two that name its deciding fact. For the terminal,
// the caption and the inspector alike. RFC citations come from the event or its card.
#pragma once
#include <optional>
#include <string>

#include "base/citation.h"
#include "smtp/stage.h"
#include "trace/trace.h"

namespace view {

struct Narration {
    std::string from, to;  // labels of the hosts; to is empty when it happens at one host
    std::string line;      // what is on the wire, without CRLF; empty when nothing is
    std::string meaning;   // never empty
    std::string citation;  // "RFC 5321 4.1.1.2" or ""
    std::optional<smtp::Stage> stage;
    std::uint16_t code = 0;
};

Narration narrate(const trace::Trace& trace, trace::EventNumber event);

/// A host's label for people; "nobody" for no_host.
std::string label_of(const trace::Trace& trace, trace::HostId host);

}  // namespace view
