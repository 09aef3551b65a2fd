// One end of one TCP connection, as far as a packet capture would show it (RFC 9293; windows RFC 5681, 6582
// and 6928; time-outs RFC 6298; blind resets RFC 5961). Sans-I/O: verbs and instants in, actions out. It
// knows lengths and offsets, never octets: the caller keeps what it wrote and looks an Arrived range up in
// the stream that the other end wrote. Refuses to know addresses, ports, links, chance and the clock. Left
// out: options but MSS, urgent data, Nagle's delay, and the waiting in TIME-WAIT.
#pragma once
#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

#include "base/instant.h"
#include "sim/congestion.h"
#include "sim/reassembly.h"
#include "sim/round_trip.h"
#include "sim/segment.h"

namespace sim {

/// A segment to put on the wire, in this order.
struct Transmit {
    Segment segment;
    friend constexpr bool operator==(const Transmit&, const Transmit&) = default;
};
/// The handshake is over: ESTABLISHED.
struct Opened {
    friend constexpr bool operator==(Opened, Opened) = default;
};
/// The next octets of the peer's stream, in order, each exactly once.
struct Arrived {
    std::uint64_t stream_offset = 0;
    std::uint64_t length = 0;
    friend constexpr bool operator==(const Arrived&, const Arrived&) = default;
};
/// The peer's FIN, after all its octets: it writes no more; this end still may.
struct PeerClosed {
    friend constexpr bool operator==(PeerClosed, PeerClosed) = default;
};
/// Both ends have closed in order (or close() came before anything was sent). The last action but Transmit.
struct Closed {
    friend constexpr bool operator==(Closed, Closed) = default;
};
/// The peer refused or reset the connection; octets may be lost. The last action but Transmit.
struct Reset {
    friend constexpr bool operator==(Reset, Reset) = default;
};
/// The retries are used up without an answer. The last action but Transmit.
struct TimedOut {
    friend constexpr bool operator==(TimedOut, TimedOut) = default;
};
using TcpAction = std::variant<Transmit, Opened, Arrived, PeerClosed, Closed, Reset, TimedOut>;
using TcpActions = std::vector<TcpAction>;

/// The states of RFC 9293 3.3.2.
enum class TcpState : std::uint8_t {
    closed,
    listen,
    syn_sent,
    syn_received,
    established,
    fin_wait_1,
    fin_wait_2,
    close_wait,
    closing,
    last_ack,
    time_wait,
};

/// "SYN-SENT": the RFC's spelling; static text.
const char* to_text(TcpState state);

/// Longest a lone segment waits for its ACK to ride on a reply (Linux's; RFC 9293 3.8.6.3 allows 500 ms).
inline constexpr base::Duration delayed_ack = base::milliseconds(40);
/// An ACK at least every second segment (RFC 9293 3.8.6.3).
inline constexpr std::uint8_t segments_per_ack = 2;
/// Retries of SYN and SYN-ACK: 1+2+4+8+16+32+60+60 s, at least the three minutes of RFC 9293 3.8.3.
inline constexpr std::uint8_t syn_retry_limit = 7;
/// Retries of anything else: 1+2+4+8+16+32+60+60+60 s, at least the 100 s of RFC 9293 3.8.3.
inline constexpr std::uint8_t data_retry_limit = 8;

// Invariants:
// 1. acknowledged_ <= sent_ <= 1 + written_ + 1; positions count SYN as 0, stream octet n as n + 1, then FIN.
// 2. flights_[first_flight_..] are the segments sent and not wholly acknowledged, in order, without gaps;
//    those from next_flight_ on are to be sent again.
// 3. Arrived ranges join up: each starts where the last one ended.
class TcpEndpoint {
public:
    explicit TcpEndpoint(std::uint32_t initial_sequence) : initial_sequence_(initial_sequence) {}

    /// Opens actively: a SYN. Requires: fresh (no verb but connect or listen came before).
    TcpActions connect(base::Instant now);
    /// Opens passively: waits for one SYN. Requires: fresh.
    void listen();
    /// `octets` more at the end of this end's stream. Nothing happens after close(), or once it is over.
    TcpActions write(std::uint64_t octets, base::Instant now);
    /// No more writes: FIN after all that was written; Arrived still comes (half-close).
    TcpActions close(base::Instant now);
    /// Gives up at once: RST, and nothing more is delivered. Not followed by Reset: the caller knows.
    TcpActions abort(base::Instant now);
    /// A segment arrives; its stream_offset is not believed, only its sequence number. Keep the endpoint for
    /// a while after Closed: it still answers a FIN that comes again (RFC 9293 3.6.1's TIME-WAIT, without a
    /// timer).
    TcpActions receive(const Segment& segment, base::Instant now);
    /// When on_deadline() wants to be called; base::never when it waits for the other end alone.
    base::Instant deadline() const;
    /// Nothing happens when it comes early.
    TcpActions on_deadline(base::Instant now);

    TcpState state() const { return state_; }
    /// Octets written so far, octets of them that the peer has acknowledged, octets delivered here.
    std::uint64_t written() const { return written_; }
    std::uint64_t acknowledged() const;
    std::uint64_t delivered() const;

private:
    struct Flight {
        std::uint64_t position = 0;
        base::Instant sent_at;
        std::uint32_t length = 0;  // payload octets
        std::uint8_t flags = 0;
        std::uint8_t attempt = 0;
        std::uint64_t end() const {
            return position + length + ((flags & Segment::syn) != 0 ? 1 : 0) +
                   ((flags & Segment::fin) != 0 ? 1 : 0);
        }
    };
    enum class AckTiming : std::uint8_t { may_wait, now };
    /// What the caller was told so far; report() tells the rest.
    struct Told {
        TcpState state;
        std::uint64_t delivered;
        bool peer_closed;
    };

    // Sending (tcp_send.cpp)
    void pump(base::Instant now, TcpActions& actions);
    void send_new(std::uint64_t window, base::Instant now, TcpActions& actions);
    void launch(std::uint32_t length, std::uint8_t flags, base::Instant now, TcpActions& actions);
    void transmit(Flight& flight, base::Instant now, TcpActions& actions);
    void transmit_again(Flight& flight, base::Instant now, TcpActions& actions);
    void transmit_ack(TcpActions& actions);
    Segment bare_segment(std::uint8_t flags) const;
    bool fin_sent() const { return sent_ == written_ + 2; }
    bool idle() const { return first_flight_ == flights_.size(); }
    std::uint64_t unsent() const { return sent_ == 0 || fin_sent() ? 0 : written_ + 1 - sent_; }
    void restart_timer(base::Instant now);
    void acknowledge_until(std::uint64_t position, base::Instant now, TcpActions& actions);
    void land_until(std::uint64_t position, base::Instant now);
    void time_out(base::Instant now, TcpActions& actions);

    // Receiving (tcp_receive.cpp)
    void receive_listening(const Segment& segment, base::Instant now, TcpActions& actions);
    void receive_connecting(const Segment& segment, base::Instant now, TcpActions& actions);
    void receive_synchronized(const Segment& segment, base::Instant now, TcpActions& actions);
    bool acceptable(const Segment& segment, std::int64_t distance, base::Instant now, TcpActions& actions);
    void receive_reset(std::int64_t distance, TcpActions& actions);
    bool receive_ack(const Segment& segment, base::Instant now, TcpActions& actions);
    void receive_payload(const Segment& segment, std::int64_t distance, base::Instant now);
    void take_window(std::uint16_t window);
    void schedule_ack(AckTiming timing, base::Instant now);
    void refuse_into(const Segment& segment, TcpActions& actions) const;
    void advance_state();
    void report(const Told& told, TcpActions& actions);
    void end(TcpState state);

    std::vector<Flight> flights_;
    Reassembly incoming_;
    RoundTrip round_trip_;
    Congestion congestion_;
    std::size_t first_flight_ = 0;
    std::size_t next_flight_ = 0;
    std::uint64_t written_ = 0;
    std::uint64_t acknowledged_ = 0;  // SND.UNA as a position
    std::uint64_t sent_ = 0;          // the highest SND.NXT so far, as a position
    base::Instant retransmit_at_ = base::never;
    base::Instant ack_at_ = base::never;
    base::Instant last_sent_;
    std::uint32_t initial_sequence_;           // ISS
    std::uint32_t peer_initial_sequence_ = 0;  // IRS
    std::uint16_t peer_window_ = 0;
    TcpState state_ = TcpState::closed;
    bool close_wanted_ = false;  // also once it is over: nothing can be written
    std::uint8_t retries_ = 0;
    std::uint8_t unacknowledged_segments_ = 0;
};

}  // namespace sim
