// The trace's append-only store of octets. Facts hold Ranges into it, never pointers or strings, and each
// octet is kept once: a line, the segments that carried it and the line that arrived are all the same Range.
#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace trace {

struct Range {
    std::uint32_t offset = 0;
    std::uint32_t length = 0;
    friend constexpr bool operator==(Range, Range) = default;
    friend constexpr auto operator<=>(Range, Range) = default;
    constexpr bool empty() const { return length == 0; }
    constexpr std::uint32_t end() const { return offset + length; }
    /// The part from `begin`, at most `count` octets. Requires: begin <= length.
    constexpr Range part(std::uint32_t begin, std::uint32_t count) const {
        return {offset + begin, count < length - begin ? count : length - begin};
    }
};

/// Invariants: 1. what was kept never moves nor changes; 2. octets kept by one call are contiguous; 3. when
/// range b begins where a ends, the two are contiguous in memory as well (blocks leave a gap between them).
class Octets {
public:
    Octets() = default;
    /// A store that already holds `flat` from offset 0 (a trace that was read from a file).
    explicit Octets(std::string flat);
    Octets(Octets&&) = default;
    Octets& operator=(Octets&&) = default;

    /// A store for a run without end: at least the newest `newest` octets stay readable, a view of a Range
    /// that was forgotten is empty, and keep() has no limit. Offsets begin again at 0 after 4 GiB: whoever
    /// holds a Range for longer than that may read what others kept. Requires: newest <= largest_bound.
    static Octets bounded(std::uint32_t newest);
    static constexpr std::uint32_t largest_bound = 1u << 30;

    /// Keeps a copy. Requires, unless bounded: the store stays below 4 GiB (limit of a Range's 32 bits).
    Range keep(std::string_view octets);

    /// What a range holds; valid as long as the store lives, in a bounded one until the next keep().
    std::string_view view(Range range) const;

    /// Octets taken, gaps included; of a bounded store, where the next one goes.
    std::uint32_t size() const { return next_; }
    /// Octets that were ever kept.
    std::uint64_t kept() const { return kept_; }

private:
    static constexpr std::uint32_t block_bits = 16, block_size = 1u << block_bits;
    struct Block {
        std::unique_ptr<char[]> octets;
        std::uint32_t slot = 0, slots = 0;  // its offset and its length, in units of block_size
    };
    void open_block(std::uint32_t octets);
    void close_block();
    void forget_for(std::uint32_t slots);
    std::string_view view_if_kept(Range range) const;

    std::deque<Block> blocks_;  // in the order in which they were opened
    std::vector<char*>
        slots_;  // for every block_size octets of offset space: where they stand; null: forgotten
    std::vector<std::uint32_t> ends_;  // of a bounded store: where each slot's block ends
    std::uint64_t kept_ = 0;
    std::uint32_t next_ = 0;        // the offset of the next octet
    std::uint32_t end_ = 0;         // where the present block ends
    std::uint32_t bound_ = 0;       // in slots; 0: not bounded
    std::uint32_t slots_kept_ = 0;  // of a bounded store
};

}  // namespace trace
