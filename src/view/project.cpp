#include "view/project.h"

#include <algorithm>

#include "view/moment.h"

namespace view {

using namespace trace;

Scene project(const Trace& trace, const Index& index, const Playhead& playhead, const Look& look) {
    const Moment moment(trace, index, playhead, look);
    Scene scene;
    scene.event = moment.playhead.through;
    scene.at = moment.playhead.at;
    scene.clock = base::to_text(moment.playhead.at);
    scene.title = trace.world.title;
    scene.hosts = hosts_of(moment);
    scene.lines = lines_of(moment);
    scene.cables = cables_of(moment);
    scene.packets = packets_of(moment);
    scene.stages = stages_of(moment);
    scene.caption = caption_of(moment);
    scene.owner = owner_of(moment);
    scene.ladder = ladder_of(moment);
    scene.timeline = index.timeline();
    scene.timeline.position = moment.seconds;
    scene.inspector = inspector_of(moment);
    return scene;
}

Playhead playhead_at(const Trace& trace, EventNumber event) {
    return event == no_event || trace.empty() ? Playhead{} : Playhead{trace[event].at, event};
}

namespace {

// Where stepping stops under a step, in order.
std::vector<EventNumber> stops(const Trace& trace, const Index& index, Step step) {
    std::vector<EventNumber> found;
    if (step == Step::command) {
        for (const Row& row : index.rows(Detail::conversation))
            if (row.kind == RowKind::command || row.kind == RowKind::reply || row.kind == RowKind::letter)
                found.push_back(row.event);
    } else {
        for (const Hop& hop : index.hops())
            for (const EventNumber first : hop.stages)
                if (first != no_event) found.push_back(first);
    }
    // Stop where the packet that carries the line has just left, so that it is seen.
    for (EventNumber& stop : found)
        for (EventNumber next = stop + 1; next < trace.size() && trace[next].cause == stop; ++next)
            if (std::holds_alternative<SegmentSent>(trace[next].fact)) {
                stop = next;
                break;
            }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace

Playhead stepped(const Trace& trace, const Index& index, const Playhead& playhead, Step step,
                 Direction direction) {
    const bool forward = direction == Direction::forward;
    if (trace.empty()) return playhead;
    // Past the last event's instant, a step back leads to that event first.
    if (step == Step::event) {
        const auto last = static_cast<EventNumber>(trace.size() - 1);
        if (forward) {
            const EventNumber next = playhead.through == no_event ? 0 : playhead.through + 1;
            return next > last ? playhead : playhead_at(trace, next);
        }
        if (playhead.through == no_event) return playhead;
        if (trace[playhead.through].at < playhead.at) return playhead_at(trace, playhead.through);
        return playhead.through == 0 ? Playhead{} : playhead_at(trace, playhead.through - 1);
    }
    const std::vector<EventNumber> all = stops(trace, index, step);
    if (forward) {
        const auto next = playhead.through == no_event
                              ? all.begin()
                              : std::upper_bound(all.begin(), all.end(), playhead.through);
        return next == all.end() ? playhead : playhead_at(trace, *next);
    }
    if (playhead.through == no_event) return playhead;
    auto next = std::lower_bound(all.begin(), all.end(), playhead.through);
    if (next != all.end() && *next == playhead.through && trace[*next].at < playhead.at)
        return playhead_at(trace, *next);
    return next == all.begin() ? Playhead{} : playhead_at(trace, *(next - 1));
}

}  // namespace view
