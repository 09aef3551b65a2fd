#include "sim/round_trip.h"

#include <algorithm>

namespace sim {

// RFC 6298 2.2 and 2.3: alpha = 1/8, beta = 1/4, K = 4.
void RoundTrip::sample(base::Duration taken) {
    if (smoothed_ == base::Duration{}) {
        smoothed_ = taken;
        variation_ = taken / 2;
    } else {
        const base::Duration error = taken > smoothed_ ? taken - smoothed_ : smoothed_ - taken;
        variation_ = (variation_ * 3 + error) / 4;
        smoothed_ = (smoothed_ * 7 + taken) / 8;
    }
    timeout_ =
        std::clamp(smoothed_ + std::max(clock_granularity, variation_ * 4), least_timeout, greatest_timeout);
}

void RoundTrip::back_off() {
    timeout_ = std::min(timeout_ * 2, greatest_timeout);
}

void RoundTrip::begin_after_lost_syn() {
    timeout_ = timeout_after_lost_syn;
}

}  // namespace sim
