// The one pure function from a run to a screen: same trace, same playhead, same look, same scene.
#pragma once
#include "view/index.h"
#include "view/scene.h"

namespace view {

/// Requires: `index` was made of `trace`.
Scene project(const trace::Trace& trace, const Index& index, const Playhead& playhead, const Look& look);

enum class Step : std::uint8_t { event, command, stage };
enum class Direction : std::uint8_t { back, forward };
/// The playhead one event, command (or reply) or stage further; the same at the ends.
Playhead stepped(const trace::Trace& trace, const Index& index, const Playhead& playhead, Step step,
                 Direction direction);

/// Right after an event.
Playhead playhead_at(const trace::Trace& trace, trace::EventNumber event);

/// The message of a mail in a host's custody as that host holds it (trace fields on top); nothing when it has
/// none.
std::optional<std::string> letter_of(const trace::Trace& trace, trace::HostId host, trace::MailId mail,
                                     trace::EventNumber through);

}  // namespace view
