#include "base/expects.h"

#include <cstdio>
#include <cstdlib>

namespace base {

void broken_promise(std::source_location where) {
    std::fprintf(stderr, "%s:%u: mailstage broke a promise of its own in %s; please report this\n",
                 where.file_name(), static_cast<unsigned>(where.line()), where.function_name());
    std::abort();
}

}  // namespace base
