// Our own mistakes: an invariant that does not hold ends the program at once, in every build.
// A peer's mistakes are data and an author's mistakes are Results; neither comes here.
#pragma once

namespace base {

[[noreturn]] void broken_promise(const char* file, int line, const char* function);

/// Ends the program, naming file and line, unless `condition` holds. (The compilers' builtins stand for
/// std::source_location, which clang 14 does not have.)
inline void expects(bool condition, const char* file = __builtin_FILE(), int line = __builtin_LINE(),
                    const char* function = __builtin_FUNCTION()) {
    if (!condition) [[unlikely]]
        broken_promise(file, line, function);
}

}  // namespace base
