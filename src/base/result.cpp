#include "base/result.h"

#include <fmt/format.h>

namespace base {

std::string to_text(const Problem& problem) {
    std::string text;
    if (!problem.place.file.empty()) {
        text = problem.place.file + ":";
        if (problem.place.line > 0) text += fmt::format("{}:", problem.place.line);
        if (problem.place.line > 0 && problem.place.column > 0)
            text += fmt::format("{}:", problem.place.column);
        text += ' ';
    }
    text += problem.what;
    if (!problem.mend.empty()) text += "; " + problem.mend;
    return text;
}

}  // namespace base
