#include "smtp/reply.h"

#include <fmt/format.h>

#include "base/expects.h"

namespace smtp {

std::string to_text(EnhancedCode code) {
    return code ? fmt::format("{}.{}.{}", code.level, code.subject, code.detail) : std::string();
}

std::string to_wire(const Reply& reply) {
    base::expects(!reply.lines.empty());
    const std::string enhanced = reply.enhanced ? to_text(reply.enhanced) + ' ' : std::string();
    std::string wire;
    for (std::size_t line = 0; line < reply.lines.size(); ++line) {
        const char mark = line + 1 < reply.lines.size() ? '-' : ' ';
        wire += fmt::format("{}{}{}{}\r\n", reply.code, mark, enhanced, reply.lines[line]);
    }
    return wire;
}

}  // namespace smtp
