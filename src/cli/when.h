// A moment of a run as a person writes it: 50%, #EVENT, [[D+]HH:]MM:SS[.f] or 300ms.
#pragma once
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "trace/trace.h"

namespace cli {

struct Share {
    std::uint32_t per_million = 0;
};  // of the run's length
using When = std::variant<Share, trace::EventNumber, base::Instant>;

/// The problem names no place: it is the command line's.
base::Result<When> parse_when(std::string_view text);

/// A share is one of the virtual time; an event beyond the last is the last one.
base::Instant instant_of(const When& when, const trace::Trace& trace);

}  // namespace cli
