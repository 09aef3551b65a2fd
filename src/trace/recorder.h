// Turns what hosts note into events with causes. A pass is the handling of one input: its first event is
// caused by what triggered it, each later one by the event before. A pass that a deadline began is caused by
// the last event about the mail or the connection that was waiting.
#pragma once
#include <array>
#include <utility>
#include <vector>

#include "trace/trace.h"

namespace trace {

class Recorder {
public:
    explicit Recorder(Trace& trace, Origin origin = Origin::simulated) : trace_(trace), origin_(origin) {}

    /// A new pass begins. `trigger`: the event it answers, or no_event for a deadline.
    void begin(base::Instant now, EventNumber trigger);

    /// Appends a fact of the present pass.
    EventNumber note(HostId host, ConnectionId connection, Fact fact);

    /// The last event of the present pass, else its trigger.
    EventNumber last() const { return last_; }

    /// Appends a fact with a cause of its own, outside the chain of passes.
    EventNumber append(base::Instant at, HostId host, ConnectionId connection, EventNumber cause, Fact fact);

private:
    EventNumber waiting_cause(HostId host, ConnectionId connection, MailId mail) const;
    void remember_mail(HostId host, MailId mail);
    void remember_connection(HostId host, ConnectionId connection);

    Trace& trace_;
    Origin origin_;
    base::Instant now_;
    EventNumber last_ = no_event;
    struct Side {
        HostId host = no_host;
        EventNumber last = no_event;
    };
    std::vector<std::vector<EventNumber>> last_of_mail_;  // by host, by mail: both are counted from the start
    std::vector<std::array<Side, 2>>
        last_of_connection_;  // a connection has two ends, often on one host each
};

/// The mail that a fact is about, as its host numbers it; 0: none.
MailId mail_of(const Fact& fact);

}  // namespace trace
