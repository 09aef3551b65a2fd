// How much may be on its way unacknowledged: slow start, congestion avoidance, fast retransmit and fast
// recovery (RFC 5681, with NewReno's partial acknowledgments of RFC 6582), from RFC 6928's initial window.
// Counts octets; knows no segment and no time. Positions are those of TcpEndpoint.
#pragma once
#include <cstdint>

namespace sim {

/// 1,500 octets of Ethernet without 40 of headers (RFC 9293 3.7.1, RFC 6691).
inline constexpr std::uint32_t maximum_segment_size = 1'460;
inline constexpr std::uint32_t initial_window_segments = 10;  // RFC 6928 2
inline constexpr std::uint8_t duplicate_acks_of_a_loss = 3;   // RFC 5681 3.2
/// The congestion window stops to matter, and to grow, far above any window without scaling. Our choice.
inline constexpr std::uint32_t congestion_window_limit = 1 << 20;

class Congestion {
public:
    enum class Advice : std::uint8_t { go_on, send_first_again };

    /// A SYN was lost: the connection starts with one segment (RFC 5681 3.1).
    void begin_after_lost_syn() { window_ = maximum_segment_size; }
    /// After a pause longer than the time-out (RFC 5681 4.1).
    void restart_after_idle();
    /// `octets` more are acknowledged, up to `position`.
    Advice acknowledged(std::uint64_t octets, std::uint64_t position);
    /// A duplicate acknowledgment at `position` while all up to `sent` is on its way.
    Advice duplicate(std::uint64_t position, std::uint64_t sent);
    /// The timer ran out for the `retry`-th time in a row (from 1).
    void timed_out(std::uint64_t position, std::uint64_t sent, std::uint8_t retry);

    std::uint32_t window() const { return window_; }
    bool recovering() const { return recovering_; }

private:
    void halve(std::uint64_t in_flight);

    std::uint64_t recover_ = 0;  // RFC 6582: what was sent when the last loss was seen
    std::uint32_t window_ = initial_window_segments * maximum_segment_size;
    std::uint32_t threshold_ = congestion_window_limit;
    std::uint8_t duplicates_ = 0;
    bool recovering_ = false;
};

}  // namespace sim
