// A run as a student reads it in a terminal: virtual time, who to whom, the stage, the line, and what it
// means here; and at the end, where each mail is now. Made from the trace alone.
#pragma once
#include <string>

#include "cli/terminal.h"
#include "trace/outcome.h"
#include "trace/trace.h"

namespace cli {

/// Which events are told.
enum class Telling : std::uint8_t { conversation, every_packet };

std::string transcript(const trace::Trace& trace, const Terminal& terminal, Telling telling);

/// "Where the mail is now", a line or two for each recipient.
std::string whereabouts(const trace::Trace& trace, const Terminal& terminal);

}  // namespace cli
