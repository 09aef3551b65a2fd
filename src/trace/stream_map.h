// One direction of a connection as its receiver sees it: which Range of the trace's octets holds which part
// of the stream. So a line that came in three segments is still the Range that its sender kept, and no octet
// is kept twice.
#pragma once
#include <cstdint>
#include <vector>

#include "trace/octets.h"

namespace trace {

class StreamMap {
public:
    /// The next octets of the stream are these.
    void arrived(Range octets);

    /// Where `length` octets from `offset` stand; when they do not stand together, a copy is kept.
    /// Requires: they arrived, and were not forgotten.
    Range find(std::uint64_t offset, std::uint64_t length, Octets& octets) const;

    /// The same without copying: the Ranges that hold these octets, one after another.
    std::vector<Range> pieces(std::uint64_t offset, std::uint64_t length) const;

    /// Octets before `offset` will not be asked for again.
    void forget_before(std::uint64_t offset);

private:
    struct Piece {
        std::uint64_t begin = 0;
        Range octets;
    };
    std::vector<Piece> pieces_;  // in order, without gaps; neighbours that stand together are one
    std::uint64_t end_ = 0;
};

}  // namespace trace
