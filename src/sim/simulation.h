// A virtual world that runs: hosts, links, TCP, UDP and names, on a clock of its own. The same scenario and
// the same interventions give the same trace, octet for octet, on every machine. No I/O, no real time, no
// threads.
#pragma once
#include <cstdint>
#include <vector>

#include "base/result.h"
#include "sim/scenario.h"
#include "trace/intervention.h"
#include "trace/trace.h"

namespace sim {

inline constexpr base::Duration longest_run = base::days(8);  // queues give up after 5 (RFC 5321 4.5.4.1)
inline constexpr std::size_t most_events = 20'000'000;        // our own bound: about 2 GB of trace

inline constexpr std::size_t most_interventions = 0xFFFF;  // trace::Intervened counts them in 16 bits

/// Runs until nothing is left to happen, or to `until`, or to a bound above. Interventions that name unknown
/// hosts, lines or settings are a Problem. The scenario's own faults come first in the trace's interventions;
/// all strike in order of their instants, or when their trigger fires.
base::Result<trace::Trace> simulate(const Scenario& scenario,
                                    const std::vector<trace::Intervention>& interventions = {},
                                    base::Instant until = base::Instant{} + longest_run);

}  // namespace sim
