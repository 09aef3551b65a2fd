// The TCP connections of a virtual world: two endpoints each, the octets that each side wrote, and the
// segments between them. Tells its owner what the applications should learn. Knows no SMTP and no TLS.
#pragma once
#include <array>
#include <deque>
#include <vector>

#include "sim/network.h"
#include "sim/tcp.h"
#include "trace/stream_map.h"

namespace sim {

struct Connection {
    trace::ConnectionId id = 0;
    std::uint32_t client_name = 0;                                       // what the client calls it
    std::array<trace::HostId, 2> hosts{trace::no_host, trace::no_host};  // by Side
    std::array<std::uint16_t, 2> ports{};
    base::IpAddress server_address;  // that the client dialled
    std::array<TcpEndpoint, 2> ends;
    std::array<trace::StreamMap, 2> written;  // what each side wrote
    std::array<trace::EventNumber, 2> last{trace::no_event,
                                           trace::no_event};  // the last event here of each side
    std::array<base::Instant, 2> scheduled{base::never, base::never};
    std::array<bool, 2> vanished{};  // that host crashed: it knows nothing of the connection
    bool listening = false;          // is there a server behind the port?
};

/// What the host at one end of a connection is to be told.
struct Tidings {
    enum class Kind : std::uint8_t {
        opened,
        octets,
        peer_closed,
        closed,
        reset,
        timed_out
    } kind = Kind::opened;
    trace::ConnectionId connection = 0;
    Side side = Side::client;
    std::uint64_t offset = 0, length = 0;  // octets: of the other side's stream
};

class Connections {
public:
    Connections(trace::Trace& trace, trace::Recorder& recorder, Network& network, Agenda& agenda,
                base::Random random)
        : trace_(trace), recorder_(recorder), network_(network), agenda_(agenda), random_(random) {}

    struct Wish {
        trace::HostId client = trace::no_host;
        std::uint32_t name = 0;                 // what the client calls the connection
        trace::HostId server = trace::no_host;  // no_host: nobody has the address
        base::IpAddress address;
        std::uint16_t port = 0;
        bool listening = false;
    };
    /// A client opens: notes it and sends the SYN.
    trace::ConnectionId open(const Wish& wish, base::Instant now);
    void write(trace::ConnectionId id, Side side, trace::Range octets, base::Instant now);
    void close(trace::ConnectionId id, Side side, base::Instant now);

    /// A segment landed, as event `arrival`; or a deadline passed.
    std::vector<Tidings> receive(const Packet& packet, trace::EventNumber arrival, base::Instant now);
    std::vector<Tidings> on_deadline(std::uint64_t subject, base::Instant now);

    /// The host crashed: its ends are gone without a word. How many connections were open.
    std::uint32_t vanish(trace::HostId host);

    const Connection& at(trace::ConnectionId id) const { return connections_[id - 1]; }
    /// The Ranges of what arrived.
    std::vector<trace::Range> octets_of(const Tidings& tidings) const;

private:
    Connection& get(trace::ConnectionId id) { return connections_[id - 1]; }
    std::vector<Tidings> perform(Connection& connection, Side side, const TcpActions& actions,
                                 trace::EventNumber cause, base::Instant now);
    void transmit(Connection& connection, Side side, const Segment& segment, trace::EventNumber cause,
                  base::Instant now);
    void schedule(Connection& connection, Side side);

    trace::Trace& trace_;
    trace::Recorder& recorder_;
    Network& network_;
    Agenda& agenda_;
    base::Random random_;
    std::deque<Connection> connections_;
};

}  // namespace sim
