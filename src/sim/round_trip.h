// How long to wait for an acknowledgment: the retransmission time-out of RFC 6298, in whole nanoseconds.
// Knows no segment; Karn's rule (never sample a retransmission) is the caller's to keep.
#pragma once
#include "base/instant.h"

namespace sim {

inline constexpr base::Duration initial_timeout = base::seconds(1);         // RFC 6298 2.1
inline constexpr base::Duration least_timeout = base::seconds(1);           // RFC 6298 2.4
inline constexpr base::Duration greatest_timeout = base::seconds(60);       // RFC 6298 2.5
inline constexpr base::Duration timeout_after_lost_syn = base::seconds(3);  // RFC 6298 5.7
inline constexpr base::Duration clock_granularity = base::milliseconds(1);  // G of RFC 6298 2

class RoundTrip {
public:
    /// How long a segment that was sent once took to be acknowledged. Also ends the backing off.
    void sample(base::Duration taken);
    /// A time-out: the next one is twice as long.
    void back_off();
    /// Data begins after a SYN that had to be sent again.
    void begin_after_lost_syn();
    base::Duration timeout() const { return timeout_; }
    /// SRTT; zero before the first sample.
    base::Duration smoothed() const { return smoothed_; }

private:
    base::Duration smoothed_{};
    base::Duration variation_{};
    base::Duration timeout_ = initial_timeout;
};

}  // namespace sim
