// A fact with its number, instant, place and cause. Small, so that a million of them fit where they must.
#pragma once
#include "trace/fact.h"

namespace trace {

/// observed: seen on a real socket; simulated: happened in a virtual world; inferred: not seen, but must have
/// been.
enum class Origin : std::uint8_t { simulated, observed, inferred };

struct Event {
    base::Instant at;
    EventNumber number = 0;
    EventNumber cause = no_event;  // always an earlier event
    ConnectionId connection = 0;
    HostId host = no_host;
    Origin origin = Origin::simulated;
    Fact fact;
};
static_assert(sizeof(Event) <= 96);

}  // namespace trace
