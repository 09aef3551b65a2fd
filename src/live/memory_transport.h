// A wire in memory between two hosts of ours: what is written at one end arrives at the other, in order, from
// the event loop. Knows no socket.
#pragma once
#include <utility>

#include "live/transport.h"

namespace asio {
class io_context;
}

namespace live {

/// The two ends. `loop` must outlive both.
std::pair<TransportOwner, TransportOwner> memory_wire(asio::io_context& loop);

}  // namespace live
