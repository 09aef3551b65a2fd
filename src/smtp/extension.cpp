#include "smtp/extension.h"

#include "base/text.h"

namespace smtp {

std::optional<Extension> extension_named(std::string_view keyword) {
    for (std::size_t index = 0; index < extension_count; ++index)
        if (base::equal_ignoring_case(keyword, extension_names[index].keyword))
            return static_cast<Extension>(index);
    return {};
}

}  // namespace smtp
