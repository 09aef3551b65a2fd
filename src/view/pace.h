// How fast a run is shown: virtual time is mapped to screen seconds so that each line takes 1.5 s to read, a packet less,
// and hours of waiting a few seconds. Monotonic and invertible; the clock on screen stays the virtual one.
#pragma once
#include <vector>

#include "trace/trace.h"
#include "view/playhead.h"

namespace view {

inline constexpr double line_seconds = 1.5;    // a command, a reply
inline constexpr double letter_seconds = 2.5;  // the letter
inline constexpr double packet_seconds = 0.6;  // a bare TCP segment or a datagram
inline constexpr double wait_seconds = 2.0;    // a long wait, folded

class Pace {
public:
    explicit Pace(const trace::Trace& trace);

    /// Screen seconds of the whole run.
    double length() const;
    /// Requires nothing: outside the run it is its beginning or its end.
    Playhead at(double seconds) const;
    double seconds_at(const Playhead& playhead) const;
    /// When an event is shown.
    double seconds_of(trace::EventNumber event) const;

private:
    std::vector<base::Instant> instants_;  // by event
    std::vector<double> seconds_;          // by event; never decreasing
};

}  // namespace view
