#include "sim/network.h"

#include "base/expects.h"

namespace sim {
namespace {

constexpr std::size_t datagram_header_octets = 20 + 8;  // IPv4 without options, UDP
constexpr LinkSettings loopback{base::microseconds(50), 0, 0};

}  // namespace

std::uint16_t dynamic_port(const base::Random& random, trace::HostId host, std::uint64_t subject,
                           std::uint64_t n) {
    constexpr std::uint16_t first = 49152, count = 16384;  // RFC 6335 6
    return static_cast<std::uint16_t>(first + random.below(count, host, base::Purpose::port, subject, n));
}

Network::Network(const Scenario& scenario, const trace::World& world, trace::Recorder& recorder,
                 Agenda& agenda)
    : scenario_(scenario), world_(world), recorder_(recorder), agenda_(agenda) {}

Link& Network::line(trace::HostId from, trace::HostId to) {
    const std::pair key{from, to};
    if (const auto found = lines_.find(key); found != lines_.end()) return found->second;
    LinkSettings settings = from == to ? loopback : scenario_.usual_link;
    for (std::size_t index = 0; index < world_.links.size(); ++index) {
        const trace::WorldLink& link = world_.links[index];
        if ((link.a == from && link.b == to) || (link.a == to && link.b == from))
            settings = scenario_.links[index].settings;
    }
    const std::uint64_t number = std::uint64_t{from} << 16 | to;
    return lines_.emplace(key, Link(settings, base::Random(scenario_.seed), number)).first->second;
}

trace::EventNumber Network::send(Packet packet, base::Instant now, trace::EventNumber cause) {
    const trace::PacketId id = ++last_packet_;
    const bool segment = packet.connection != 0;
    const std::size_t octets =
        segment ? packet_octets(packet.segment) : datagram_header_octets + packet.payload.length;
    trace::Fact fact;
    if (segment)
        fact = trace::SegmentSent{id,
                                  packet.to,
                                  packet.segment.flags,
                                  packet.segment.attempt,
                                  packet.segment.sequence,
                                  packet.segment.acknowledgment,
                                  packet.segment.window,
                                  packet.payload};
    else
        fact = trace::DatagramSent{id, packet.to, packet.from_port, packet.to_port, packet.payload};
    packet.sent = recorder_.append(now, packet.from, packet.connection, cause, std::move(fact));
    const trace::EventNumber sent = packet.sent;
    Passage passage{Passage::Fate::lost, now};
    if (packet.to != trace::no_host)
        passage = line(packet.from, packet.to)
                      .send(now, octets, packet.connection, packets_of_[packet.connection]++);
    packet.lost = passage.fate != Passage::Fate::arrives;
    on_the_way_.emplace(id, packet);
    agenda_.add(passage.at, Task::packet, id);
    return sent;
}

std::optional<Network::Landed> Network::land(trace::PacketId id, base::Instant now) {
    const auto found = on_the_way_.find(id);
    base::expects(found != on_the_way_.end());
    Landed landed{std::move(found->second), trace::no_event};
    on_the_way_.erase(found);
    const Packet& packet = landed.packet;
    const bool segment = packet.connection != 0;
    const trace::HostId where = packet.lost ? packet.from : packet.to;
    trace::Fact fact;
    if (packet.lost)
        fact = segment ? trace::Fact(trace::SegmentLost{id}) : trace::Fact(trace::DatagramLost{id});
    else
        fact = segment ? trace::Fact(trace::SegmentArrived{id}) : trace::Fact(trace::DatagramArrived{id});
    landed.event = recorder_.append(now, where, packet.connection, packet.sent, std::move(fact));
    if (packet.lost) return {};
    return landed;
}

}  // namespace sim
