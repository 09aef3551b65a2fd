// What of a trace must be known before any of it can be shown: rows of the ladder, connections, hops, mails,
// pace. Made once for a trace; project() reads it. Holds no pointer into the trace.
#pragma once
#include <cstdint>
#include <set>
#include <vector>

#include "trace/trace.h"
#include "view/look.h"
#include "view/pace.h"
#include "view/post.h"
#include "view/scene.h"
#include "view/traffic.h"

namespace view {

struct Row {  // a ladder row before it is put into words
    EventNumber event = trace::no_event, arrival = trace::no_event;
    RowKind kind = RowKind::command;
    /// The event whose words the row shows: an answer begins with a datagram but is told by what the asker
    /// learnt.
    EventNumber told() const {
        return kind == RowKind::answer && arrival != trace::no_event ? arrival : event;
    }
};

class Index {
public:
    explicit Index(const trace::Trace& trace);

    /// The ladder's rows under a detail, in order of their events.
    const std::vector<Row>& rows(Detail detail) const { return rows_[static_cast<std::size_t>(detail)]; }
    /// The last row that has begun; rows.size() when none has.
    std::size_t present_row(Detail detail, EventNumber through) const;
    /// The row that begins with this event, or is heard or told by it; rows.size() when there is none.
    std::size_t row_of(Detail detail, EventNumber event) const;
    /// The connections in the order of their opening.
    const std::vector<Hop>& hops() const { return traffic_.hops(); }
    /// By connection; null when there is none.
    const Hop* hop(ConnectionId connection) const { return traffic_.hop(connection); }
    const Pace& pace() const { return pace_; }
    const Traffic& traffic() const { return traffic_; }
    const Post& post() const { return post_; }
    /// Lanes and markers; the position is project()'s.
    const Timeline& timeline() const { return timeline_; }
    /// Where what was sent as event `sent` (a command, reply, letter, question or packet) was heard;
    /// no_event: never.
    EventNumber arrival_of(EventNumber sent) const { return traffic_.arrival_of(sent); }
    /// The reverse: where what was heard as this event was sent.
    EventNumber origin_of(EventNumber heard) const { return traffic_.origin_of(heard); }
    /// The last event of a host at or before `through`; no_event when there is none.
    EventNumber last_at_host(HostId host, EventNumber through) const;
    /// The last Crashed or Restarted of a host at or before `through`; no_event when there is none.
    EventNumber last_power_of(HostId host, EventNumber through) const;
    /// Every LineChanged, in order.
    const std::vector<EventNumber>& line_changes() const { return line_changes_; }

private:
    void add_row(const trace::Event& event);

    Traffic traffic_;
    Post post_;
    Pace pace_;
    std::array<std::vector<Row>, 3> rows_;
    std::vector<std::vector<EventNumber>> events_of_;  // by host
    std::vector<std::vector<EventNumber>> power_of_;   // by host: Crashed and Restarted
    std::vector<EventNumber> line_changes_;
    std::set<ConnectionId> handshakes_;  // that have a row of their own
    Timeline timeline_;
};

}  // namespace view
