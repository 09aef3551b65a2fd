// TLS on the connections of a virtual world: real handshakes by crypto::TlsEndpoint, one a side, whose sealed
// octets travel in TCP segments. Notes every message by name. A line that one side says under TLS is the same
// Range at the other: the plaintext is kept once, found by its offset in the stream. Knows no SMTP. RFC 8446;
// STARTTLS: RFC 3207.
#pragma once
#include <array>
#include <memory>
#include <unordered_map>
#include <variant>
#include <vector>

#include "crypto/tls_endpoint.h"
#include "mta/exchange.h"
#include "sim/certificates.h"
#include "sim/connections.h"

namespace sim {

/// What the host at one side is to be told, in this order.
struct TlsOpened {
    smtp::TlsSession tls;
};
struct TlsOctets {
    trace::Range octets;  // plaintext
};
struct TlsBroken {
    smtp::Reason why = smtp::Reason::tls_failed;
};
using TlsTidings = std::variant<TlsOpened, TlsOctets, TlsBroken>;

// Invariants: 1. what one side opens is what the other sealed, so it stands in that side's `said`.
class SecureLines {
public:
    SecureLines(const Scenario& scenario, trace::Trace& trace, trace::Recorder& recorder,
                Connections& connections)
        : scenario_(scenario),
          trace_(trace),
          recorder_(recorder),
          connections_(connections),
          certificates_(scenario) {}

    /// This side begins: a client says ClientHello, a server waits for it. `kind`: what a server shows.
    std::vector<TlsTidings> begin(trace::ConnectionId id, Side side, const mta::StartTls& wish,
                                  mta::Certificate kind, base::Instant now);
    /// Does this side of the connection speak TLS?
    bool covers(trace::ConnectionId id, Side side) const;

    // Requires of each: covers(id, side); a pass of the recorder has begun.

    /// Seals and writes. After close() it is dropped.
    void send(trace::ConnectionId id, Side side, trace::Range plain, base::Instant now);
    std::vector<TlsTidings> receive(trace::ConnectionId id, Side side, trace::Range sealed,
                                    base::Instant now);
    /// close_notify (RFC 8446 6.1); nothing more is sealed or opened on this side.
    void close(trace::ConnectionId id, Side side, base::Instant now);

    /// The connection is over, or the host crashed.
    void forget(trace::ConnectionId id, Side side);
    void forget_all_of(trace::HostId host);

private:
    struct End {
        std::unique_ptr<crypto::TlsEndpoint> endpoint;  // none: never begun, or over
        bool begun = false;
        bool opened = false;
        trace::StreamMap said;               // plaintext of this side
        std::uint64_t heard = 0;             // octets of the other side's plaintext that this one opened
        std::vector<trace::Range> messages;  // of this side, that the other has not heard yet
    };
    using Line = std::array<End, 2>;

    void tell(trace::ConnectionId id, Side side, crypto::TlsStep step, std::vector<TlsTidings>& tidings,
              base::Instant now);
    void note_message(trace::ConnectionId id, Side side, const crypto::TlsMessage& message);
    TlsOpened note_open(trace::ConnectionId id, Side side);
    TlsBroken note_failure(trace::ConnectionId id, Side side);
    trace::HostId host_of(trace::ConnectionId id, Side side) const;

    const Scenario& scenario_;
    trace::Trace& trace_;
    trace::Recorder& recorder_;
    Connections& connections_;
    Certificates certificates_;
    std::unordered_map<trace::ConnectionId, Line> lines_;  // walked only where the order is all one
};

}  // namespace sim
