// A world that ships nowhere: four hosts, two domains, one recipient refused, names of no scenario. What
// holds for it holds because of what happened, not because of a name.
#pragma once
#include "sim/scenario.h"
#include "trace/trace.h"

enum class Weather {
    calm,           // one recipient is taken, one is unknown: a bounce
    full_at_first,  // the destination takes nobody for five minutes: both are tried again
    lossy,          // packets are lost
    closed,         // nobody listens at the destination: tried for five days, then a bounce
    late_check,     // the destination takes everyone, and bounces itself
    stormy,         // nothing arrives at the destination
    nowhere,        // the MX record names an address where nobody lives
};

sim::Scenario harbour(Weather weather);
inline constexpr int weathers = 7;
/// The harbour's run.
trace::Trace run_of(Weather weather);
/// The scenario that the program opens on.
trace::Trace first_delivery();
