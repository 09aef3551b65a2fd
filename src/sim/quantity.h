// Quantities as people write them in a scenario: "20 ms", "100 Mbit/s", "0.5 %". Whole numbers inside: a
// decimal fraction is read digit by digit, never as floating point. Knows no file and no position.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace sim {

/// The longest span a scenario may name; our own bound, far above sim::longest_run, far below overflow.
inline constexpr base::Duration longest_duration = base::days(365);
/// The fastest limited line, in bits a second; our own bound: 1 Tbit/s.
inline constexpr std::uint64_t fastest_line = 1'000'000'000'000;

inline constexpr std::string_view duration_form =
    "a number and ns, us, ms, s, min, h or days, such as \"20 ms\"";
inline constexpr std::string_view bandwidth_form =
    "a number and bit/s, kbit/s, Mbit/s or Gbit/s, such as \"100 Mbit/s\", or \"unlimited\"";
inline constexpr std::string_view loss_form = "0 to 100 and %, with up to 4 decimals, such as \"0.5 %\"";

/// From 0 to longest_duration, to the nanosecond.
std::optional<base::Duration> parse_duration(std::string_view text);

/// Bits a second, from 1 to fastest_line; 0 for "unlimited".
std::optional<std::uint64_t> parse_bandwidth(std::string_view text);

/// Packets lost in a million, from 0 to 1,000,000.
std::optional<std::uint32_t> parse_loss(std::string_view text);

// Back to text, exactly: the functions above read it. Requires: within the bounds above.
std::string duration_to_text(base::Duration duration);
std::string bandwidth_to_text(std::uint64_t bits_per_second);
std::string loss_to_text(std::uint32_t per_million);

}  // namespace sim
