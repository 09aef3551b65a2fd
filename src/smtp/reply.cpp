#include "smtp/reply.h"

#include <fmt/format.h>

#include "base/expects.h"

namespace smtp {

std::string to_text(EnhancedCode code) {
    return code ? fmt::format("{}.{}.{}", code.level, code.subject, code.detail) : std::string();
}

std::string to_wire(const Reply& reply) {
    base::expects(!reply.lines.empty());
    const std::string code = std::to_string(reply.code);
    const std::string enhanced = reply.enhanced ? to_text(reply.enhanced) + ' ' : std::string();
    std::size_t length = 0;
    for (const std::string& line : reply.lines) length += code.size() + 1 + enhanced.size() + line.size() + 2;
    std::string wire;
    wire.reserve(length);
    for (std::size_t line = 0; line < reply.lines.size(); ++line) {
        wire += code;
        wire += line + 1 < reply.lines.size() ? '-' : ' ';
        wire += enhanced;
        wire += reply.lines[line];
        wire += "\r\n";
    }
    return wire;
}

}  // namespace smtp
