// One playhead over one trace under one look, with what every part of the scene asks about it: what is on its
// way, and which event is told. Shared by the parts of project(); nobody else needs it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "view/index.h"
#include "view/project.h"
#include "view/words.h"

namespace view {

struct Moment {
    Moment(const trace::Trace& trace, const Index& index, const Playhead& playhead, const Look& look);

    bool shows(EventNumber event) const { return event != trace::no_event && playhead.shows(event); }
    /// The event that the inspector, and all that follows a selection, is about; no_event before the first.
    EventNumber subject() const { return look.selected != trace::no_event ? look.selected : told; }
    std::string label(HostId host) const;
    /// An address or name of the trace, for people.
    std::string text(trace::Range range) const;

    const trace::Trace& trace;
    const Index& index;
    Playhead playhead;
    Look look;
    double seconds = 0;                     // on screen
    std::vector<std::uint32_t> in_the_air;  // positions in Traffic::flights()
    EventNumber told = trace::no_event;     // what the caption speaks of
};

std::vector<StageHost> hosts_of(const Moment& moment);
std::vector<StageLine> lines_of(const Moment& moment);
std::vector<StageCable> cables_of(const Moment& moment);
std::vector<StagePacket> packets_of(const Moment& moment);
StageBar stages_of(const Moment& moment);
Caption caption_of(const Moment& moment);
Ownership owner_of(const Moment& moment);
Ladder ladder_of(const Moment& moment);
Inspector inspector_of(const Moment& moment);

/// The mail that is told: the selected event's, else the one of the last event that is about a mail.
/// Mail::none: none yet.
std::size_t mail_told(const Moment& moment);
/// The mail that an event is about at its host; Mail::none when it is about none.
std::size_t mail_of_event(const Moment& moment, EventNumber event);
/// The hop that the stage bar names; null between hops.
const Hop* current_hop(const Moment& moment);

}  // namespace view
