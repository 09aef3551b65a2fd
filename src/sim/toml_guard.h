// A look at TOML text before toml++ reads it. Dotted keys open a table a dot; toml++ 3.3 follows them without
// a bound and frees what it built recursively, so that one long line of dots would exhaust the stack. Knows
// only what is a string, a comment and a bracket (TOML v1.0.0); all other syntax is left to toml++.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace sim {

/// Dots outside of strings in one statement (a line, and those that its open brackets join to it). Our own
/// bound: nothing that a scenario may say needs three.
inline constexpr std::size_t most_dots_in_a_statement = 500;

/// Where the first dot too many stands, in octets from the start.
std::optional<std::size_t> find_too_deep(std::string_view text);

}  // namespace sim
