// What a real peer can make us keep or wait for. All are our own bounds unless an RFC is named.
#pragma once
#include <cstddef>
#include <cstdint>

#include "base/instant.h"

namespace live {

struct Limits {
    std::size_t connections = 500;  // at once; the next one is answered 421 (RFC 5321 4.2.1)
    std::size_t farewells = 100;    // of those, how many at once are waited for until they have read it
    std::size_t unread = 1u << 20;  // octets that a peer leaves unread; then its connection is cut
    base::Duration farewell = base::seconds(5);  // for the peer to take the last words and to close
};

inline constexpr std::size_t octets_a_read = 16u << 10;  // so that nobody holds up the others for long
inline constexpr std::size_t most_unheard = 4u
                                            << 20;  // octets thrown away after our last words; then a reset
inline constexpr int most_waiting_to_be_accepted = 256;  // the operating system may hold fewer
inline constexpr base::Duration accept_backoff = base::milliseconds(100);  // when there are no descriptors
inline constexpr base::Duration lookup_patience = base::seconds(15);       // three times 5 s (RFC 1035 4.2.1)
inline constexpr std::uint16_t first_dynamic_port = 49152;                 // RFC 6335 6
inline constexpr base::Duration deadline_grain = base::milliseconds(10);  // deadlines are in seconds and more

}  // namespace live
