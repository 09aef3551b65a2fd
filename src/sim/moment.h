// A moment of a run as people write it: "00:00.120", "1:30:00", "2+06:00:00", "300ms", "2 s". Counted from
// the scenario's start. Knows no trace: shares and event numbers are the command line's.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace sim {

inline constexpr std::string_view moment_form = "MM:SS, HH:MM:SS.5, D+HH:MM:SS or 300ms";

/// To the nanosecond; further digits are dropped. Nothing when it is no moment, or further away than the
/// numbers go.
std::optional<base::Instant> parse_moment(std::string_view text);

/// As short as it is exact: parse_moment reads it back. Requires: not before the start.
std::string moment_to_text(base::Instant moment);

}  // namespace sim
