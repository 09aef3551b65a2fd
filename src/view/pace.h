// How fast a run is shown: virtual time is mapped to screen seconds so that each line takes 1.5 s to read, a
// packet less, and hours of waiting a few seconds. Monotonic and invertible; the clock on screen stays the
// virtual one.
#pragma once
#include <vector>

#include "trace/trace.h"
#include "view/playhead.h"
#include "view/traffic.h"

namespace view {

inline constexpr double line_seconds = 1.5;      // a command, a reply
inline constexpr double letter_seconds = 2.5;    // the letter
inline constexpr double question_seconds = 1.0;  // a datagram to or from a name server
inline constexpr double packet_seconds = 0.6;    // a bare TCP segment
inline constexpr double wait_seconds = 2.0;      // a long wait, folded; a shorter one takes its time
inline constexpr double longest_letter = 8.0;    // a letter of many segments is shown faster
inline constexpr double lead_seconds = 0.5;      // before the first event
inline constexpr double tail_seconds = 1.0;      // after the last

/// Invariant: a later event has later seconds. Events of one instant are only microseconds apart, so that
/// they share a moment on screen and each still has a place of its own.
class Pace {
public:
    Pace(const trace::Trace& trace, const Traffic& traffic);

    /// Screen seconds of the whole run.
    double length() const { return seconds_.empty() ? 0 : seconds_.back() + tail_seconds; }
    /// Requires nothing: outside the run it is its beginning or its end.
    Playhead at(double seconds) const;
    double seconds_at(const Playhead& playhead) const;
    /// When an event is shown.
    double seconds_of(trace::EventNumber event) const { return seconds_[event]; }

private:
    std::vector<base::Instant> instants_;  // by event
    std::vector<double> seconds_;          // by event; always increasing
};

}  // namespace view
