#include "trace/recorder.h"

#include <catch2/catch.hpp>

#include <set>
#include <string>

using namespace trace;

namespace {

constexpr HostId ann = 0, relay = 1;
const base::Instant start;

}  // namespace

TEST_CASE("in a pass each event causes the next, and the trigger causes the first", "[trace]") {
    Trace trace;
    Recorder recorder(trace);
    recorder.begin(start, no_event);
    const auto written = recorder.note(ann, 0, Written{1, 0, LetterKind::original, 1, {}, {}});
    const auto addressed = recorder.note(ann, 0, Addressed{1, 0, {}});
    CHECK(trace[written].cause == no_event);
    CHECK(trace[addressed].cause == written);
    recorder.begin(start + base::seconds(1), written);
    const auto opened = recorder.note(relay, 5, ConnectionOpened{});
    CHECK(trace[opened].cause == written);
    CHECK(trace[opened].at == start + base::seconds(1));
    CHECK(trace[opened].connection == 5);
    CHECK(recorder.last() == opened);
}

TEST_CASE("a pass that a deadline begins is caused by what was waiting: the mail, else the connection",
          "[trace]") {
    Trace trace;
    Recorder recorder(trace);
    recorder.begin(start, no_event);
    const auto deferred = recorder.note(relay, 0, Deferred{3, 0, 450, {}, {}, {}, {}});
    recorder.begin(start, no_event);
    const auto greeted = recorder.note(relay, 9, ReplySent{});
    recorder.begin(start, no_event);
    const auto other_host = recorder.note(ann, 0, Deferred{3, 0, 450, {}, {}, {}, {}});
    CHECK(trace[other_host].cause == no_event);  // the same number on another host is another mail

    recorder.begin(start + base::minutes(15), no_event);
    CHECK(trace[recorder.note(relay, 0, Attempted{3, 2, {}})].cause == deferred);
    recorder.begin(start + base::minutes(16), no_event);
    CHECK(trace[recorder.note(relay, 9, ReplySent{})].cause == greeted);
    recorder.begin(start + base::minutes(17), no_event);
    const auto attempted = recorder.note(relay, 0, Attempted{4, 1, {}});
    CHECK(trace[attempted].cause == no_event);
    CHECK(trace[recorder.note(relay, 0, ConnectionOpened{})].cause == attempted);
}

TEST_CASE("an appended event has the cause it is given and leaves the pass alone", "[trace]") {
    Trace trace;
    Recorder recorder(trace, Origin::observed);
    recorder.begin(start, no_event);
    const auto first = recorder.note(ann, 1, ConnectionOpened{});
    recorder.note(ann, 1, ConnectionClosed{});
    const auto last = recorder.last();
    const auto sent = recorder.append(start, ann, 1, first, SegmentSent{});
    CHECK(trace[sent].cause == first);
    CHECK(trace[sent].origin == Origin::observed);
    CHECK(recorder.last() == last);
}

TEST_CASE("a trace numbers its events and finds them by time and by cause", "[trace]") {
    Trace trace;
    CHECK(trace.empty());
    CHECK(trace.last_at(start) == no_event);
    CHECK(trace.end() == start);
    const auto at = [](int second) { return start + base::seconds(second); };
    const auto first = trace.append(at(1), ann, 0, no_event, Origin::simulated, Written{});
    const auto second = trace.append(at(2), ann, 1, first, Origin::simulated, CommandSent{});
    const auto third = trace.append(at(2), relay, 1, second, Origin::simulated, CommandReceived{});
    for (EventNumber number = 0; number < trace.size(); ++number) CHECK(trace[number].number == number);
    CHECK(trace.last_at(start) == no_event);
    CHECK(trace.last_at(at(1)) == first);
    CHECK(trace.last_at(at(2)) == third);
    CHECK(trace.last_at(at(9)) == third);
    CHECK(trace.end() == at(2));
    CHECK(trace.cause_of_kind<CommandReceived>(third) == third);
    CHECK(trace.cause_of_kind<Written>(third) == first);
    CHECK(trace.cause_of_kind<Failed>(third) == no_event);
}

TEST_CASE("facts have one name each, and say which mail they are about", "[trace]") {
    CHECK(std::set<std::string_view>(fact_names.begin(), fact_names.end()).size() == fact_names.size());
    CHECK(name_of(SegmentSent{}) == "segment-sent");
    CHECK(name_of(Ruled{}) == "ruled");
    CHECK(name_of(Intervened{}) == "intervened");
    CHECK(mail_of(Deferred{7, 0, 0, {}, {}, {}, {}}) == 7);
    CHECK(mail_of(CommandSent{smtp::Verb::mail, smtp::Stage::sender, 8, {}}) == 8);
    CHECK(mail_of(ReplySent{}) == 0);
    CHECK(mail_of(SegmentLost{}) == 0);
}

TEST_CASE("a world finds its hosts by word, by domain and by address", "[trace]") {
    World world;
    world.hosts.push_back({"client",
                           "Ann's laptop",
                           "laptop.src.example",
                           Role::client,
                           {base::parse_ip_address("192.0.2.10").value()},
                           {}});
    world.hosts.push_back(
        {"relay",
         "Relay",
         "relay.src.example",
         Role::relay,
         {base::parse_ip_address("198.51.100.25").value(), base::parse_ip_address("2001:db8::25").value()},
         {}});
    CHECK(world.find("relay") == 1);
    CHECK(world.find("LAPTOP.src.example") == 0);
    CHECK(world.find("nobody") == no_host);
    CHECK(world.find(base::parse_ip_address("2001:db8::25").value()) == 1);
    CHECK(world.find(base::parse_ip_address("192.0.2.11").value()) == no_host);
}
