// The log itself: numbers, instants, causes, and what is left when the oldest events are let go.
#include "trace/trace.h"

#include <catch2/catch.hpp>

using namespace trace;

namespace {

// Ten events, one a second; each is caused by the one three before it; every fourth opens a connection.
Trace ten_events() {
    Trace trace;
    for (EventNumber number = 0; number < 10; ++number) {
        const EventNumber cause = number < 3 ? no_event : number - 3;
        const base::Instant at = base::Instant{} + base::seconds(number);
        Fact fact = Discarded{number};
        if (number % 4 == 0) fact = ConnectionOpening{};
        trace.append(at, 0, number / 4 + 1, cause, Origin::simulated, std::move(fact));
    }
    return trace;
}

}  // namespace

TEST_CASE("when the oldest events go, numbers and causes still hold", "[trace]") {
    const auto gone =
        GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{4}, std::size_t{9}, std::size_t{10});
    const Trace whole = ten_events();
    Trace trace = ten_events();
    trace.forget_oldest(gone);
    REQUIRE(trace.size() == 10 - gone);
    for (EventNumber number = 0; number < trace.size(); ++number) {
        const auto before = static_cast<EventNumber>(number + gone);
        CHECK(trace[number].number == number);
        CHECK(trace[number].at == whole[before].at);
        CHECK(trace[number].fact.index() == whole[before].fact.index());
        const EventNumber cause = whole[before].cause;
        CHECK(trace[number].cause ==
              (cause == no_event || cause < gone ? no_event : static_cast<EventNumber>(cause - gone)));
    }
    for (ConnectionId connection = 1; connection <= 3; ++connection) {
        const EventNumber opened = whole.opening_of(connection);
        CHECK(trace.opening_of(connection) ==
              (opened < gone ? no_event : static_cast<EventNumber>(opened - gone)));
    }
}

TEST_CASE("after the oldest events went, more can be appended", "[trace]") {
    Trace trace = ten_events();
    trace.forget_oldest(7);
    const EventNumber added =
        trace.append(base::Instant{} + base::seconds(20), 0, 0, 2, Origin::observed, Discarded{99});
    CHECK(added == 3);
    CHECK(trace.last_at(base::Instant{} + base::seconds(20)) == 3);
    CHECK(trace.last_at(base::Instant{} + base::seconds(1)) == no_event);
}
