#include "trace/octets.h"

#include <cstring>
#include <limits>

#include "base/expects.h"

namespace trace {

Octets::Octets(std::string flat) {
    keep(flat);
}

// A block begins on a multiple of block_size and its last octet is never used: that is the gap of
// invariant 3.
void Octets::open_block(std::uint32_t octets) {
    const std::uint64_t slots = (std::uint64_t{octets} + 1 + block_size - 1) >> block_bits;
    const std::uint64_t begin = std::uint64_t{slots_.size()} << block_bits;
    base::expects(begin + (slots << block_bits) <= std::numeric_limits<std::uint32_t>::max());
    blocks_.push_back(std::make_unique<char[]>(static_cast<std::size_t>(slots) << block_bits));
    for (std::uint64_t slot = 0; slot < slots; ++slot)
        slots_.push_back(blocks_.back().get() + (static_cast<std::size_t>(slot) << block_bits));
    next_ = static_cast<std::uint32_t>(begin);
    end_ = static_cast<std::uint32_t>(begin + (slots << block_bits) - 1);
}

Range Octets::keep(std::string_view octets) {
    base::expects(octets.size() < std::numeric_limits<std::uint32_t>::max() - block_size);
    const auto length = static_cast<std::uint32_t>(octets.size());
    if (length == 0) return {next_, 0};
    if (end_ - next_ < length) open_block(length);
    std::memcpy(slots_[next_ >> block_bits] + (next_ & (block_size - 1)), octets.data(), length);
    const Range kept{next_, length};
    next_ += length;
    return kept;
}

std::string_view Octets::view(Range range) const {
    if (range.empty()) return {};
    base::expects((range.offset >> block_bits) < slots_.size());
    return {slots_[range.offset >> block_bits] + (range.offset & (block_size - 1)), range.length};
}

}  // namespace trace
