// What crosses the network in a trace: connections as hops, packets as flights, and which line was heard
// where. Joined by the Ranges that lines and packets share. Knows no screen and no mail.
#pragma once
#include <array>
#include <map>
#include <vector>

#include "trace/trace.h"
#include "view/scene.h"

namespace view {

struct Ended {  // one side's view of the end of a connection
    EventNumber event = trace::no_event;
    trace::Ending ending = trace::Ending::finished;
};

struct Hop {  // a connection as the learner counts them
    ConnectionId connection = 0;
    HostId client = trace::no_host, server = trace::no_host;
    std::uint16_t port = 0;
    MailId mail = 0;            // of the client: for which it was opened; 0: not known
    std::uint16_t attempt = 1;  // which try to hand over that mail
    EventNumber first = trace::no_event, last = trace::no_event;
    EventNumber opened = trace::no_event;   // the first side has its handshake complete
    EventNumber closing = trace::no_event;  // the first FIN
    EventNumber secured = trace::no_event;  // the first side has its keys
    std::vector<Ended> ends;
    std::array<EventNumber, 5> stages{trace::no_event, trace::no_event, trace::no_event, trace::no_event,
                                      trace::no_event};

    HostId other(HostId host) const { return host == client ? server : client; }
    /// Nothing more happens on it after `through`.
    bool is_over(EventNumber through) const {
        return through != trace::no_event && !ends.empty() && last <= through;
    }
};

struct Flight {  // a packet from its sending to its arrival or loss
    EventNumber sent = trace::no_event;
    EventNumber landed = trace::no_event;  // no_event: the trace ends before
    EventNumber about = trace::no_event;   // the line that it carries, the question, the answer; else itself
    PacketKind kind = PacketKind::acknowledgment;
    StagePacket::Fate fate = StagePacket::Fate::arrives;
};

class Traffic {
public:
    explicit Traffic(const trace::Trace& trace);

    /// In the order of their opening.
    const std::vector<Hop>& hops() const { return hops_; }
    /// Null when there is none.
    const Hop* hop(ConnectionId connection) const;
    /// In the order of their sending.
    const std::vector<Flight>& flights() const { return flights_; }
    /// The flight that was sent or landed as this event; null when the event is no packet's.
    const Flight* flight(EventNumber event) const;
    /// Positions in flights() of what is on its way after `through`, in the order of their sending.
    std::vector<std::uint32_t> in_the_air(EventNumber through) const;
    EventNumber arrival_of(EventNumber sent) const { return arrival_[sent]; }
    EventNumber origin_of(EventNumber heard) const { return origin_[heard]; }

private:
    struct Line {
        trace::Range octets;
        EventNumber event = trace::no_event;
    };
    static constexpr std::uint32_t no_flight = 0xFFFFFFFF;
    static constexpr EventNumber checkpoint_events = 1024;  // between two lists of what is in the air

    void collect(const trace::Event& event);
    void join(const trace::Event& event);
    void join_line(const trace::Event& event, trace::Range octets);
    void launch(const trace::Event& event, const trace::SegmentSent& segment);
    void launch(const trace::Event& event, const trace::DatagramSent& datagram);
    void land(const trace::Event& event, StagePacket::Fate fate);
    void join_answer(const trace::Event& event);
    void keep_checkpoints();
    EventNumber line_holding(trace::Range octets) const;
    Hop* hop_of(const trace::Event& event);

    const trace::Trace* trace_;  // only while being made
    std::vector<Hop> hops_;
    std::map<ConnectionId, std::size_t> hop_of_;
    std::vector<Line> lines_;  // by place in the store
    std::vector<Flight> flights_;
    std::vector<std::uint32_t> flight_of_;  // by event
    std::vector<std::vector<std::uint32_t>> checkpoints_;
    std::vector<EventNumber> arrival_, origin_;
};

}  // namespace view
