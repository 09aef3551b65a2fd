#include "live/chronicle.h"

#include <algorithm>

namespace live {
namespace {

constexpr std::size_t events_a_mark = 256;  // how finely it is known which octets an event spoke of

}  // namespace

Chronicle::Chronicle(const trace::World& world, Bounds bounds) : bounds_(bounds) {
    trace_.world = world;
    trace_.octets = trace::Octets::bounded(bounds.octets);
}

void Chronicle::begin(base::Instant now, EventCount trigger) {
    now_ = std::max(now_, now);
    last_ = trigger;
}

EventCount Chronicle::note(trace::HostId host, trace::ConnectionId connection, trace::Fact fact,
                           trace::Origin origin) {
    const bool known = last_ != no_event_count && last_ >= dropped_;
    const auto cause = known ? static_cast<trace::EventNumber>(last_ - dropped_) : trace::no_event;
    last_ = dropped_ + trace_.append(now_, host, connection, cause, origin, std::move(fact));
    if (last_ % events_a_mark == 0) {
        marks_.push_back({last_, trace_.octets.kept()});
        forget();
    }
    return last_;
}

// An event goes when there are too many after it, or when the octets that it spoke of are gone. Moving the
// rest takes time, so it is done when at least a quarter can go.
void Chronicle::forget() {
    const std::uint64_t kept = trace_.octets.kept();
    EventCount first = dropped_;
    if (trace_.size() > bounds_.events) first += trace_.size() - bounds_.events * 3 / 4;
    auto mark = marks_.begin();
    while (mark != marks_.end() && (mark->event < first || kept - mark->octets > bounds_.octets)) ++mark;
    if (mark != marks_.begin()) first = std::max(first, std::prev(mark)->event);
    const auto gone = static_cast<std::size_t>(first - dropped_);
    if (gone == 0 || gone < trace_.size() / 4) return;
    marks_.erase(marks_.begin(), mark);
    trace_.forget_oldest(gone);
    dropped_ = first;
}

}  // namespace live
