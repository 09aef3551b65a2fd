// What a learner did to a world, in words: "You cut the line between Relay and Destination, as soon as Relay
// had sent the letter." Names hosts by their labels. Knows no simulator: a saved run is told the same way.
#pragma once
#include <string>

#include "trace/trace.h"

namespace view {

/// One sentence.
std::string change_text(const trace::Trace& trace, const trace::Intervention& intervention);

/// A few words, for a marker and a ladder row: "you cut the line", "you crash Destination".
std::string short_change_text(const trace::Trace& trace, const trace::Intervention& intervention);

}  // namespace view
