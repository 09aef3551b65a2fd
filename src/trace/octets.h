// The trace's append-only store of octets. Facts hold Ranges into it, never pointers or strings, and each
// octet is kept once: a line, the segments that carried it and the line that arrived are all the same Range.
#pragma once
#include <cstdint>
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

    /// Keeps a copy. Requires: the store stays below 4 GiB (limit of a Range's 32 bits).
    Range keep(std::string_view octets);

    /// What a range holds; valid as long as the store lives.
    std::string_view view(Range range) const;

    /// Octets taken, gaps included.
    std::uint32_t size() const { return next_; }

private:
    static constexpr std::uint32_t block_bits = 16, block_size = 1u << block_bits;
    std::vector<std::unique_ptr<char[]>> blocks_;
    std::vector<char*> slots_;  // for every block_size octets of offset space: where they stand
    std::uint32_t next_ = 0;    // the offset of the next octet
    std::uint32_t end_ = 0;     // where the present block ends
    void open_block(std::uint32_t octets);
};

}  // namespace trace
