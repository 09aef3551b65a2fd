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
    : scenario_(scenario),
      world_(world),
      recorder_(recorder),
      agenda_(agenda),
      line_numbers_(scenario.hosts.size()),
      packets_of_(1),
      power_(scenario.hosts.size(), Power::on) {}

LinkSettings Network::written(trace::HostId a, trace::HostId b) const {
    LinkSettings settings = a == b ? loopback : scenario_.usual_link;
    for (std::size_t index = 0; index < world_.links.size(); ++index) {
        const trace::WorldLink& link = world_.links[index];
        if ((link.a == a && link.b == b) || (link.a == b && link.b == a))
            settings = scenario_.links[index].settings;
    }
    return settings;
}

Link& Network::line(trace::HostId from, trace::HostId to) {
    std::vector<std::uint32_t>& row = line_numbers_[from];
    if (row.empty()) row.resize(line_numbers_.size());
    if (row[to] == 0) {
        const std::uint64_t number = std::uint64_t{from} << 16 | to;
        lines_.emplace_back(written(from, to), base::Random(scenario_.seed), number);
        row[to] = static_cast<std::uint32_t>(lines_.size());
    }
    return lines_[row[to] - 1];
}

void Network::change(trace::HostId a, trace::HostId b, LinkSettings settings) {
    line(a, b).change(settings);
    line(b, a).change(settings);
}

std::size_t Network::keep(const Packet& packet) {
    if (free_places_.empty()) {
        on_the_way_.push_back(packet);
        return on_the_way_.size() - 1;
    }
    const std::size_t place = free_places_.back();
    free_places_.pop_back();
    on_the_way_[place] = packet;
    return place;
}

trace::EventNumber Network::send(const Packet& given, base::Instant now, trace::EventNumber cause) {
    Packet packet = given;
    packet.id = ++last_packet_;
    if (packet.connection != 0) {
        const Segment& segment = packet.segment;
        packet.sent = recorder_.append(
            now, packet.from, packet.connection, cause,
            trace::SegmentSent{packet.id, packet.to, segment.flags, segment.attempt, segment.sequence,
                               segment.acknowledgment, segment.window, packet.payload});
    } else {
        packet.sent = recorder_.append(
            now, packet.from, 0, cause,
            trace::DatagramSent{packet.id, packet.to, packet.from_port, packet.to_port, packet.payload});
    }
    Passage passage{Passage::Fate::lost, now};
    if (packet.to != trace::no_host) {
        const std::size_t octets = packet.connection != 0 ? packet_octets(packet.segment)
                                                          : datagram_header_octets + packet.payload.length;
        if (packets_of_.size() <= packet.connection) packets_of_.resize(packet.connection + 1);
        passage = line(packet.from, packet.to)
                      .send(now, octets, packet.connection, packets_of_[packet.connection]++);
    }
    packet.lost = passage.fate != Passage::Fate::arrives;
    agenda_.add(passage.at, Task::packet, keep(packet));
    return packet.sent;
}

std::optional<Network::Landed> Network::land(std::uint64_t place, base::Instant now) {
    base::expects(place < on_the_way_.size());
    free_places_.push_back(static_cast<std::uint32_t>(place));
    Landed landed{on_the_way_[place], trace::no_event};
    const Packet& packet = landed.packet;
    const bool segment = packet.connection != 0;
    if (packet.lost || power_[packet.to] == Power::off) {
        recorder_.append(now, packet.from, packet.connection, packet.sent,
                         segment ? trace::Fact(trace::SegmentLost{packet.id})
                                 : trace::Fact(trace::DatagramLost{packet.id}));
        return {};
    }
    landed.event = recorder_.append(now, packet.to, packet.connection, packet.sent,
                                    segment ? trace::Fact(trace::SegmentArrived{packet.id})
                                            : trace::Fact(trace::DatagramArrived{packet.id}));
    return landed;
}

}  // namespace sim
