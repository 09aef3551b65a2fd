#include "sim/spelling.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/text.h"

namespace sim {

std::string shown(std::string_view written) {
    constexpr std::size_t quoted_octets = 80;
    return base::visible(written.substr(0, quoted_octets));
}

std::size_t spelling_distance(std::string_view a, std::string_view b) {
    a = a.substr(0, compared_letters);
    b = b.substr(0, compared_letters);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (base::lower(a[i]) == base::lower(b[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

std::vector<std::string> nearest_first(std::string_view word, std::vector<std::string> known) {
    std::vector<std::pair<std::size_t, std::string>> ranked;
    for (std::string& one : known) ranked.emplace_back(spelling_distance(word, one), std::move(one));
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string> sorted;
    for (auto& [distance, one] : ranked) sorted.push_back(std::move(one));
    return sorted;
}

std::string spelling_advice(std::string_view word, std::vector<std::string> known) {
    if (known.empty()) return "leave it out";
    known = nearest_first(word, std::move(known));
    const std::size_t near = 1 + std::min(word.size(), compared_letters) / 4;
    if (known.size() == 1 || spelling_distance(word, known.front()) <= near)
        return "use '" + known.front() + "'";
    std::string list;
    for (const std::string& one : known) list += (list.empty() ? "" : ", ") + one;
    return "use one of " + list;
}

}  // namespace sim
