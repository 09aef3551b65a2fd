#include "sim/link.h"

#include <algorithm>

#include "base/expects.h"

namespace sim {
namespace {

constexpr std::uint64_t one_million = 1'000'000;
constexpr std::uint64_t bit_nanoseconds_per_octet = 8'000'000'000;

/// How long the line is busy with so many octets; rounded up. At most link_queue_limit: nothing overflows.
base::Duration serialisation(std::uint64_t octets, std::uint64_t bits_per_second) {
    if (bits_per_second == 0) return {};
    const std::uint64_t work = octets * bit_nanoseconds_per_octet;
    return base::nanoseconds(
        static_cast<std::int64_t>(work / bits_per_second + (work % bits_per_second != 0 ? 1 : 0)));
}

}  // namespace

Link::Link(LinkSettings settings, base::Random random, std::uint64_t number)
    : settings_(settings), random_(random), number_(number) {}

Passage Link::send(base::Instant now, std::size_t octets, std::uint64_t connection, std::uint64_t packet) {
    base::expects(octets <= packet_limit);
    const base::Instant starts = std::max(now, busy_until_);
    if (settings_.bits_per_second != 0 &&
        starts - now > serialisation(link_queue_limit - octets, settings_.bits_per_second))
        return {Passage::Fate::overflowed, now};
    busy_until_ = starts + serialisation(octets, settings_.bits_per_second);
    const base::Instant arrival = std::max(busy_until_ + settings_.latency, last_arrival_);
    last_arrival_ = arrival;
    // A lost packet took its turn on the line all the same: it is lost on the way, not before it.
    const bool lost = settings_.loss_per_million > 0 &&
                      random_.below(one_million, number_, base::Purpose::loss, connection, packet) <
                          settings_.loss_per_million;
    return {lost ? Passage::Fate::lost : Passage::Fate::arrives, arrival};
}

}  // namespace sim
