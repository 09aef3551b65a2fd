// The receiving half of TcpEndpoint: SEGMENT ARRIVES of RFC 9293 3.10.7, with the blind-attack rules of RFC
// 5961.
#include <algorithm>

#include "sim/tcp.h"

namespace sim {
namespace {

/// How far `a` lies after `b` around the circle of sequence numbers (RFC 9293 3.4).
std::int64_t distance_between(std::uint32_t a, std::uint32_t b) {
    return static_cast<std::int32_t>(a - b);
}

/// The oldest acknowledgment worth believing: one window back (RFC 5961 5.2).
constexpr std::int64_t stale_acknowledgment = receive_window;

}  // namespace

TcpActions TcpEndpoint::receive(const Segment& segment, base::Instant now) {
    TcpActions actions;
    switch (state_) {
        case TcpState::closed:
            refuse_into(segment, actions);
            break;
        case TcpState::listen:
            receive_listening(segment, now, actions);
            break;
        case TcpState::syn_sent:
            receive_connecting(segment, now, actions);
            break;
        case TcpState::time_wait:
            // A reset must not cut the wait short (RFC 1337 3), and a bare ACK needs no answer.
            if (!segment.has(Segment::rst) && segment.sequence_length() > 0) transmit_ack(actions);
            break;
        default:
            receive_synchronized(segment, now, actions);
            break;
    }
    return actions;
}

void TcpEndpoint::refuse_into(const Segment& segment, TcpActions& actions) const {
    if (const auto reset = refuse(segment)) actions.emplace_back(Transmit{*reset});
}

// RFC 9293 3.10.7.2. What a SYN brings besides is left for its sender to send again.
void TcpEndpoint::receive_listening(const Segment& segment, base::Instant now, TcpActions& actions) {
    if (segment.has(Segment::rst)) return;
    if (segment.has(Segment::ack)) return refuse_into(segment, actions);
    if (!segment.has(Segment::syn)) return;
    peer_initial_sequence_ = segment.sequence;
    take_window(segment.window);
    state_ = TcpState::syn_received;
    launch(0, Segment::syn | Segment::ack, now, actions);
}

// RFC 9293 3.10.7.3.
void TcpEndpoint::receive_connecting(const Segment& segment, base::Instant now, TcpActions& actions) {
    if (segment.has(Segment::ack) && segment.acknowledgment != initial_sequence_ + 1)
        return refuse_into(segment, actions);
    if (segment.has(Segment::rst)) {
        if (!segment.has(Segment::ack)) return;
        end(TcpState::closed);
        actions.emplace_back(Reset{});
        return;
    }
    if (!segment.has(Segment::syn)) return;
    peer_initial_sequence_ = segment.sequence;
    take_window(segment.window);
    if (!segment.has(Segment::ack)) {
        state_ = TcpState::syn_received;  // both connect at once (RFC 9293 3.5, figure 7)
        flights_[first_flight_].flags |= Segment::ack;
        return transmit_again(flights_[first_flight_], now, actions);
    }
    acknowledge_until(1, now, actions);
    state_ = TcpState::established;
    transmit_ack(actions);
    pump(now, actions);
    actions.emplace_back(Opened{});
}

// RFC 9293 3.10.7.4. Transmit comes before Arrived, so that the caller's reply to it follows in the capture.
void TcpEndpoint::receive_synchronized(const Segment& segment, base::Instant now, TcpActions& actions) {
    const std::uint32_t expected = peer_initial_sequence_ + static_cast<std::uint32_t>(incoming_.next());
    const std::int64_t distance = distance_between(segment.sequence, expected);
    if (!acceptable(segment, distance, now, actions)) return;
    const Told told{state_, delivered(), incoming_.complete()};
    if (!receive_ack(segment, now, actions)) return;
    receive_payload(segment, distance, now);
    advance_state();
    pump(now, actions);
    if (ack_at_ <= now) transmit_ack(actions);
    report(told, actions);
}

/// The first four checks: sequence number, RST, SYN, and that there is an ACK.
bool TcpEndpoint::acceptable(const Segment& segment, std::int64_t distance, base::Instant now,
                             TcpActions& actions) {
    const auto length = static_cast<std::int64_t>(segment.sequence_length());
    const bool its_syn_again = state_ == TcpState::syn_received && segment.has(Segment::syn) &&
                               !segment.has(Segment::rst) && segment.sequence == peer_initial_sequence_;
    if (its_syn_again) {
        // Both connected at once: the peer's SYN-ACK. Otherwise our SYN-ACK was lost.
        if (segment.has(Segment::ack)) return segment.acknowledgment == initial_sequence_ + 1;
        transmit_again(flights_[first_flight_], now, actions);
        return false;
    }
    const bool in_window = distance < receive_window && (length == 0 ? distance >= 0 : distance + length > 0);
    if (!in_window) {
        if (!segment.has(Segment::rst)) transmit_ack(actions);
        return false;
    }
    if (segment.has(Segment::rst)) {
        receive_reset(distance, actions);
        return false;
    }
    if (segment.has(Segment::syn)) {
        transmit_ack(actions);  // a challenge: RFC 5961 4.2
        return false;
    }
    return segment.has(Segment::ack);
}

/// Only the very next sequence number resets; anything else in the window is challenged (RFC 5961 3.2).
void TcpEndpoint::receive_reset(std::int64_t distance, TcpActions& actions) {
    if (distance != 0) return transmit_ack(actions);
    const bool all_said = state_ == TcpState::last_ack || state_ == TcpState::closing;
    const bool only_fin_open = all_said && acknowledged_ == written_ + 1;
    end(TcpState::closed);
    if (only_fin_open)
        actions.emplace_back(Closed{});
    else
        actions.emplace_back(Reset{});
}

/// The fifth check. False: nothing more of this segment counts.
bool TcpEndpoint::receive_ack(const Segment& segment, base::Instant now, TcpActions& actions) {
    const std::int64_t advance = distance_between(
        segment.acknowledgment, initial_sequence_ + static_cast<std::uint32_t>(acknowledged_));
    const auto on_the_way = static_cast<std::int64_t>(sent_ - acknowledged_);
    if (state_ == TcpState::syn_received) {
        if (advance != 1) {
            refuse_into(segment, actions);
            return false;
        }
        state_ = TcpState::established;
    }
    if (advance > on_the_way || advance < -stale_acknowledgment) {
        transmit_ack(actions);
        return false;
    }
    if (advance < 0) return true;
    const bool same_window = segment.window == peer_window_;
    take_window(segment.window);
    if (advance > 0) {
        acknowledge_until(acknowledged_ + static_cast<std::uint64_t>(advance), now, actions);
    } else if (!idle() && same_window && peer_window_ > 0 && segment.sequence_length() == 0) {
        // RFC 5681 2: a duplicate acknowledgment. One with a closed window answers a probe.
        if (congestion_.duplicate(acknowledged_, sent_) == Congestion::Advice::send_first_again)
            transmit_again(flights_[first_flight_], now, actions);
    }
    return true;
}

void TcpEndpoint::take_window(std::uint16_t window) {
    // A peer that answers, though with a closed window, is not one that is gone (RFC 9293 3.8.6.1).
    if (window == 0) retries_ = 0;
    // A probe into the closed window was dropped there; it need not wait for the timer. Only a lone one, so
    // that a peer that opens and shuts in turn gets no more than it sends.
    if (window != 0 && peer_window_ == 0 && first_flight_ + 1 == flights_.size())
        next_flight_ = first_flight_;
    peer_window_ = window;
}

/// The seventh and eighth checks: octets and FIN, and when to acknowledge them.
void TcpEndpoint::receive_payload(const Segment& segment, std::int64_t distance, base::Instant now) {
    if (segment.sequence_length() == 0) return;
    const bool its_syn = segment.has(Segment::syn);
    if (its_syn) return schedule_ack(AckTiming::now, now);
    const std::int64_t start = static_cast<std::int64_t>(incoming_.next()) + distance;
    const std::int64_t stop = start + segment.length;
    const auto begin = static_cast<std::uint64_t>(std::max<std::int64_t>(start, 0));
    const auto end_of_payload = static_cast<std::uint64_t>(std::max<std::int64_t>(stop, 0));
    AckTiming timing = AckTiming::may_wait;
    if (segment.length > 0) {
        ++unacknowledged_segments_;
        const bool in_order = incoming_.take(begin, end_of_payload) == Reassembly::Outcome::in_order;
        if (!in_order || unacknowledged_segments_ >= segments_per_ack) timing = AckTiming::now;
    }
    if (segment.has(Segment::fin)) {
        const bool was_complete = incoming_.complete();
        incoming_.ends_at(end_of_payload);
        // With our own FIN out there is no reply to come that could carry it.
        if (was_complete || !incoming_.complete() || fin_sent()) timing = AckTiming::now;
    }
    schedule_ack(timing, now);
}

void TcpEndpoint::schedule_ack(AckTiming timing, base::Instant now) {
    ack_at_ = std::min(ack_at_, timing == AckTiming::now ? now : now + delayed_ack);
}

/// The state that follows from which FINs were sent, acknowledged and received (RFC 9293 3.3.2, figure 5).
void TcpEndpoint::advance_state() {
    const bool peer_first = state_ == TcpState::close_wait || state_ == TcpState::last_ack;
    const bool peer_closed = incoming_.complete();
    if (!fin_sent())
        state_ = peer_closed ? TcpState::close_wait : TcpState::established;
    else if (acknowledged_ < sent_)
        state_ = !peer_closed ? TcpState::fin_wait_1 : peer_first ? TcpState::last_ack : TcpState::closing;
    else
        state_ = !peer_closed ? TcpState::fin_wait_2 : peer_first ? TcpState::closed : TcpState::time_wait;
}

void TcpEndpoint::report(const Told& told, TcpActions& actions) {
    if (told.state == TcpState::syn_received) actions.emplace_back(Opened{});
    if (delivered() > told.delivered)
        actions.emplace_back(Arrived{told.delivered, delivered() - told.delivered});
    if (incoming_.complete() && !told.peer_closed) actions.emplace_back(PeerClosed{});
    if (state_ != TcpState::closed && state_ != TcpState::time_wait) return;
    end(state_);
    actions.emplace_back(Closed{});
}

}  // namespace sim
