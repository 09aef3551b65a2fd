#include "trace/trace.h"

#include <algorithm>

#include "base/expects.h"

namespace trace {
namespace {

// A log that grows by doubling is copied about once more; room that is never touched costs nothing.
constexpr std::size_t least_room = 4096, most_quadrupled = 1u << 20;  // events; our own bounds

std::size_t more_room(std::size_t room) {
    return room < least_room ? least_room : room < most_quadrupled ? room * 4 : room * 2;
}

}  // namespace

EventNumber Trace::append(base::Instant at, HostId host, ConnectionId connection, EventNumber cause,
                          Origin origin, Fact fact) {
    const auto number = static_cast<EventNumber>(events_.size());
    base::expects(events_.empty() || events_.back().at <= at);
    base::expects(cause == no_event || cause < number);
    if (std::holds_alternative<ConnectionOpening>(fact)) openings_.emplace(connection, number);
    if (events_.size() == events_.capacity()) events_.reserve(more_room(events_.capacity()));
    events_.push_back({at, number, cause, connection, host, origin, std::move(fact)});
    return number;
}

void Trace::forget_oldest(std::size_t count) {
    base::expects(count <= events_.size());
    const auto gone = static_cast<EventNumber>(count);
    events_.erase(events_.begin(), events_.begin() + static_cast<std::ptrdiff_t>(count));
    for (Event& event : events_) {
        event.number -= gone;
        event.cause = event.cause == no_event || event.cause < gone ? no_event : event.cause - gone;
    }
    std::erase_if(openings_, [gone](const auto& one) { return one.second < gone; });
    for (auto& [connection, number] : openings_) number -= gone;
}

EventNumber Trace::opening_of(ConnectionId connection) const {
    const auto found = openings_.find(connection);
    return found == openings_.end() ? no_event : found->second;
}

EventNumber Trace::last_at(base::Instant at) const {
    const auto later =
        std::upper_bound(events_.begin(), events_.end(), at,
                         [](base::Instant value, const Event& event) { return value < event.at; });
    return later == events_.begin() ? no_event : static_cast<EventNumber>(later - events_.begin() - 1);
}

}  // namespace trace
