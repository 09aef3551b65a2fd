#include "trace/stream_map.h"

#include <algorithm>
#include <string>

#include "base/expects.h"

namespace trace {

void StreamMap::arrived(Range octets) {
    if (octets.empty()) return;
    const bool joins = !pieces_.empty() && pieces_.back().octets.end() == octets.offset;
    if (joins) pieces_.back().octets.length += octets.length;
    else pieces_.push_back({end_, octets});
    end_ += octets.length;
}

Range StreamMap::find(std::uint64_t offset, std::uint64_t length, Octets& octets) const {
    base::expects(offset + length <= end_);
    auto piece = std::upper_bound(pieces_.begin(), pieces_.end(), offset,
                                  [](std::uint64_t at, const Piece& other) { return at < other.begin; });
    base::expects(piece != pieces_.begin() || length == 0);
    if (length == 0) return {};
    --piece;
    const auto within = static_cast<std::uint32_t>(offset - piece->begin);
    if (within + length <= piece->octets.length) return piece->octets.part(within, static_cast<std::uint32_t>(length));
    std::string copy;
    for (std::uint32_t skip = within; copy.size() < length; ++piece, skip = 0) {
        const auto part = piece->octets.part(skip, static_cast<std::uint32_t>(length - copy.size()));
        copy += octets.view(part);
    }
    return octets.keep(copy);
}

void StreamMap::forget_before(std::uint64_t offset) {
    auto keep = pieces_.begin();
    while (keep != pieces_.end() && keep->begin + keep->octets.length <= offset) ++keep;
    pieces_.erase(pieces_.begin(), keep);
}

}  // namespace trace
