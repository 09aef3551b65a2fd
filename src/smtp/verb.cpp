#include "smtp/verb.h"

#include "base/text.h"

namespace smtp {

Verb verb_named(std::string_view word) {
    for (std::size_t index = 1; index < verb_names.size(); ++index) {
        if (index == static_cast<std::size_t>(Verb::content)) continue;  // never a word on the wire
        if (base::equal_ignoring_case(word, verb_names[index])) return static_cast<Verb>(index);
    }
    return Verb::unknown;
}

}  // namespace smtp
