#include "cli/terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace cli {
namespace {

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

std::string painted(const Terminal& terminal, Tone tone, std::string_view text) {
    // By Tone. Bright enough on dark and light grounds alike; meaning never hangs on colour alone.
    static constexpr std::array<std::string_view, 11> codes{"",   "2",  "1",  "32", "33", "31",
                                                            "34", "35", "36", "33", "31"};
    const std::string_view code = codes[static_cast<std::size_t>(tone)];
    if (terminal.colour == Colour::none || code.empty()) return std::string(text);
    return fmt::format("\033[{}m{}\033[0m", code, text);
}

std::string wrapped(std::string_view text, int indent, int columns) {
    const auto room = static_cast<std::size_t>(std::max(columns - indent, 20));
    std::string result;
    std::size_t used = 0;
    for (const std::string_view word : base::words(text)) {
        const std::size_t width = width_of(word);
        if (used > 0 && used + 1 + width > room) {
            result += '\n';
            result.append(static_cast<std::size_t>(indent), ' ');
            used = 0;
        }
        if (used > 0) {
            result += ' ';
            ++used;
        }
        result += word;
        used += width;
    }
    return result;
}

}  // namespace cli
