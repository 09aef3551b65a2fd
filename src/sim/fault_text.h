// What may go wrong in a world, in words: "crash destination when destination accepted". The same words stand
// in scenario files (faults = [...]), on the command line (--fault) and on screens. Reads and writes text
// only; whether the hosts and lines exist is sim/intervention_check.h. The grammar:
//
//     fault = what [when]
//     what  = cut A B | mend A B | slow A B BANDWIDTH | delay A B TIME | lose A B LOSS
//           | line A B [latency TIME] [bandwidth BANDWIDTH] [loss LOSS]
//           | crash HOST | restart HOST | fill HOST | empty HOST
//           | break-names NAMESERVER NAME times-out|fails|answers
//           | set HOST.NAME=VALUE
//     when  = at MOMENT | when HOST FACT [VERB] [NTH] [after TIME] | after TIME
//
// Without `when` it strikes at the start; `after` alone counts from the fault before it.
#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "trace/intervention.h"

namespace sim {

/// The octets of a fault that are read; our own bound.
inline constexpr std::size_t longest_fault = 4096;

/// The fault, or the first thing that is wrong with it: the place has the column alone (and line 1).
/// `previous`: the fault before it, if there is one.
base::Result<trace::Intervention> parse_fault(std::string_view text,
                                              const trace::Intervention* previous = nullptr);

/// As parse_fault reads it; a letter that is sent has no such words, and is named for people.
std::string fault_to_text(const trace::Intervention& fault);

}  // namespace sim
