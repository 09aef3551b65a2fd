// What of a trace must be known before any of it can be shown: rows of the ladder, connections, hops, pace. Made once for a
// trace; project() reads it.
#pragma once
#include <cstdint>
#include <vector>

#include "trace/trace.h"
#include "view/look.h"
#include "view/pace.h"
#include "view/scene.h"

namespace view {

struct Row {  // a ladder row before it is put into words
    EventNumber event = trace::no_event, arrival = trace::no_event;
    RowKind kind = RowKind::command;
};

struct Hop {  // a connection as the learner counts them
    ConnectionId connection = 0;
    HostId client = trace::no_host, server = trace::no_host;
    EventNumber first = trace::no_event, last = trace::no_event;
    std::array<EventNumber, 5> stages{trace::no_event, trace::no_event, trace::no_event, trace::no_event, trace::no_event};
};

class Index {
public:
    explicit Index(const trace::Trace& trace);

    /// The ladder's rows under a detail, in order of their events.
    const std::vector<Row>& rows(Detail detail) const { return rows_[static_cast<std::size_t>(detail)]; }
    /// The connections in the order of their opening.
    const std::vector<Hop>& hops() const { return hops_; }
    /// By connection; null when there is none.
    const Hop* hop(ConnectionId connection) const;
    const Pace& pace() const { return pace_; }
    /// Where what was sent as event `sent` (a command, reply, letter or packet) was heard; no_event: never.
    EventNumber arrival_of(EventNumber sent) const { return arrival_[sent]; }
    /// The reverse: where what was heard as this event was sent.
    EventNumber origin_of(EventNumber heard) const { return origin_[heard]; }

private:
    std::array<std::vector<Row>, 3> rows_;
    std::vector<Hop> hops_;
    std::vector<EventNumber> arrival_, origin_;
    Pace pace_;
};

}  // namespace view
