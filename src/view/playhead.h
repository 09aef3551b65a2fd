// Where we are in a trace: an instant, and the last event that has happened by then (many events share an
// instant, so that stepping needs both). One value; everything on screen follows from it.
#pragma once
#include "trace/event.h"

namespace view {

/// Invariant: `through` is the last event shown; `at` is not before it and not after the next event.
struct Playhead {
    base::Instant at;
    trace::EventNumber through = trace::no_event;  // no_event: nothing has happened yet
    friend constexpr bool operator==(const Playhead&, const Playhead&) = default;

    bool shows(trace::EventNumber event) const { return through != trace::no_event && event <= through; }
};

}  // namespace view
