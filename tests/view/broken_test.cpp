// What breaks and what is sealed, on the stage, the ladder and the timeline, and in words: who has the mail
// afterwards.
#include <catch2/catch.hpp>

#include <algorithm>

#include "sim/fault_text.h"
#include "sim/simulation.h"
#include "trace/outcome.h"
#include "view/change_words.h"
#include "view/holder.h"
#include "view/narrate.h"
#include "view/session.h"
#include "world.h"

using namespace view;
using Catch::Contains;

namespace {

constexpr HostId pier = 0, quay = 1, isle = 2;

trace::Trace broken(const std::vector<std::string>& faults) {
    std::vector<trace::Intervention> with;
    for (const std::string& text : faults) {
        auto fault = sim::parse_fault(text, with.empty() ? nullptr : &with.back());
        REQUIRE(fault);
        with.push_back(std::move(*fault));
    }
    auto run = sim::simulate(harbour(Weather::calm), with);
    if (!run) FAIL(to_text(run.problem()));
    return std::move(*run);
}

template <class Fact>
EventNumber first(const trace::Trace& trace) {
    for (const trace::Event& event : trace.events())
        if (std::holds_alternative<Fact>(event.fact)) return event.number;
    return trace::no_event;
}

std::string word_of(HostId host) {
    return harbour(Weather::calm).hosts[host].name;
}

Scene scene_at(const trace::Trace& trace, EventNumber event) {
    const Index index(trace);
    return project(trace, index, playhead_at(trace, event), {});
}

}  // namespace

TEST_CASE("a host that crashes is down on the stage until it is up again", "[view]") {
    const std::string isle_word = word_of(isle);
    const auto trace = broken({"crash " + isle_word + " when " + isle_word + " content-received",
                               "restart " + isle_word + " after 1 min"});
    const EventNumber crashed = first<trace::Crashed>(trace), again = first<trace::Restarted>(trace);
    REQUIRE(crashed != trace::no_event);
    REQUIRE(again != trace::no_event);
    CHECK(scene_at(trace, crashed - 1).hosts[isle].power == StageHost::Power::up);
    const Scene down = scene_at(trace, crashed);
    CHECK(down.hosts[isle].power == StageHost::Power::down);
    CHECK(down.hosts[isle].crashed == crashed);
    CHECK(down.hosts[quay].power == StageHost::Power::up);
    CHECK(scene_at(trace, again).hosts[isle].power == StageHost::Power::up);
}

TEST_CASE("before the 250 was said a crash leaves the mail with the one who sends it", "[view]") {
    const std::string isle_word = word_of(isle);
    const auto trace = broken({"crash " + isle_word + " when " + isle_word + " content-received"});
    CHECK_THAT(narrate(trace, first<trace::Crashed>(trace)).meaning,
               Contains("Quay still has the mail: Isle never said 250"));
}

TEST_CASE("a crash between the dot and the hearing of its 250 leaves two owners and two copies", "[view]") {
    const std::string isle_word = word_of(isle);
    const auto trace = broken(
        {"crash " + isle_word + " when " + isle_word + " accepted", "restart " + isle_word + " after 1 min"});
    CHECK_THAT(narrate(trace, first<trace::Crashed>(trace)).meaning,
               Contains("Both have the mail now") && Contains("RFC 1047"));
    std::uint32_t most = 0;
    for (const trace::RecipientFate& fate : trace::fates(trace)) most = std::max(most, fate.copies);
    CHECK(most == 2);
}

TEST_CASE("a cable that is cut is on the stage until it is mended, and says who has the mail", "[view]") {
    const std::string a = word_of(quay), b = word_of(isle);
    const auto trace = broken(
        {"cut " + a + " " + b + " when " + a + " content-sent", "mend " + a + " " + b + " after 10 min"});
    const EventNumber cut = first<trace::LineChanged>(trace);
    REQUIRE(cut != trace::no_event);
    const Scene scene = scene_at(trace, cut);
    REQUIRE(scene.cables.size() == 1);
    CHECK(scene.cables[0].state == StageCable::State::cut);
    CHECK(scene.cables[0].event == cut);
    CHECK_THAT(narrate(trace, cut).meaning,
               Contains("is cut") && Contains("Quay still has the mail: Isle never said 250"));
    CHECK(scene_at(trace, static_cast<EventNumber>(trace.size() - 1)).cables.empty());
}

TEST_CASE("a line that got worse says in which way", "[view]") {
    const std::string ends = word_of(quay) + " " + word_of(isle);
    const auto [fault, state] = GENERATE_COPY(table<std::string, StageCable::State>({
        {"slow " + ends + " 9600 bit/s", StageCable::State::slow},
        {"delay " + ends + " 2 s", StageCable::State::slow},
        {"lose " + ends + " 20 %", StageCable::State::lossy},
        {"cut " + ends, StageCable::State::cut},
    }));
    INFO(fault);
    const auto trace = broken({fault});
    const Scene scene = scene_at(trace, first<trace::LineChanged>(trace));
    REQUIRE(scene.cables.size() == 1);
    CHECK(scene.cables[0].state == state);
}

TEST_CASE("what you did is told with hosts by their labels, and when it struck", "[view]") {
    const std::string a = word_of(quay), b = word_of(isle);
    const auto [fault, words] = GENERATE_COPY(table<std::string, std::string>({
        {"cut " + a + " " + b + " when " + a + " content-sent",
         "You cut the line between Quay and Isle, as soon as Quay had sent the letter."},
        {"crash " + b + " when " + b + " accepted",
         "You crash Isle, as soon as Isle had taken responsibility for the mail."},
        {"crash " + b + " when " + b + " command-received RCPT 2",
         "You crash Isle, as soon as Isle had heard RCPT (time 2)."},
        {"fill " + b, "You fill the disk of Isle."},
        {"crash " + b, "You crash Isle."},
    }));
    const auto trace = broken({fault});
    REQUIRE(trace.interventions.size() == 1);
    CHECK(change_text(trace, trace.interventions[0]) == words);
}

TEST_CASE("faults are rows of their own, in every detail, and marks on the timeline", "[view]") {
    const auto trace = broken({"crash " + word_of(isle) + " when " + word_of(isle) + " accepted"});
    const Index index(trace);
    const EventNumber crashed = first<trace::Crashed>(trace);
    for (const Detail detail : {Detail::conversation, Detail::with_names, Detail::everything}) {
        const std::size_t row = index.row_of(detail, crashed);
        REQUIRE(row < index.rows(detail).size());
        CHECK(index.rows(detail)[row].kind == RowKind::fault);
    }
    const auto& markers = index.timeline().markers;
    CHECK(std::any_of(markers.begin(), markers.end(), [&](const Marker& one) {
        return one.event == crashed && one.kind == MarkerKind::fault && one.text == "Isle crashes";
    }));
    CHECK(std::any_of(markers.begin(), markers.end(), [](const Marker& one) {
        return one.kind == MarkerKind::intervention && one.text == "you crash Isle";
    }));
}

TEST_CASE("a refused connection has no stage on the timeline", "[view]") {
    const auto trace = run_of(Weather::closed);
    const Index index(trace);
    int refused = 0;
    for (const Lane& lane : index.timeline().lanes)
        for (const LaneSpan& span : lane.spans)
            if (span.kind == SpanKind::refused) {
                ++refused;
                CHECK(lane.spans.size() == 1);
            }
    CHECK(refused >= 2);
}

TEST_CASE("a fault long after the mail was handed over does not touch it", "[view]") {
    const auto trace =
        broken({"cut " + word_of(pier) + " " + word_of(quay) + " when " + word_of(isle) + " delivered"});
    CHECK_THAT(narrate(trace, first<trace::LineChanged>(trace)).meaning, !Contains("still has the mail"));
}

TEST_CASE("nobody has the mail of a connection that is not there", "[view]") {
    const auto trace = run_of(Weather::calm);
    CHECK(holder_text(trace, 77, 3).empty());
    CHECK(holders_text(trace, pier, trace::no_host, trace::no_event - 1).empty());
}
