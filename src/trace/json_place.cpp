#include "trace/json_place.h"

#include <algorithm>

namespace trace {
namespace {

/// The offset behind the value that begins at `at`.
std::size_t past_value(std::string_view text, std::size_t at) {
    for (std::size_t depth = 0; at < text.size();) {
        const char c = text[at];
        if (c == '"') {
            at = past_string(text, at);
            if (depth == 0) return at;
            continue;
        }
        if (depth == 0 && (c == ',' || c == ']' || c == '}')) return at;  // a number or a word ends here
        if (c == '[' || c == '{') ++depth;
        if ((c == ']' || c == '}') && --depth == 0) return at + 1;
        ++at;
    }
    return text.size();
}

/// From behind a value to the next one of the same array or object; the text's size behind the last.
std::size_t next_part(std::string_view text, std::size_t at) {
    at = past_blanks(text, at);
    return at < text.size() && text[at] == ',' ? past_blanks(text, at + 1) : text.size();
}

bool begins_with(std::string_view text, std::size_t at, char c) {
    return at < text.size() && text[at] == c;
}

}  // namespace

std::size_t past_blanks(std::string_view text, std::size_t at) {
    return std::min(text.find_first_not_of(" \t\r\n", at), text.size());
}

std::size_t past_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == '"') return at + 1;
        if (text[at] == '\\') ++at;
    }
    return text.size();
}

std::size_t place_of_member(std::string_view text, std::size_t object, std::string_view key) {
    if (!begins_with(text, object, '{')) return object;
    for (std::size_t at = past_blanks(text, object + 1); begins_with(text, at, '"');) {
        const std::size_t end = past_string(text, at);
        const bool found = text.substr(at + 1, end - at - 2) == key;
        const std::size_t value = past_blanks(text, past_blanks(text, end) + 1);  // behind the colon
        if (found) return value;
        at = next_part(text, past_value(text, value));
    }
    return object;
}

std::size_t place_of_element(std::string_view text, std::size_t array, std::size_t index) {
    if (!begins_with(text, array, '[')) return array;
    std::size_t at = past_blanks(text, array + 1);
    for (; index > 0 && at < text.size(); --index) at = next_part(text, past_value(text, at));
    return at < text.size() ? at : array;
}

}  // namespace trace
