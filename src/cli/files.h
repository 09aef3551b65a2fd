// Files by name, in whole: read with a limit, written in one piece or not at all.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace cli {

inline constexpr std::size_t largest_file = 256u << 20;  // octets; our own bound

/// "-" is standard input.
base::Result<std::string> read_file(const std::string& name);

/// Writes to a neighbour first and renames it, so that nobody sees half a file. The problem when it cannot
/// be.
std::optional<base::Problem> write_file(const std::string& name, std::string_view octets);

}  // namespace cli
