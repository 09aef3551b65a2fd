// Where in a line of JSON a value stands: the parser that is used forgets it, and only a Problem asks. Knows
// no meaning.
#pragma once
#include <cstddef>
#include <string_view>

namespace trace {

/// The offset of the member `key` (its value) of the object that begins at `object`; `object` when there is
/// none. Requires (here and below): the text is well-formed JSON.
std::size_t place_of_member(std::string_view text, std::size_t object, std::string_view key);

/// The offset of an element of the array that begins at `array`; `array` when there is none.
std::size_t place_of_element(std::string_view text, std::size_t array, std::size_t index);

/// The first offset from `at` that is not white space.
std::size_t past_blanks(std::string_view text, std::size_t at);

/// The offset behind the string that begins at `at` with its quote; the text's size when it does not end.
std::size_t past_string(std::string_view text, std::size_t at);

}  // namespace trace
