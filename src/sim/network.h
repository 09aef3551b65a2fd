// The lines between hosts, and the packets on them: each takes its time or is lost. Knows no TCP state, no
// DNS, no mail.
#pragma once
#include <map>
#include <optional>
#include <unordered_map>

#include "sim/agenda.h"
#include "sim/link.h"
#include "sim/scenario.h"
#include "sim/segment.h"
#include "trace/recorder.h"

namespace sim {

enum class Side : std::uint8_t { client, server };
constexpr Side other(Side side) {
    return side == Side::client ? Side::server : Side::client;
}

/// A client's port, from those that are free for anyone (RFC 6335 6): the same for the same key.
std::uint16_t dynamic_port(const base::Random& random, trace::HostId host, std::uint64_t subject,
                           std::uint64_t n);

struct Packet {
    trace::HostId from = trace::no_host, to = trace::no_host;
    trace::ConnectionId connection = 0;  // 0: a datagram
    Side sender = Side::client;          // of a segment
    Segment segment;
    trace::Range payload;
    std::uint16_t from_port = 0, to_port = 0;  // of a datagram
    bool lost = false;
    trace::EventNumber sent = trace::no_event;
};

class Network {
public:
    Network(const Scenario& scenario, const trace::World& world, trace::Recorder& recorder, Agenda& agenda);

    /// Notes the packet as sent because of `cause`, and puts its arrival or loss on the agenda.
    trace::EventNumber send(Packet packet, base::Instant now, trace::EventNumber cause);

    /// Takes a packet off the line when its time has come: notes that it arrived or was lost.
    /// Nothing when it was lost.
    struct Landed {
        Packet packet;
        trace::EventNumber event = trace::no_event;
    };
    std::optional<Landed> land(trace::PacketId id, base::Instant now);

private:
    Link& line(trace::HostId from, trace::HostId to);

    const Scenario& scenario_;
    const trace::World& world_;
    trace::Recorder& recorder_;
    Agenda& agenda_;
    std::map<std::pair<trace::HostId, trace::HostId>, Link> lines_;
    std::map<trace::ConnectionId, std::uint64_t> packets_of_;  // how many each connection sent: the loss key
    std::unordered_map<trace::PacketId, Packet> on_the_way_;   // looked up only, never walked
    trace::PacketId last_packet_ = 0;
};

}  // namespace sim
