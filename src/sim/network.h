// The lines between hosts, and the packets on them: each takes its time or is lost. A packet to a host that
// is down finds nobody. Knows no TCP state, no DNS, no mail.
#pragma once
#include <deque>
#include <optional>
#include <vector>

#include "sim/agenda.h"
#include "sim/link.h"
#include "sim/scenario.h"
#include "sim/segment.h"
#include "trace/recorder.h"

namespace sim {

enum class Side : std::uint8_t { client, server };
/// Its place in what is kept for both sides.
constexpr std::size_t index(Side side) {
    return static_cast<std::size_t>(side);
}
constexpr Side other(Side side) {
    return side == Side::client ? Side::server : Side::client;
}

/// A client's port, from those that are free for anyone (RFC 6335 6): the same for the same key.
std::uint16_t dynamic_port(const base::Random& random, trace::HostId host, std::uint64_t subject,
                           std::uint64_t n);

struct Packet {
    trace::PacketId id = 0;  // given by the network
    trace::HostId from = trace::no_host, to = trace::no_host;
    trace::ConnectionId connection = 0;  // 0: a datagram
    trace::EventNumber sent = trace::no_event;
    Segment segment;
    trace::Range payload;
    std::uint16_t from_port = 0, to_port = 0;  // of a datagram
    Side sender = Side::client;                // of a segment
    bool lost = false;
};

enum class Power : std::uint8_t { on, off };

class Network {
public:
    Network(const Scenario& scenario, const trace::World& world, trace::Recorder& recorder, Agenda& agenda);

    /// Notes the packet as sent because of `cause`, and puts its arrival or loss on the agenda.
    trace::EventNumber send(const Packet& packet, base::Instant now, trace::EventNumber cause);

    /// Takes a packet off the line when its time has come (`place`: as the agenda has it): notes that it
    /// arrived or was lost. Nothing when it was lost.
    struct Landed {
        Packet packet;
        trace::EventNumber event = trace::no_event;
    };
    std::optional<Landed> land(std::uint64_t place, base::Instant now);

    /// What is on the way to a host without power is lost when it comes there.
    void switch_power(trace::HostId host, Power power) { power_[host] = power; }

    /// The line between two hosts, both directions, from here on; packets on it keep their passage.
    /// Requires: two different hosts.
    void change(trace::HostId a, trace::HostId b, LinkSettings settings);
    LinkSettings settings(trace::HostId a, trace::HostId b) { return line(a, b).settings(); }
    /// As the scenario wrote it.
    LinkSettings written(trace::HostId a, trace::HostId b) const;

private:
    Link& line(trace::HostId from, trace::HostId to);
    std::size_t keep(const Packet& packet);

    const Scenario& scenario_;
    const trace::World& world_;
    trace::Recorder& recorder_;
    Agenda& agenda_;
    std::deque<Link> lines_;
    std::vector<std::vector<std::uint32_t>> line_numbers_;  // [from][to]: 1 + place in lines_; 0: none yet
    std::vector<std::uint32_t> packets_of_;  // how many each connection sent: the key of its losses
    std::vector<Packet> on_the_way_;
    std::vector<std::uint32_t> free_places_;  // of on_the_way_
    std::vector<Power> power_;
    trace::PacketId last_packet_ = 0;
};

}  // namespace sim
