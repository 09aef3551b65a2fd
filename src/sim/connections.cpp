#include "sim/connections.h"

#include "base/overloaded.h"

namespace sim {
trace::ConnectionId Connections::open(const Wish& wish, base::Instant now) {
    const auto id = static_cast<trace::ConnectionId>(connections_.size() + 1);
    const auto sequence = [&](std::uint64_t side) {
        return static_cast<std::uint32_t>(random_.at(wish.client, base::Purpose::sequence_number, id, side));
    };
    const auto client_port = dynamic_port(random_, wish.client, id, 1);
    connections_.push_back({id,
                            wish.name,
                            {wish.client, wish.server},
                            {client_port, wish.port},
                            wish.address,
                            {TcpEndpoint(sequence(0)), TcpEndpoint(sequence(1))},
                            {},
                            {trace::no_event, trace::no_event},
                            {base::never, base::never},
                            {},
                            wish.listening});
    Connection& connection = connections_.back();
    if (wish.listening) connection.ends[index(Side::server)].listen();
    const auto opening =
        recorder_.note(wish.client, id, trace::ConnectionOpening{wish.server, client_port, wish.port});
    perform(connection, Side::client, connection.ends[index(Side::client)].connect(now), opening, now);
    return id;
}

void Connections::write(trace::ConnectionId id, Side side, trace::Range octets, base::Instant now) {
    Connection& connection = get(id);
    if (connection.vanished[index(side)]) return;
    connection.written[index(side)].arrived(octets);
    perform(connection, side, connection.ends[index(side)].write(octets.length, now), recorder_.last(), now);
}

void Connections::close(trace::ConnectionId id, Side side, base::Instant now) {
    Connection& connection = get(id);
    if (connection.vanished[index(side)]) return;
    perform(connection, side, connection.ends[index(side)].close(now), recorder_.last(), now);
}

std::vector<Tidings> Connections::receive(const Packet& packet, trace::EventNumber arrival,
                                          base::Instant now) {
    Connection& connection = get(packet.connection);
    const Side side = other(packet.sender);
    connection.last[index(side)] = arrival;
    // Nobody listens on that port, or the host knows nothing of what it knew before it crashed: RST (RFC 9293
    // 3.5.2 and 3.5.1).
    if (connection.vanished[index(side)] || (side == Side::server && !connection.listening)) {
        if (const auto refusal = refuse(packet.segment)) transmit(connection, side, *refusal, arrival, now);
        return {};
    }
    return perform(connection, side, connection.ends[index(side)].receive(packet.segment, now), arrival, now);
}

std::vector<Tidings> Connections::on_deadline(std::uint64_t subject, base::Instant now) {
    Connection& connection = get(static_cast<trace::ConnectionId>(subject >> 1));
    const Side side = static_cast<Side>(subject & 1);
    connection.scheduled[index(side)] = base::never;
    if (connection.vanished[index(side)]) return {};
    TcpEndpoint& end = connection.ends[index(side)];
    if (end.deadline() > now) {
        schedule(connection, side);
        return {};
    }
    return perform(connection, side, end.on_deadline(now), connection.last[index(side)], now);
}

std::vector<Tidings> Connections::perform(Connection& connection, Side side, const TcpActions& actions,
                                          trace::EventNumber cause, base::Instant now) {
    std::vector<Tidings> tidings;
    const auto tell = [&](Tidings::Kind kind, std::uint64_t offset = 0, std::uint64_t length = 0) {
        tidings.push_back({kind, connection.id, side, offset, length});
    };
    for (const TcpAction& action : actions)
        std::visit(
            base::overloaded{
                [&](const Transmit& sent) { transmit(connection, side, sent.segment, cause, now); },
                [&](const Opened&) { tell(Tidings::Kind::opened); },
                [&](const Arrived& came) { tell(Tidings::Kind::octets, came.stream_offset, came.length); },
                [&](const PeerClosed&) { tell(Tidings::Kind::peer_closed); },
                [&](const Closed&) { tell(Tidings::Kind::closed); },
                [&](const Reset&) { tell(Tidings::Kind::reset); },
                [&](const TimedOut&) { tell(Tidings::Kind::timed_out); },
            },
            action);
    schedule(connection, side);
    return tidings;
}

void Connections::transmit(Connection& connection, Side side, const Segment& segment,
                           trace::EventNumber cause, base::Instant now) {
    Packet packet;
    packet.from = connection.hosts[index(side)];
    packet.to = connection.hosts[index(other(side))];
    packet.connection = connection.id;
    packet.sender = side;
    packet.segment = segment;
    if (segment.length > 0)
        packet.payload =
            connection.written[index(side)].find(segment.stream_offset, segment.length, trace_.octets);
    connection.last[index(side)] = network_.send(packet, now, cause);
}

void Connections::schedule(Connection& connection, Side side) {
    const base::Instant deadline = connection.ends[index(side)].deadline();
    if (deadline >= connection.scheduled[index(side)]) return;
    connection.scheduled[index(side)] = deadline;
    agenda_.add(deadline, Task::tcp_deadline, std::uint64_t{connection.id} << 1 | index(side));
}

std::uint32_t Connections::vanish(trace::HostId host) {
    std::uint32_t open = 0;
    for (Connection& connection : connections_)
        for (const Side side : {Side::client, Side::server}) {
            const std::size_t end = index(side);
            const TcpState state = connection.ends[end].state();
            // An end that still listens has heard nothing yet; who comes after the restart finds it.
            if (connection.hosts[end] != host || connection.vanished[end] || state == TcpState::listen)
                continue;
            const bool is_open = state != TcpState::closed && state != TcpState::time_wait;
            open += is_open ? 1 : 0;
            connection.vanished[end] = true;
        }
    return open;
}

std::vector<trace::Range> Connections::octets_of(const Tidings& tidings) const {
    return at(tidings.connection).written[index(other(tidings.side))].pieces(tidings.offset, tidings.length);
}

}  // namespace sim
