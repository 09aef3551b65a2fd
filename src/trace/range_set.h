// Which octets of a trace are already there: a set of offsets, kept as Ranges that do not touch. The JSON
// Lines writer asks it what it has written, the reader what it has read. Knows no octets.
#pragma once
#include <cstdint>
#include <map>

#include "trace/octets.h"

namespace trace {

class RangeSet {
public:
    /// Requires (here and below): offset + length fits 32 bits.
    void add(Range range);

    /// Are all octets of the range in the set? An empty range is in every set.
    bool covers(Range range) const;

    /// The first part of `range` that is in the set as a whole; an empty Range when no octet of it is.
    Range first_common(Range range) const;

private:
    std::map<std::uint32_t, std::uint32_t> ends_;  // begin: end; in order, apart by at least one octet
};

}  // namespace trace
