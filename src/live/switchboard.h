// The hosts and their connections: turns octets that arrive into inputs of a host, and its effects into
// octets, TLS, answers from the zones and wires in memory to the other hosts. Mail can go nowhere else: an
// address that none of these hosts has refuses the connection. Everything that happens is noted in the
// chronicle. Knows no socket; whoever drives it brings transports, a clock and an alarm.
#pragma once
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "crypto/tls_endpoint.h"
#include "dns/zones.h"
#include "live/chronicle.h"
#include "live/clock.h"
#include "live/credentials.h"
#include "live/transport.h"
#include "mta/host.h"

namespace live {

/// The world that is served: hosts as a scenario wrote them.
struct Premises {
    trace::World world;                    // its start is the date at Instant 0
    std::vector<mta::HostSettings> hosts;  // as many as the world has, in the same order
    dns::Zones zones;                      // all that the world's name servers know
};

/// What a loop does for a switchboard; none of these calls back at once.
struct Loop {
    std::function<void(base::Instant)> wake_at;  // then on_deadline(); a new instant replaces the last one
    std::function<void(base::Duration, std::function<void()>)> later;
    std::function<std::pair<TransportOwner, TransportOwner>()> wire;
};

struct Visitor {
    base::IpAddress address;
    std::uint16_t port = 0;
};

/// What any client may be told at any time, before the connection ends (RFC 5321 3.8, 4.2.1).
std::string closing_words(std::string_view host, std::string_view why);

class Switchboard final : public TransportEvents {
public:
    /// Requires: all outlive the switchboard.
    Switchboard(const Premises& premises, const Credentials& credentials, Chronicle& chronicle,
                const Clock& clock, Loop loop);

    /// A visitor came to a port of a host's.
    void admit(trace::HostId host, std::uint16_t port, const Visitor& visitor, TransportOwner transport);
    /// A person on this host presses Send.
    void submit(trace::HostId host, const mta::Submitted& mail);
    void on_deadline();
    /// Whoever is connected is told 421 if that can be, and every connection is cut.
    void hang_up();

    void arrived(EndId end, std::string_view octets) override;
    void ended(EndId end, trace::Ending ending) override;

    /// Connections that visitors have open.
    std::size_t visitors() const { return visitors_; }
    const mta::Host& host(trace::HostId number) const { return hosts_[number]; }

private:
    struct Connection {
        EndId end = 0;
        trace::ConnectionId id = 0;  // in the trace; both ends of a wire in memory share it
        trace::HostId host = trace::no_host;
        mta::Handle handle = 0;
        enum class Peer : std::uint8_t { visitor, host } peer = Peer::visitor;
        TransportOwner transport;
        std::optional<crypto::TlsEndpoint> tls;
        crypto::TlsSide side = crypto::TlsSide::server;
        enum class Handshake : std::uint8_t { none, under_way, done } handshake = Handshake::none;
        EventCount last = no_event_count;
    };
    Connection& open(trace::ConnectionId id, trace::HostId host, Connection::Peer peer,
                     TransportOwner transport);
    Connection* find(EndId end);
    Connection* find(trace::HostId host, mta::Handle handle);
    EventCount note(Connection& connection, trace::Fact fact);

    void begin(EventCount trigger) { chronicle_.begin(clock_.now(), trigger); }
    void give(trace::HostId host, const mta::Input& input);
    void perform(trace::HostId host, const mta::Effects& effects);
    void on(trace::HostId host, const mta::Note& wish);
    void on(trace::HostId host, const mta::Connect& wish);
    void on(trace::HostId host, const mta::Send& wish);
    void on(trace::HostId host, const mta::StartTls& wish);
    void on(trace::HostId host, const mta::Close& wish);
    void on(trace::HostId host, const mta::Lookup& wish);
    void answer(trace::HostId host, const mta::Lookup& wish, std::uint16_t id);
    void connect(trace::HostId host, const mta::Connect& wish);
    void settle();
    void end_pass();

    void take(EndId end, crypto::TlsStep step);
    bool conclude_handshake(EndId end);
    void over(EndId end, trace::Ending ending, smtp::Reason why);
    void forget(EndId end);
    std::optional<trace::HostId> listener(const mta::Connect& wish) const;

    const Premises& premises_;
    const Credentials& credentials_;
    Chronicle& chronicle_;
    const Clock& clock_;
    Loop loop_;
    std::deque<mta::Host> hosts_;
    std::unordered_map<EndId, Connection> connections_;  // looked up only
    std::map<std::pair<trace::HostId, mta::Handle>, EndId> outgoing_;
    std::vector<TransportOwner> unflushed_;
    std::vector<std::pair<trace::HostId, mta::Handle>> closed_;  // by their hosts, who are to be told
    std::size_t visitors_ = 0;
    EndId last_end_ = 0;
    trace::ConnectionId last_connection_ = 0;
    std::uint16_t last_question_ = 0, last_port_ = 0;
    base::Instant alarm_ = base::never;
};

}  // namespace live
