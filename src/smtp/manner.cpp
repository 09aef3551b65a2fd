#include "smtp/manner.h"

#include <algorithm>

namespace smtp {

std::optional<Manner> manner_named(std::string_view name) {
    const auto found = std::find(manner_names.begin(), manner_names.end(), name);
    if (found == manner_names.end()) return {};
    return static_cast<Manner>(found - manner_names.begin());
}

}  // namespace smtp
