// The trace of a run that has no end: the newest events and the octets that they speak of, within bounds;
// what is dropped is counted. A pass is the handling of one input: its first event is caused by what
// triggered it, each later one by the event before. Knows no socket and no clock.
#pragma once
#include <cstdint>
#include <deque>

#include "trace/trace.h"

namespace live {

inline constexpr std::size_t most_events = 250'000;      // 24 MB of them; our own bound, as is the next
inline constexpr std::uint32_t most_octets = 64u << 20;  // what they speak of

struct Bounds {
    std::size_t events = most_events;
    std::uint32_t octets = most_octets;
};

/// An event by its count since the start: what is dropped shifts the trace's own numbers, but not this.
using EventCount = std::uint64_t;
inline constexpr EventCount no_event_count = ~EventCount{0};

class Chronicle {
public:
    explicit Chronicle(const trace::World& world, Bounds bounds = {});

    /// A new pass begins. `trigger`: the event that it answers, or no_event_count.
    void begin(base::Instant now, EventCount trigger);
    /// Appends a fact of the present pass; observed unless said otherwise.
    EventCount note(trace::HostId host, trace::ConnectionId connection, trace::Fact fact,
                    trace::Origin origin = trace::Origin::observed);
    /// The last event of the present pass, else its trigger.
    EventCount last() const { return last_; }

    trace::Range keep(std::string_view octets) { return trace_.octets.keep(octets); }
    trace::Octets& octets() { return trace_.octets; }
    const trace::Trace& trace() const { return trace_; }
    /// Events that were let go of.
    EventCount dropped() const { return dropped_; }

private:
    struct Mark {
        EventCount event = 0;
        std::uint64_t octets = 0;  // kept until then
    };
    void forget();

    Bounds bounds_;
    trace::Trace trace_;
    base::Instant now_;
    EventCount last_ = no_event_count, dropped_ = 0;
    std::deque<Mark> marks_;
};

}  // namespace live
