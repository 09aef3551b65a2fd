#include "base/expects.h"

#include <cstdio>
#include <cstdlib>

namespace base {

void broken_promise(const char* file, int line, const char* function) {
    std::fprintf(stderr, "%s:%d: mailstage broke a promise of its own in %s; please report this\n", file,
                 line, function);
    std::abort();
}

}  // namespace base
