#include "base/citation.h"

#include <fmt/format.h>

namespace base {

std::string to_text(const Citation& citation) {
    if (citation.rfc == 0) return {};
    if (citation.section.empty()) return fmt::format("RFC {}", citation.rfc);
    return fmt::format("RFC {} {}", citation.rfc, citation.section);
}

}  // namespace base
