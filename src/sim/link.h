// One direction of a virtual line: its delay, its bandwidth, its bounded first-in-first-out queue and its
// loss. Knows how long a packet is and nothing of what is in it: not TCP, not UDP, not mail. It holds no
// packet; it says when each will arrive. Loss is a pure function of seed, line, connection and packet number,
// so that one packet more on one connection spares or kills no packet of another.
#pragma once
#include <cstddef>
#include <cstdint>

#include "base/instant.h"
#include "base/random.h"

namespace sim {

struct LinkSettings {
    base::Duration latency;
    std::uint64_t bits_per_second = 0;   // 0: unlimited
    std::uint32_t loss_per_million = 0;  // 1,000,000: the line is cut

    friend constexpr bool operator==(const LinkSettings&, const LinkSettings&) = default;
};

/// What became of a packet, and when.
struct Passage {
    enum class Fate : std::uint8_t { arrives, lost, overflowed };
    Fate fate = Fate::arrives;
    /// arrives: when its last octet is there. lost: when it would have been. overflowed: at once.
    base::Instant at;

    friend constexpr bool operator==(const Passage&, const Passage&) = default;
};

/// Octets that may wait for a line; one more packet is dropped at the tail. Our choice: four windows of 64
/// KiB.
inline constexpr std::uint64_t link_queue_limit = 4 * 65'536;

/// The longest packet there is: an IPv4 total length (RFC 791 3.1).
inline constexpr std::size_t packet_limit = 65'535;

// Invariants: 1. packets arrive in the order in which they were sent, also across change().
class Link {
public:
    /// `number` tells this direction of this line from every other in the draws of `random`.
    Link(LinkSettings settings, base::Random random, std::uint64_t number);

    /// Puts a packet of `octets` (IP header included) on the line. The same key has the same luck every time.
    /// Requires: now never goes back; octets <= packet_limit.
    Passage send(base::Instant now, std::size_t octets, std::uint64_t connection, std::uint64_t packet);

    /// From here on; packets already sent keep their passage.
    void change(LinkSettings settings) { settings_ = settings; }
    const LinkSettings& settings() const { return settings_; }

private:
    LinkSettings settings_;
    base::Random random_;
    std::uint64_t number_;
    base::Instant busy_until_;    // when the last octet queued so far leaves
    base::Instant last_arrival_;  // invariant 1
};

}  // namespace sim
