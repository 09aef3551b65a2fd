// How the learner looks at a run: what is selected, which rows are in sight, what is left out. Chosen by the
// learner, never part of the trace; the playhead is not in it.
#pragma once
#include <cstdint>

#include "trace/event.h"

namespace view {

enum class InspectorTab : std::uint8_t { explain, bytes, message };
/// Which rows the ladder leaves out.
enum class Detail : std::uint8_t {
    conversation,
    with_names,
    everything
};  // SMTP; and DNS; and every TCP segment

struct Look {
    trace::EventNumber selected = trace::no_event;  // no_event: whatever the playhead shows
    InspectorTab tab = InspectorTab::explain;
    Detail detail = Detail::with_names;
    std::uint32_t ladder_first = 0;  // the first row in sight, when not following
    std::uint32_t ladder_rows = 24;  // how many fit
    enum class Following : std::uint8_t { playhead, nothing } following = Following::playhead;
    std::uint32_t bytes_first = 0;  // the first line of the hex view in sight
    std::uint32_t bytes_rows = 24;
};

}  // namespace view
