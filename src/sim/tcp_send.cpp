// The sending half of TcpEndpoint: new segments, segments sent again, the retransmission timer.
#include <algorithm>
#include <limits>
#include <optional>

#include "sim/tcp.h"

namespace sim {

/// Sends all that the windows allow: first what a time-out left to be sent again, then what is new.
void TcpEndpoint::pump(base::Instant now, TcpActions& actions) {
    if (state_ < TcpState::established || state_ == TcpState::time_wait) return;
    if (idle() && now - last_sent_ > round_trip_.timeout()) congestion_.restart_after_idle();
    const std::uint64_t window = std::min<std::uint64_t>(congestion_.window(), peer_window_);
    for (; next_flight_ < flights_.size(); ++next_flight_) {
        Flight& flight = flights_[next_flight_];
        if (flight.end() > acknowledged_ + window && next_flight_ != first_flight_) return;
        transmit_again(flight, now, actions);
    }
    send_new(window, now, actions);
    advance_state();
    // A closed window has nothing on its way whose answer could open it: the timer probes (RFC 9293 3.8.6.1).
    if (idle() && unsent() > 0 && retransmit_at_ == base::never) restart_timer(now);
}

void TcpEndpoint::send_new(std::uint64_t window, base::Instant now, TcpActions& actions) {
    while (unsent() > 0) {
        const std::uint64_t limit = acknowledged_ + window;
        const std::uint64_t room = limit > sent_ ? limit - sent_ : 0;
        const std::uint64_t length = std::min({std::uint64_t{maximum_segment_size}, unsent(), room});
        if (length == 0) return;
        const bool last = length == unsent();
        // Silly windows (RFC 9293 3.8.6.2.1): a full segment, or all there is, or nothing is on its way.
        if (length < maximum_segment_size && !last && !idle()) return;
        std::uint8_t flags = Segment::ack;
        if (last) flags |= Segment::psh;  // RFC 9293 3.9.1.2: on the last segment of what was written
        if (last && close_wanted_) flags |= Segment::fin;
        launch(static_cast<std::uint32_t>(length), flags, now, actions);
    }
    if (close_wanted_ && !fin_sent()) launch(0, Segment::fin | Segment::ack, now, actions);
}

/// Sends `length` octets (with the flags' SYN or FIN) for the first time. Requires: nothing waits to be
/// resent.
void TcpEndpoint::launch(std::uint32_t length, std::uint8_t flags, base::Instant now, TcpActions& actions) {
    Flight& flight = flights_.emplace_back();
    flight.position = sent_;
    flight.length = length;
    flight.flags = flags;
    sent_ = flight.end();
    next_flight_ = flights_.size();
    transmit(flight, now, actions);
}

void TcpEndpoint::transmit(Flight& flight, base::Instant now, TcpActions& actions) {
    Segment segment = bare_segment(flight.flags);
    segment.sequence = initial_sequence_ + static_cast<std::uint32_t>(flight.position);
    segment.stream_offset = flight.position == 0 ? 0 : flight.position - 1;
    segment.length = flight.length;
    segment.attempt = flight.attempt;
    flight.sent_at = now;
    last_sent_ = now;
    if (segment.has(Segment::ack)) {
        ack_at_ = base::never;
        unacknowledged_segments_ = 0;
    }
    if (retransmit_at_ == base::never) restart_timer(now);
    actions.emplace_back(Transmit{segment});
}

void TcpEndpoint::transmit_again(Flight& flight, base::Instant now, TcpActions& actions) {
    if (flight.attempt < std::numeric_limits<std::uint8_t>::max()) ++flight.attempt;
    transmit(flight, now, actions);
}

void TcpEndpoint::transmit_ack(TcpActions& actions) {
    ack_at_ = base::never;
    unacknowledged_segments_ = 0;
    actions.emplace_back(Transmit{bare_segment(Segment::ack)});
}

/// A segment without payload, at the highest sequence number sent so far.
Segment TcpEndpoint::bare_segment(std::uint8_t flags) const {
    Segment segment;
    segment.sequence = initial_sequence_ + static_cast<std::uint32_t>(sent_);
    segment.stream_offset = sent_ == 0 ? 0 : std::min(sent_ - 1, written_);
    segment.flags = flags;
    segment.window = receive_window;
    if (segment.has(Segment::ack))
        segment.acknowledgment = peer_initial_sequence_ + static_cast<std::uint32_t>(incoming_.next());
    return segment;
}

void TcpEndpoint::restart_timer(base::Instant now) {
    const bool waiting = !idle() || (state_ >= TcpState::established && unsent() > 0);
    retransmit_at_ = waiting ? now + round_trip_.timeout() : base::never;
}

/// The peer has all before `position`. Requires: acknowledged_ < position <= sent_.
void TcpEndpoint::acknowledge_until(std::uint64_t position, base::Instant now, TcpActions& actions) {
    const std::uint64_t octets = position - acknowledged_;
    const bool handshake = acknowledged_ == 0;
    const bool syn_was_lost = handshake && flights_[first_flight_].attempt > 0;
    land_until(position, now);
    acknowledged_ = position;
    retries_ = 0;
    if (syn_was_lost) {
        congestion_.begin_after_lost_syn();
        round_trip_.begin_after_lost_syn();
    }
    restart_timer(now);     // RFC 6298 5.2 and 5.3
    if (handshake) return;  // RFC 5681 3.1: the SYN's acknowledgment opens no window
    if (congestion_.acknowledged(octets, position) == Congestion::Advice::send_first_again && !idle())
        transmit_again(flights_[first_flight_], now, actions);
}

/// Takes the segments that lie wholly before `position` off the list, and a sample of the round trip from
/// them.
void TcpEndpoint::land_until(std::uint64_t position, base::Instant now) {
    std::optional<base::Instant> sent_at;
    bool sent_once = true;  // Karn's rule, RFC 6298 3
    for (; !idle() && flights_[first_flight_].end() <= position; ++first_flight_) {
        sent_at = flights_[first_flight_].sent_at;
        sent_once = sent_once && flights_[first_flight_].attempt == 0;
    }
    if (sent_at && sent_once) round_trip_.sample(now - *sent_at);
    next_flight_ = std::max(next_flight_, first_flight_);
    // Each flight is moved at most once for each that has landed, so the list costs linear time.
    if (first_flight_ * 2 < flights_.size()) return;
    flights_.erase(flights_.begin(), flights_.begin() + static_cast<std::ptrdiff_t>(first_flight_));
    next_flight_ -= first_flight_;
    first_flight_ = 0;
}

void TcpEndpoint::time_out(base::Instant now, TcpActions& actions) {
    const bool connecting = state_ < TcpState::established;
    if (retries_ >= (connecting ? syn_retry_limit : data_retry_limit)) {
        end(TcpState::closed);
        actions.emplace_back(TimedOut{});
        return;
    }
    ++retries_;
    round_trip_.back_off();
    retransmit_at_ = now + round_trip_.timeout();
    if (idle()) {
        if (unsent() == 0) return restart_timer(now);
        launch(1, Segment::ack, now, actions);  // one octet into a closed window
        return;
    }
    // A closed window is no congestion.
    if (peer_window_ > 0) congestion_.timed_out(acknowledged_, sent_, retries_);
    transmit_again(flights_[first_flight_], now, actions);
    next_flight_ = first_flight_ + 1;
}

}  // namespace sim
