#include "view/pace.h"

#include <catch2/catch.hpp>

#include "view/index.h"
#include "view/project.h"
#include "world.h"

using namespace view;

namespace {

trace::Trace any_run() {
    return run_of(GENERATE(Weather::calm, Weather::full_at_first, Weather::lossy, Weather::closed,
                           Weather::late_check));
}

}  // namespace

TEST_CASE("a later event is shown later, and the events of one instant together", "[view]") {
    const trace::Trace trace = any_run();
    const Index index(trace);
    const Pace& pace = index.pace();
    for (EventNumber event = 1; event < trace.size(); ++event) {
        const double apart = pace.seconds_of(event) - pace.seconds_of(event - 1);
        REQUIRE(apart > 0);
        if (trace[event].at == trace[event - 1].at) REQUIRE(apart < 0.001);
    }
    CHECK(pace.length() > pace.seconds_of(static_cast<EventNumber>(trace.size() - 1)));
}

TEST_CASE("the playhead of every event comes back from its screen seconds", "[view]") {
    const trace::Trace trace = any_run();
    const Index index(trace);
    for (EventNumber event = 0; event < trace.size(); ++event) {
        const Playhead playhead = playhead_at(trace, event);
        REQUIRE(index.pace().at(index.pace().seconds_at(playhead)) == playhead);
    }
    CHECK(index.pace().seconds_at(Playhead{}) == 0);
    CHECK(index.pace().at(0) == Playhead{});
}

TEST_CASE("screen seconds are a steady way through the run", "[view]") {
    const trace::Trace trace = any_run();
    const Index index(trace);
    const Pace& pace = index.pace();
    Playhead before;
    for (double seconds = -1; seconds < pace.length() + 2; seconds += 0.037) {
        const Playhead now = pace.at(seconds);
        REQUIRE(now.at >= before.at);
        if (before.through != trace::no_event) REQUIRE(now.through >= before.through);
        if (now.through != trace::no_event) {
            REQUIRE(now.at >= trace[now.through].at);
            if (now.through + 1 < trace.size()) REQUIRE(now.at <= trace[now.through + 1].at);
            // An instant is a whole nanosecond, which may be some milliseconds on screen.
            if (seconds < pace.length() - tail_seconds)
                REQUIRE(std::abs(pace.seconds_at(now) - seconds) < 0.01);
        }
        before = now;
    }
    CHECK(before.through == trace.size() - 1);
}

TEST_CASE("lines take long enough to be read, and waits do not take hours", "[view]") {
    const trace::Trace trace = any_run();
    const Index index(trace);
    const Pace& pace = index.pace();
    for (const Flight& flight : index.traffic().flights()) {
        if (flight.landed == trace::no_event) continue;
        const double seconds = pace.seconds_of(flight.landed) - pace.seconds_of(flight.sent);
        const bool line = flight.kind == PacketKind::command || flight.kind == PacketKind::reply;
        REQUIRE(seconds > (line ? line_seconds : packet_seconds) - 0.01);
    }
    for (EventNumber event = 1; event < trace.size(); ++event)
        if (trace[event].at - trace[event - 1].at > base::seconds(10) &&
            index.traffic().in_the_air(event - 1).empty())
            REQUIRE(pace.seconds_of(event) - pace.seconds_of(event - 1) < wait_seconds + 0.01);
}

TEST_CASE("an empty run has no length", "[view]") {
    const trace::Trace trace;
    const Index index(trace);
    CHECK(index.pace().length() == 0);
    CHECK(index.pace().at(3) == Playhead{});
    CHECK(index.pace().seconds_at(Playhead{base::Instant{5}, 3}) == 0);
}
