#include "trace/stream_map.h"

#include <algorithm>
#include <string>

#include "base/expects.h"

namespace trace {

void StreamMap::arrived(Range octets) {
    if (octets.empty()) return;
    const bool joins = !pieces_.empty() && pieces_.back().octets.end() == octets.offset;
    if (joins)
        pieces_.back().octets.length += octets.length;
    else
        pieces_.push_back({end_, octets});
    end_ += octets.length;
}

std::vector<Range> StreamMap::pieces(std::uint64_t offset, std::uint64_t length) const {
    base::expects(offset + length <= end_);
    std::vector<Range> found;
    if (length == 0) return found;
    auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), offset,
                                  [](std::uint64_t at, const Piece& other) { return at < other.begin; });
    base::expects(piece != pieces_.begin());
    --piece;
    for (auto skip = static_cast<std::uint32_t>(offset - piece->begin); length > 0; ++piece, skip = 0) {
        const std::uint64_t there = piece->octets.length - skip;
        found.push_back(piece->octets.part(skip, static_cast<std::uint32_t>(std::min(length, there))));
        length -= found.back().length;
    }
    return found;
}

Range StreamMap::find(std::uint64_t offset, std::uint64_t length, Octets& octets) const {
    const std::vector<Range> found = pieces(offset, length);
    if (found.empty()) return {};
    if (found.size() == 1) return found.front();
    std::string copy;
    for (const Range range : found) copy += octets.view(range);
    return octets.keep(copy);
}

void StreamMap::forget_before(std::uint64_t offset) {
    auto keep = pieces_.begin();
    while (keep != pieces_.end() && keep->begin + keep->octets.length <= offset) ++keep;
    pieces_.erase(pieces_.begin(), keep);
}

}  // namespace trace
