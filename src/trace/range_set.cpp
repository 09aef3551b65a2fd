#include "trace/range_set.h"

#include <algorithm>

namespace trace {

void RangeSet::add(Range range) {
    if (range.empty()) return;
    std::uint32_t begin = range.offset, end = range.end();
    auto next = ends_.upper_bound(begin);
    if (next != ends_.begin()) {
        const auto before = std::prev(next);
        if (before->second >= end) return;
        if (before->second >= begin) {
            begin = before->first;
            next = before;
        }
    }
    while (next != ends_.end() && next->first <= end) {
        end = std::max(end, next->second);
        next = ends_.erase(next);
    }
    ends_.emplace_hint(next, begin, end);
}

bool RangeSet::covers(Range range) const {
    return range.empty() || first_common(range) == range;
}

Range RangeSet::first_common(Range range) const {
    auto piece = ends_.upper_bound(range.offset);
    if (piece != ends_.begin() && std::prev(piece)->second > range.offset) --piece;
    if (range.empty() || piece == ends_.end() || piece->first >= range.end()) return {};
    const std::uint32_t begin = std::max(range.offset, piece->first);
    return {begin, std::min(range.end(), piece->second) - begin};
}

}  // namespace trace
