#include "view/moment.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "trace/recorder.h"
#include "view/narrate.h"

namespace view {

using namespace trace;

namespace {

// How much a packet on its way claims the caption: a line of the conversation before a question, a handshake
// or a farewell.
int rank_of(PacketKind kind) {
    switch (kind) {
        case PacketKind::command:
        case PacketKind::reply:
        case PacketKind::letter:
            return 2;
        case PacketKind::acknowledgment:
            return 0;
        default:
            return 1;
    }
}

// Is this about a letter that a person wrote? A bounce tells of it, and is told with it.
bool is_of_original(const Trace& trace, const Index& index, EventNumber event) {
    const std::size_t mail = index.post().find(trace[event].host, mail_of(trace[event].fact));
    return mail != Mail::none && index.post().mails()[mail].kind == LetterKind::original;
}

// At the end of the run its outcome is told: the last that became of a mail, of a person's before a bounce.
EventNumber outcome_of(const Trace& trace, const Index& index, const std::vector<Row>& rows,
                       EventNumber otherwise) {
    EventNumber of_notice = no_event;
    for (std::size_t number = rows.size(); number-- > 0;) {
        const Fact& fact = trace[rows[number].event].fact;
        if (std::holds_alternative<Delivered>(fact) || std::holds_alternative<Failed>(fact) ||
            std::holds_alternative<Deferred>(fact)) {
            if (is_of_original(trace, index, rows[number].event)) return rows[number].event;
            if (of_notice == no_event) of_notice = rows[number].event;
        }
    }
    return of_notice == no_event ? otherwise : of_notice;
}

// What the caption tells. In the middle of an instant (only stepping leads there) it is the last row that has
// begun; else what is on its way, and when nothing is, the last row.
EventNumber told_at(const Trace& trace, const Index& index, const Playhead& playhead,
                    const std::vector<std::uint32_t>& air) {
    if (playhead.through == no_event) return no_event;
    const std::vector<Row>& rows = index.rows(Detail::with_names);
    const std::size_t present = index.present_row(Detail::with_names, playhead.through);
    const EventNumber row = present < rows.size() ? rows[present].event : no_event;
    const EventNumber words = present < rows.size() ? rows[present].told() : playhead.through;
    const EventNumber next = playhead.through + 1;
    const bool within = next < trace.size() && trace[next].at == trace[playhead.through].at;
    if (within) return words;
    if (next == trace.size()) return outcome_of(trace, index, rows, words);
    const Flight* best = nullptr;
    for (const std::uint32_t number : air) {
        const Flight& flight = index.traffic().flights()[number];
        if (!best || rank_of(flight.kind) >= rank_of(best->kind)) best = &flight;
    }
    if (!best || rank_of(best->kind) == 0) return words;
    if (rank_of(best->kind) == 2) return best->about;
    return row == no_event || best->sent >= row ? best->about : words;
}

}  // namespace

Moment::Moment(const Trace& shown, const Index& known, const Playhead& at, const Look& looked)
    : trace(shown), index(known), playhead(at), look(looked) {
    if (playhead.through != no_event && playhead.through >= trace.size())
        playhead.through = trace.empty() ? no_event : static_cast<EventNumber>(trace.size() - 1);
    if (look.selected != no_event && look.selected >= trace.size()) look.selected = no_event;
    seconds = index.pace().seconds_at(playhead);
    in_the_air = index.traffic().in_the_air(playhead.through);
    told = told_at(trace, index, playhead, in_the_air);
}

std::string Moment::label(HostId host) const {
    return label_of(trace, host);
}
std::string Moment::text(Range range) const {
    return base::visible(trace.text(range));
}

}  // namespace view
