#include "sim/tcp.h"

#include <algorithm>

#include "base/expects.h"

namespace sim {

const char* to_text(TcpState state) {
    switch (state) {
        case TcpState::closed:
            return "CLOSED";
        case TcpState::listen:
            return "LISTEN";
        case TcpState::syn_sent:
            return "SYN-SENT";
        case TcpState::syn_received:
            return "SYN-RECEIVED";
        case TcpState::established:
            return "ESTABLISHED";
        case TcpState::fin_wait_1:
            return "FIN-WAIT-1";
        case TcpState::fin_wait_2:
            return "FIN-WAIT-2";
        case TcpState::close_wait:
            return "CLOSE-WAIT";
        case TcpState::closing:
            return "CLOSING";
        case TcpState::last_ack:
            return "LAST-ACK";
        case TcpState::time_wait:
            return "TIME-WAIT";
    }
    return "CLOSED";
}

TcpActions TcpEndpoint::connect(base::Instant now) {
    base::expects(state_ == TcpState::closed && !close_wanted_);
    TcpActions actions;
    state_ = TcpState::syn_sent;
    launch(0, Segment::syn, now, actions);
    return actions;
}

void TcpEndpoint::listen() {
    base::expects(state_ == TcpState::closed && !close_wanted_);
    state_ = TcpState::listen;
}

TcpActions TcpEndpoint::write(std::uint64_t octets, base::Instant now) {
    TcpActions actions;
    if (close_wanted_) return actions;
    written_ += octets;
    pump(now, actions);
    return actions;
}

TcpActions TcpEndpoint::close(base::Instant now) {
    TcpActions actions;
    if (close_wanted_) return actions;
    close_wanted_ = true;
    if (state_ == TcpState::closed || state_ == TcpState::listen || state_ == TcpState::syn_sent) {
        end(TcpState::closed);
        actions.emplace_back(Closed{});
        return actions;
    }
    pump(now, actions);
    return actions;
}

TcpActions TcpEndpoint::abort(base::Instant) {
    TcpActions actions;
    // RFC 9293 3.10.5: where both have said FIN there is nothing left to reset.
    const bool peer_may_wait = state_ == TcpState::syn_received || state_ == TcpState::established ||
                               state_ == TcpState::fin_wait_1 || state_ == TcpState::fin_wait_2 ||
                               state_ == TcpState::close_wait;
    if (peer_may_wait) actions.emplace_back(Transmit{bare_segment(Segment::rst | Segment::ack)});
    end(TcpState::closed);
    return actions;
}

base::Instant TcpEndpoint::deadline() const {
    return std::min(retransmit_at_, ack_at_);
}

TcpActions TcpEndpoint::on_deadline(base::Instant now) {
    TcpActions actions;
    // In this order: what is sent again carries the acknowledgment that was waiting.
    if (retransmit_at_ <= now) time_out(now, actions);
    if (ack_at_ <= now) transmit_ack(actions);
    return actions;
}

std::uint64_t TcpEndpoint::acknowledged() const {
    return acknowledged_ == 0 ? 0 : std::min(acknowledged_ - 1, written_);
}

std::uint64_t TcpEndpoint::delivered() const {
    return incoming_.next() - (incoming_.complete() ? 2 : 1);
}

void TcpEndpoint::end(TcpState state) {
    state_ = state;
    close_wanted_ = true;
    retransmit_at_ = base::never;
    ack_at_ = base::never;
    flights_.clear();
    first_flight_ = 0;
    next_flight_ = 0;
}

}  // namespace sim
