#include "sim/toml_guard.h"

#include <algorithm>

namespace sim {
namespace {

/// The end of the string that begins at `at`: after its closing quotes, or where its line or the text ends.
std::size_t string_end(std::string_view text, std::size_t at) {
    const char quote = text[at];
    const std::string_view triple = quote == '"' ? "\"\"\"" : "'''";
    const bool many_lines = text.substr(at).starts_with(triple);
    at += many_lines ? 3 : 1;
    while (at < text.size()) {
        if (quote == '"' && text[at] == '\\') {
            at += 2;
            continue;
        }
        if (!many_lines && text[at] == quote) return at + 1;
        if (!many_lines && text[at] == '\n') return at;
        if (many_lines && text.substr(at).starts_with(triple)) {
            const std::size_t most =
                std::min(at + 5, text.size());  // up to two quotes more belong to the content
            for (at += 3; at < most && text[at] == quote;) ++at;
            return at;
        }
        ++at;
    }
    return text.size();
}

}  // namespace

std::optional<std::size_t> find_too_deep(std::string_view text) {
    std::size_t dots = 0, brackets = 0, at = 0;
    while (at < text.size()) {
        switch (text[at]) {
            case '"':
            case '\'':
                at = string_end(text, at);
                continue;
            case '#':
                at = std::min(text.find('\n', at), text.size());
                continue;
            case '[':
            case '{':
                ++brackets;
                break;
            case ']':
            case '}':
                brackets -= brackets > 0 ? 1 : 0;
                break;
            case '\n':
                if (brackets == 0) dots = 0;
                break;
            case '.':
                if (++dots > most_dots_in_a_statement) return at;
                break;
            default:
                break;
        }
        ++at;
    }
    return {};
}

}  // namespace sim
