// What must hold of every scene, whatever the run: walked event by event and in between.
#include <catch2/catch.hpp>

#include <set>

#include "scene_text.h"
#include "view/session.h"
#include "world.h"

using namespace view;

namespace {

trace::Trace any_run() {
    const int number = GENERATE(range(0, weathers + 1));
    return number == weathers ? first_delivery() : run_of(static_cast<Weather>(number));
}

// Every `stride`th event, so that runs of thousands of events are walked in a moment.
EventNumber stride_of(const trace::Trace& trace) {
    return static_cast<EventNumber>(1 + trace.size() / 700);
}

void check_event(const trace::Trace& trace, EventNumber event) {
    REQUIRE(event < trace.size());
}
void check_shown(const Scene& scene, EventNumber event) {
    REQUIRE(event != trace::no_event);
    REQUIRE(scene.event != trace::no_event);
    REQUIRE(event <= scene.event);
}

void check_stage(const Scene& scene) {
    for (const StageHost& host : scene.hosts) {
        REQUIRE((host.x >= 0 && host.x <= 1 && host.y >= 0 && host.y <= 1));
        if (host.event != trace::no_event) check_shown(scene, host.event);
        for (const TrayMail& mail : host.tray) {
            check_shown(scene, mail.event);
            REQUIRE((mail.letter >= 0 && mail.letter <= 1));
            REQUIRE((mail.mail == 0) == (mail.custody == Custody::arriving));
            REQUIRE(mail.mailbox.empty() == (mail.custody != Custody::delivered));
            REQUIRE(mail.tag.empty() ==
                    (mail.custody != Custody::waiting && mail.custody != Custody::failed));
            if (mail.kind == trace::LetterKind::bounce) REQUIRE(mail.envelope.reverse_path.empty());
        }
    }
    for (const StageLine& line : scene.lines) check_shown(scene, line.event);
    int current = 0;
    for (const StageLine& line : scene.lines) current += line.focus == StageLine::Focus::current;
    REQUIRE(current <= 1);
    const bool nobody = scene.stages.hop.ends_with("> nobody");
    REQUIRE((current == 1) == (!scene.stages.hop.empty() && !nobody));
    for (const StagePacket& packet : scene.packets) {
        check_shown(scene, packet.event);
        REQUIRE((packet.progress >= 0 && packet.progress <= 1));
        REQUIRE(packet.from < scene.hosts.size());
        REQUIRE(packet.to < scene.hosts.size());
        REQUIRE(!packet.label.empty());
    }
}

void check_words(const trace::Trace& trace, const Scene& scene) {
    REQUIRE(scene.stages.hop.empty() != scene.stages.between.empty());
    REQUIRE(!scene.caption.meaning.empty());
    REQUIRE(!scene.owner.text.empty());
    if (scene.event == trace::no_event) return;
    check_event(trace, scene.caption.event);
    check_shown(scene, scene.owner.event);
    check_event(trace, scene.stages.event);
    REQUIRE(scene.owner.host < scene.hosts.size());
    bool before = true;  // no stage is reached before its first event
    for (std::size_t stage = 0; stage < 5; ++stage)
        if (scene.stages.reached[stage]) before = before && scene.stages.first[stage] <= scene.event;
    REQUIRE(before);
}

void check_ladder(const trace::Trace& trace, const Scene& scene, const Look& look) {
    const Ladder& ladder = scene.ladder;
    REQUIRE(ladder.rows.size() <= look.ladder_rows);
    REQUIRE(ladder.first + ladder.rows.size() <= ladder.total);
    REQUIRE(ladder.rows.size() == std::min<std::size_t>(look.ladder_rows, ladder.total));
    int present = 0;
    for (const LadderRow& row : ladder.rows) {
        check_event(trace, row.event);
        if (row.arrival != trace::no_event) check_event(trace, row.arrival);
        REQUIRE(row.text.find_first_of("\r\n") == std::string::npos);
        REQUIRE(!row.text.empty());
        REQUIRE(!row.meaning.empty());
        REQUIRE(row.from < scene.hosts.size());
        const bool begun = scene.event != trace::no_event && row.event <= scene.event;
        REQUIRE(begun == (row.time != LadderRow::Time::future));
        present += row.time == LadderRow::Time::present;
    }
    REQUIRE(present == (ladder.present < ladder.total ? 1 : 0));
}

}  // namespace

TEST_CASE("every item of every scene along a run names its event and keeps within its bounds", "[view]") {
    Session session(any_run());
    const trace::Trace& trace = session.trace();
    for (EventNumber event = 0; event < trace.size(); event += stride_of(trace)) {
        INFO("event " << event);
        session.apply(SeekToEvent{event});
        const Scene scene = session.scene();
        REQUIRE(scene.event == event);
        check_stage(scene);
        check_words(trace, scene);
        check_ladder(trace, scene, session.look());
        check_event(trace, scene.inspector.explain.event);
        REQUIRE((scene.timeline.position >= 0 && scene.timeline.position <= scene.timeline.length));
    }
    for (const Lane& lane : session.scene().timeline.lanes)
        for (const LaneSpan& span : lane.spans) {
            check_event(trace, span.event);
            REQUIRE(
                (span.begin >= 0 && span.begin <= span.end && span.end <= session.scene().timeline.length));
        }
    for (const Marker& marker : session.scene().timeline.markers) check_event(trace, marker.event);
}

TEST_CASE("between events the scene holds together as well, under every look", "[view]") {
    Session session(any_run());
    session.apply(ShowDetail{GENERATE(Detail::conversation, Detail::everything)});
    session.apply(ShowTab{GENERATE(InspectorTab::bytes, InspectorTab::message)});
    session.apply(FitLadder{7});
    const double length = session.index().pace().length();
    for (double seconds = 0; seconds <= length; seconds += length / 150) {
        session.apply(SeekTo{seconds});
        const Scene scene = session.scene();
        check_stage(scene);
        check_words(session.trace(), scene);
        check_ladder(session.trace(), scene, session.look());
    }
}

TEST_CASE("equal input gives an equal scene", "[view]") {
    Session one(run_of(Weather::lossy)), other(run_of(Weather::lossy));
    const double length = one.index().pace().length();
    REQUIRE(length == other.index().pace().length());
    for (double seconds = 0; seconds <= length; seconds += length / 40) {
        one.apply(SeekTo{seconds});
        other.apply(SeekTo{length - seconds});
        other.apply(SeekTo{seconds});  // by another way
        REQUIRE(scene_text(one.scene()) == scene_text(other.scene()));
    }
}

TEST_CASE("any event may be selected at any moment", "[view]") {
    Session session(run_of(Weather::calm));
    const auto size = static_cast<EventNumber>(session.trace().size());
    for (const double part : {0.0, 0.3, 1.0}) {
        session.apply(SeekTo{session.index().pace().length() * part});
        for (EventNumber event = 0; event < size; ++event) {
            session.apply(Select{event});
            for (const InspectorTab tab :
                 {InspectorTab::explain, InspectorTab::bytes, InspectorTab::message}) {
                session.apply(ShowTab{tab});
                const Scene scene = session.scene();
                if (tab == InspectorTab::explain) REQUIRE(!scene.inspector.explain.meaning.empty());
                if (tab == InspectorTab::bytes) REQUIRE(!scene.inspector.bytes.heading.empty());
                if (tab == InspectorTab::message) REQUIRE(!scene.inspector.message.heading.empty());
            }
        }
    }
}

TEST_CASE("stepping forward through a run and back again visits the same playheads", "[view]") {
    const trace::Trace trace = any_run();
    const Index index(trace);
    const Step step = GENERATE(Step::event, Step::command, Step::stage);
    std::vector<Playhead> way{Playhead{}};
    for (;;) {
        const Playhead next = stepped(trace, index, way.back(), step, Direction::forward);
        if (next == way.back()) break;
        REQUIRE((way.back().through == trace::no_event || next.through > way.back().through));
        way.push_back(next);
    }
    REQUIRE(way.size() > 5);
    if (step == Step::event) REQUIRE(way.size() == trace.size() + 1);
    for (std::size_t place = way.size() - 1; place > 0; --place)
        REQUIRE(stepped(trace, index, way[place], step, Direction::back) == way[place - 1]);
    CHECK(stepped(trace, index, Playhead{}, step, Direction::back) == Playhead{});
}
