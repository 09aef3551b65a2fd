// The receiving half of a stream: what has come in order, what waits behind a gap, and where the stream ends.
// Positions are 64 bits wide and never wrap; octet n of the stream is position n + 1 (the SYN is 0). Knows
// no segment and no octets. RFC 9293 3.4 and 3.10.7.4. Bounded whatever arrives.
#pragma once
#include <cstdint>
#include <vector>

namespace sim {

/// Always offered: the reader takes everything at once. The most without window scaling (RFC 9293 3.1).
inline constexpr std::uint16_t receive_window = 65'535;
/// Islands kept behind gaps; one more is dropped, and its sender sends it again. Our choice: a window of
/// full segments with every second one lost has 23.
inline constexpr std::size_t island_limit = 64;

class Reassembly {
public:
    enum class Outcome : std::uint8_t { in_order, filled_gap, out_of_order, nothing_new };

    /// Takes [begin, end), clipped to the window and to the end of the stream.
    Outcome take(std::uint64_t begin, std::uint64_t end);
    /// The FIN stands at `position`. Ignored if it contradicts what came before.
    void ends_at(std::uint64_t position);
    /// Where the next octet in order will stand: RCV.NXT; it counts the FIN once all before it is there.
    std::uint64_t next() const { return next_; }
    /// Whether all up to and including the FIN has come.
    bool complete() const { return complete_; }

private:
    struct Island {
        std::uint64_t begin;
        std::uint64_t end;
    };
    Outcome insert(Island island);
    void finish();

    std::vector<Island> islands_;  // sorted, apart from each other, all beyond next_
    std::uint64_t next_ = 1;
    std::uint64_t fin_at_ = 0;  // 0: not known
    bool complete_ = false;
};

}  // namespace sim
