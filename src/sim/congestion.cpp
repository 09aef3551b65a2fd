#include "sim/congestion.h"

#include <algorithm>

namespace sim {

void Congestion::restart_after_idle() {
    window_ = std::min(window_, initial_window_segments * maximum_segment_size);
}

void Congestion::halve(std::uint64_t in_flight) {
    const std::uint64_t half = std::max<std::uint64_t>(in_flight / 2, 2 * maximum_segment_size);
    threshold_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(half, congestion_window_limit));
}

Congestion::Advice Congestion::acknowledged(std::uint64_t octets, std::uint64_t position) {
    duplicates_ = 0;
    const auto counted = static_cast<std::uint32_t>(std::min<std::uint64_t>(octets, congestion_window_limit));
    if (recovering_) {
        if (position >= recover_) {
            recovering_ = false;
            window_ = threshold_;
            return Advice::go_on;
        }
        // RFC 6582 3.2, step 3: a partial acknowledgment names the next hole; the window deflates by what it
        // took, plus the segment that is sent again for it.
        window_ -= std::min(window_, counted);
        window_ = std::max(window_ + (counted >= maximum_segment_size ? maximum_segment_size : 0),
                           maximum_segment_size);
        return Advice::send_first_again;
    }
    if (window_ < threshold_)
        window_ += std::min(counted, maximum_segment_size);  // RFC 5681 3.1, equation 2
    else
        window_ += std::max(maximum_segment_size * maximum_segment_size / window_, 1U);  // equation 3
    window_ = std::min(window_, congestion_window_limit);
    return Advice::go_on;
}

Congestion::Advice Congestion::duplicate(std::uint64_t position, std::uint64_t sent) {
    if (recovering_) {
        window_ = std::min(window_ + maximum_segment_size, congestion_window_limit);
        return Advice::go_on;
    }
    if (duplicates_ < duplicate_acks_of_a_loss) ++duplicates_;
    // RFC 6582 3.2, step 2: what was on its way at the last loss comes back as duplicates; it is no new loss.
    if (duplicates_ != duplicate_acks_of_a_loss || position <= recover_) return Advice::go_on;
    halve(sent - position);
    window_ = threshold_ + duplicate_acks_of_a_loss * maximum_segment_size;
    recover_ = sent;
    recovering_ = true;
    return Advice::send_first_again;
}

void Congestion::timed_out(std::uint64_t position, std::uint64_t sent, std::uint8_t retry) {
    // RFC 5681 3.1: the threshold is held when the same segment times out again.
    if (retry == 1) halve(sent - position);
    window_ = maximum_segment_size;
    recover_ = sent;
    recovering_ = false;
    duplicates_ = 0;
}

}  // namespace sim
