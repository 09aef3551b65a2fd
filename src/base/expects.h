// Our own mistakes: an invariant that does not hold ends the program at once, in every build.
// A peer's mistakes are data and an author's mistakes are Results; neither comes here.
#pragma once
#include <source_location>

namespace base {

[[noreturn]] void broken_promise(std::source_location where);

/// Ends the program, naming file and line, unless `condition` holds.
inline void expects(bool condition, std::source_location where = std::source_location::current()) {
    if (!condition) [[unlikely]]
        broken_promise(where);
}

}  // namespace base
