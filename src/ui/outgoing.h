// What the composer's words become: an intervention that sends a letter, or what is wrong, beside the field
// that it is wrong in.
#pragma once
#include <string>
#include <variant>

#include "sim/scenario.h"
#include "trace/intervention.h"
#include "ui/window_state.h"
#include "view/intent.h"

namespace ui {

struct Refused {
    FieldFault from, to;
};

/// `number`: how many the learner has written, this one counted; it makes the Message-ID unique.
/// Requires: `host` is a host of the scenario.
std::variant<trace::Intervention, Refused> outgoing(const view::SendLetter& words,
                                                    const sim::Scenario& scenario,
                                                    const sim::ScenarioHost& host, base::Instant at,
                                                    std::size_t number);

}  // namespace ui
