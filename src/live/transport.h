// One end of a connection that carries octets: a socket, or a wire in memory. It knows neither SMTP nor TLS.
// Nothing is called back from within write(), flush(), finish() or cut().
#pragma once
#include <cstdint>
#include <memory>
#include <string_view>

#include "trace/fact.h"

namespace live {

using EndId = std::uint32_t;  // from 1; below mta::outgoing

/// Who is told what happens on transports.
class TransportEvents {
public:
    virtual void arrived(EndId end, std::string_view octets) = 0;
    /// The peer will say nothing more (finished), or the connection is gone. Nothing follows.
    virtual void ended(EndId end, trace::Ending ending) = 0;

protected:
    ~TransportEvents() = default;
};

class Transport {
public:
    virtual ~Transport() = default;
    /// From here on `events` is told, under the name `end`, until finish() or cut().
    virtual void attach(EndId end, TransportEvents& events) = 0;
    /// Takes a copy; it leaves with flush().
    virtual void write(std::string_view octets) = 0;
    virtual void flush() = 0;
    /// Closes after all that was written. The peer may still be reading: it is waited for, within limits.
    virtual void finish() = 0;
    /// Closes at once.
    virtual void cut() = 0;
};

using TransportOwner = std::shared_ptr<Transport>;

}  // namespace live
