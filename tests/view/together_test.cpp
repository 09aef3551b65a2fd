// The parts of a scene tell of one event: caption, inspector, the ladder's present row, the stage bar.
#include <catch2/catch.hpp>

#include "sim/scenario_file.h"
#include "sim/simulation.h"
#include "view/moment.h"
#include "view/session.h"

using namespace view;

namespace {

trace::Trace run_of_builtin(std::string_view name) {
    auto scenario = sim::builtin_scenario(name);
    REQUIRE(scenario);
    auto run = sim::simulate(*scenario);
    REQUIRE(run);
    return std::move(*run);
}

/// After every event, and half-way to the next one.
std::vector<Playhead> playheads_of(const trace::Trace& trace) {
    std::vector<Playhead> playheads{Playhead{}};
    for (EventNumber event = 0; event < trace.size(); ++event) {
        playheads.push_back({trace[event].at, event});
        if (event + 1 == trace.size() || trace[event + 1].at == trace[event].at) continue;
        const std::int64_t gap = (trace[event + 1].at - trace[event].at).nanoseconds;
        playheads.push_back({trace[event].at + base::Duration{gap / 2}, event});
    }
    return playheads;
}

bool tells_of(const Row& row, EventNumber event) {
    return row.event == event || row.arrival == event;
}

}  // namespace

TEST_CASE("the present row is the one that the caption tells of, in every scenario at every moment",
          "[view]") {
    for (const sim::BuiltinScenario& known : sim::builtin_scenarios()) {
        const trace::Trace trace = run_of_builtin(known.name);
        const Index index(trace);
        const std::vector<Playhead> playheads = playheads_of(trace);
        std::size_t told = 0;
        for (const Detail detail : {Detail::conversation, Detail::with_names, Detail::everything}) {
            const std::vector<Row>& rows = index.rows(detail);
            Look look;
            look.detail = detail;
            look.ladder_rows = 3;
            for (const Playhead& playhead : playheads) {
                INFO(known.name << ", event " << playhead.through);
                const Moment moment(trace, index, playhead, look);
                const EventNumber caption = caption_of(moment).event;
                const Ladder ladder = ladder_of(moment);
                REQUIRE((caption == trace::no_event) == (playhead.through == trace::no_event));
                if (caption == trace::no_event) {
                    REQUIRE(ladder.present == ladder.total);
                    continue;
                }
                const bool has_row = std::any_of(rows.begin(), rows.end(),
                                                 [&](const Row& row) { return tells_of(row, caption); });
                if (!has_row) continue;
                ++told;
                REQUIRE(ladder.present < ladder.total);
                REQUIRE(tells_of(rows[ladder.present], caption));
                const auto shown =
                    std::find_if(ladder.rows.begin(), ladder.rows.end(),
                                 [](const LadderRow& row) { return row.time == LadderRow::Time::present; });
                REQUIRE(shown != ladder.rows.end());
                REQUIRE((shown->event == caption || shown->arrival == caption));
                REQUIRE(moment.subject() == caption);
            }
        }
        if (!trace.empty()) CHECK(told > playheads.size());  // in a world without mails nothing is told
    }
}

TEST_CASE("caption, inspector and present row agree where they once did not", "[view]") {
    const auto [name, share] = GENERATE(
        table<std::string, double>({{"unknown-user", 1.0}, {"four-hosts", 0.6}, {"first-delivery", 0.45}}));
    Session session(run_of_builtin(name));
    session.apply(SeekTo{session.index().pace().length() * share});
    const Scene scene = session.scene();
    CHECK(scene.inspector.explain.event == scene.caption.event);
    REQUIRE(scene.ladder.present < scene.ladder.total);
    CHECK(tells_of(session.index().rows(Detail::with_names)[scene.ladder.present], scene.caption.event));
}

TEST_CASE("between hops a stage leads into the last connection that has begun, else into the first",
          "[view]") {
    Session session(run_of_builtin("first-delivery"));
    const std::vector<Hop>& hops = session.index().hops();
    REQUIRE(hops.size() > 1);
    CHECK(session.scene().stages.hop.empty());
    CHECK(session.scene().stages.first == hops.front().stages);
    session.apply(GoToEnd{});
    CHECK(session.scene().stages.hop.empty());
    CHECK(session.scene().stages.first == hops.back().stages);
    CHECK(session.scene().stages.first[0] != trace::no_event);
    CHECK(session.scene().stages.reached == std::array<bool, 5>{});
    REQUIRE(hops[0].last + 1 < hops[1].first);
    session.apply(SeekToEvent{hops[1].first - 1});
    CHECK(session.scene().stages.first == hops[0].stages);
}
