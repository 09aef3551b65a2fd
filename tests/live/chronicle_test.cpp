// The trace of a run without end, within its bounds.
#include "live/chronicle.h"

#include <catch2/catch.hpp>

#include <string>

using namespace live;

namespace {

trace::Fact noted_line(Chronicle& chronicle, const std::string& text) {
    return trace::CommandReceived{smtp::Verb::noop, smtp::Stage::handshake, chronicle.keep(text)};
}
base::Instant second_of(std::int64_t seconds) {
    return base::Instant{} + base::seconds(seconds);
}

}  // namespace

TEST_CASE("in a pass, the first event answers the trigger and each later one the event before", "[live]") {
    Chronicle chronicle({});
    chronicle.begin(second_of(1), no_event_count);
    const EventCount first = chronicle.note(0, 1, noted_line(chronicle, "a"));
    const EventCount second = chronicle.note(0, 1, noted_line(chronicle, "b"));
    chronicle.begin(second_of(2), first);
    const EventCount third = chronicle.note(0, 1, noted_line(chronicle, "c"));
    const trace::Trace& trace = chronicle.trace();
    REQUIRE(trace.size() == 3);
    CHECK(trace[0].cause == trace::no_event);
    CHECK(trace[static_cast<trace::EventNumber>(second)].cause == first);
    CHECK(trace[static_cast<trace::EventNumber>(third)].cause == first);
    CHECK(trace[0].origin == trace::Origin::observed);
}

TEST_CASE("time never goes back in a chronicle", "[live]") {
    Chronicle chronicle({});
    chronicle.begin(second_of(5), no_event_count);
    chronicle.note(0, 0, noted_line(chronicle, "a"));
    chronicle.begin(second_of(3), no_event_count);
    chronicle.note(0, 0, noted_line(chronicle, "b"));
    CHECK(chronicle.trace()[1].at == second_of(5));
}

TEST_CASE("too many events: the oldest go, and are counted", "[live]") {
    constexpr std::size_t events = 2'000;
    constexpr EventCount all = 50'000;
    Chronicle chronicle({}, {events, 1u << 20});
    EventCount last = no_event_count;
    std::size_t most = 0;
    for (EventCount count = 0; count < all; ++count) {
        chronicle.begin(second_of(static_cast<std::int64_t>(count)), last);
        last = chronicle.note(0, 1, noted_line(chronicle, "NOOP\r\n"));
        CHECK(last == count);
        most = std::max(most, chronicle.trace().size());
    }
    const trace::Trace& trace = chronicle.trace();
    CHECK(chronicle.dropped() + trace.size() == all);
    CHECK(trace.size() >= events / 2);
    CHECK(most <= events + events / 2);
    CHECK(trace.end() == second_of(all - 1));
    // What is kept hangs together: each event's cause is the one before it, but for the oldest.
    CHECK(trace[0].cause == trace::no_event);
    for (trace::EventNumber number = 1; number < trace.size(); ++number)
        REQUIRE(trace[number].cause == number - 1);
}

TEST_CASE("events whose octets are forgotten go with them", "[live]") {
    constexpr std::uint32_t octets = 1u << 20;
    Chronicle chronicle({}, {100'000, octets});
    const std::string letter(10'000, 'l');
    for (int count = 0; count < 5'000; ++count) {
        chronicle.begin(second_of(count), no_event_count);
        chronicle.note(0, 1, noted_line(chronicle, letter));
    }
    const trace::Trace& trace = chronicle.trace();
    CHECK(chronicle.dropped() > 0);
    CHECK(trace.size() >= octets / letter.size());
    // Letting go is done in large steps: some more may stand there, and read as nothing.
    CHECK(trace.size() <= 10 * octets / letter.size());
    const auto& newest =
        std::get<trace::CommandReceived>(trace[static_cast<trace::EventNumber>(trace.size() - 1)].fact);
    CHECK(trace.text(newest.line) == letter);
}

TEST_CASE("a trigger that was dropped is no cause", "[live]") {
    Chronicle chronicle({}, {1'000, 1u << 20});
    chronicle.begin(second_of(0), no_event_count);
    const EventCount old = chronicle.note(0, 1, noted_line(chronicle, "old"));
    for (int count = 0; count < 10'000; ++count) chronicle.note(0, 2, noted_line(chronicle, "x"));
    REQUIRE(chronicle.dropped() > old);
    chronicle.begin(second_of(1), old);
    chronicle.note(0, 1, noted_line(chronicle, "late"));
    CHECK(chronicle.trace()[static_cast<trace::EventNumber>(chronicle.trace().size() - 1)].cause ==
          trace::no_event);
}
