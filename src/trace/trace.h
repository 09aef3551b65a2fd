// What happened: an append-only log of events with their causes, and the octets that they speak of. It
// outlives the world that made it. The window, the command line, lessons and exporters read this and nothing
// else.
#pragma once
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "trace/event.h"
#include "trace/intervention.h"
#include "trace/octets.h"
#include "trace/world.h"

namespace trace {

/// Invariants: 1. events[n].number == n; 2. instants never decrease; 3. a cause is an earlier event.
class Trace {
public:
    World world;
    std::vector<Intervention> interventions;
    Octets octets;

    /// Adds an event and gives its number. Requires: at is not before the last event, cause is earlier or
    /// no_event.
    EventNumber append(base::Instant at, HostId host, ConnectionId connection, EventNumber cause,
                       Origin origin, Fact fact);

    /// Lets go of the first `count` events. Numbers and causes shift, so that the invariants still hold; a
    /// cause that is gone is no_event. Requires: count <= size().
    void forget_oldest(std::size_t count);

    std::size_t size() const { return events_.size(); }
    bool empty() const { return events_.empty(); }
    const Event& operator[](EventNumber number) const { return events_[number]; }
    std::span<const Event> events() const { return events_; }
    std::string_view text(Range range) const { return octets.view(range); }

    /// The last event at or before `at`; no_event when there is none.
    EventNumber last_at(base::Instant at) const;
    /// Where a connection begins (its ConnectionOpening); no_event when there is none.
    EventNumber opening_of(ConnectionId connection) const;
    /// The instant of the last event; zero when there is none.
    base::Instant end() const { return events_.empty() ? base::Instant{} : events_.back().at; }
    /// The nearest event along the chain of causes (itself first) that is a fact of kind F; no_event when
    /// none is.
    template <class F>
    EventNumber cause_of_kind(EventNumber number) const {
        while (number != no_event && !std::holds_alternative<F>(events_[number].fact))
            number = events_[number].cause;
        return number;
    }

private:
    std::vector<Event> events_;
    std::unordered_map<ConnectionId, EventNumber> openings_;  // looked up only, never walked
};

}  // namespace trace
