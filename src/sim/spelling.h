// Which known word did the author mean? For problems that quote what was written and name the nearest one.
// Compares octets without case; knows nothing of what the words stand for.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sim {

/// Letters of a misspelt word that count; our own bound, so that the comparison stays small.
inline constexpr std::size_t compared_letters = 64;

/// What an author wrote, as a problem quotes it: visible, and cut at 80 octets.
std::string shown(std::string_view written);

/// How many letters must be put in, taken out or changed to make one of the other (Levenshtein).
std::size_t spelling_distance(std::string_view a, std::string_view b);

/// The known words, nearest first; equally near ones stay in their order.
std::vector<std::string> nearest_first(std::string_view word, std::vector<std::string> known);

/// "use 'latency'" when one word is near enough to be meant, or the only one, else "use one of latency, loss,
/// ..."; nearest first.
std::string spelling_advice(std::string_view word, std::vector<std::string> known);

}  // namespace sim
