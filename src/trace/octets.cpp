#include "trace/octets.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "base/expects.h"

namespace trace {

Octets::Octets(std::string flat) {
    keep(flat);
}

Octets Octets::bounded(std::uint32_t newest) {
    base::expects(newest <= largest_bound);
    Octets octets;
    octets.bound_ = (newest + block_size - 1) / block_size + 1;  // one more: the block that is being filled
    return octets;
}

// A block begins on a multiple of block_size and its last octet is never used: that is the gap of
// invariant 3.
void Octets::open_block(std::uint32_t octets) {
    constexpr std::uint64_t all_slots = std::uint64_t{1} << (32 - block_bits);
    const std::uint64_t slots = (std::uint64_t{octets} + 1 + block_size - 1) >> block_bits;
    std::uint64_t slot = blocks_.empty() ? 0 : blocks_.back().slot + blocks_.back().slots;
    if (bound_ != 0) {
        if (slot + slots > all_slots) slot = 0;  // the offsets begin again
        close_block();
        forget_for(static_cast<std::uint32_t>(slots));
        if (slots_.size() < slot + slots) ends_.resize(slot + slots);
    }
    base::expects(slot + slots <= all_slots);
    if (slots_.size() < slot + slots) slots_.resize(slot + slots);
    const auto begin = static_cast<std::uint32_t>(slot << block_bits);
    end_ = static_cast<std::uint32_t>(begin + (slots << block_bits) - 1);
    blocks_.push_back({std::unique_ptr<char[]>(new char[static_cast<std::size_t>(slots) << block_bits]),
                       static_cast<std::uint32_t>(slot), static_cast<std::uint32_t>(slots)});
    for (std::uint64_t one = 0; one < slots; ++one) {
        slots_[slot + one] = blocks_.back().octets.get() + (static_cast<std::size_t>(one) << block_bits);
        if (bound_ != 0) ends_[slot + one] = end_;
    }
    slots_kept_ += static_cast<std::uint32_t>(slots);
    next_ = begin;
}

// What a block did not use will never be written: a Range that is older than the block must not show it.
void Octets::close_block() {
    if (blocks_.empty()) return;
    const Block& last = blocks_.back();
    std::fill_n(ends_.begin() + last.slot, last.slots, next_);
}

// Makes room for a block of so many slots: what stays is at least what the bound promises.
void Octets::forget_for(std::uint32_t slots) {
    constexpr std::uint32_t farthest = 1u << (31 - block_bits);  // a block may be larger than the bound
    const auto too_much = [&] {
        return slots_kept_ - blocks_.front().slots >= bound_ || slots_kept_ + slots > farthest;
    };
    while (!blocks_.empty() && too_much()) {
        const Block& oldest = blocks_.front();
        for (std::uint32_t one = 0; one < oldest.slots; ++one) slots_[oldest.slot + one] = nullptr;
        slots_kept_ -= oldest.slots;
        blocks_.pop_front();
    }
}

Range Octets::keep(std::string_view octets) {
    base::expects(octets.size() < std::numeric_limits<std::uint32_t>::max() - block_size);
    const auto length = static_cast<std::uint32_t>(octets.size());
    if (length == 0) return {next_, 0};
    if (end_ - next_ < length) open_block(length);
    std::memcpy(slots_[next_ >> block_bits] + (next_ & (block_size - 1)), octets.data(), length);
    const Range kept{next_, length};
    next_ += length;
    kept_ += length;
    return kept;
}

std::string_view Octets::view(Range range) const {
    if (range.empty()) return {};
    if (bound_ != 0) return view_if_kept(range);
    base::expects((range.offset >> block_bits) < slots_.size());
    return {slots_[range.offset >> block_bits] + (range.offset & (block_size - 1)), range.length};
}

// A Range that outlived its block may end behind the block that stands there now.
std::string_view Octets::view_if_kept(Range range) const {
    const std::size_t slot = range.offset >> block_bits;
    if (slot >= slots_.size() || slots_[slot] == nullptr) return {};
    const std::uint32_t end = ends_[slot] == end_ ? next_ : ends_[slot];
    if (range.offset >= end || range.length > end - range.offset) return {};
    return {slots_[slot] + (range.offset & (block_size - 1)), range.length};
}

}  // namespace trace
