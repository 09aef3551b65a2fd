// Whole scenes as text, at moments that a learner stops at.
#include "golden.h"
#include "scene_text.h"
#include "view/session.h"
#include "world.h"

using namespace view;

namespace {

// Right after the `nth` fact of a kind at a host.
template <class Fact>
EventNumber nth(const trace::Trace& trace, HostId host, int count = 1) {
    for (const trace::Event& event : trace.events())
        if (event.host == host && std::holds_alternative<Fact>(event.fact) && --count == 0)
            return event.number;
    return trace::no_event;
}

constexpr HostId pier = 0, quay = 1, isle = 2;

}  // namespace

TEST_CASE("the stage of a delivery with one refused recipient looks as it should", "[view]") {
    Session session(run_of(Weather::calm));
    const double length = session.index().pace().length();
    std::string text;
    for (int part = 0; part <= 20; ++part) {
        session.apply(SeekTo{length * part / 20});
        text += stage_text(session.scene());
    }
    check_golden("harbour-stage", text);
}

TEST_CASE("the ladder and the timeline of a whole run look as they should", "[view]") {
    Session session(run_of(Weather::calm));
    session.apply(GoToEnd{});
    session.apply(FitLadder{200});
    std::string text;
    for (const Detail detail : {Detail::conversation, Detail::with_names, Detail::everything}) {
        session.apply(ShowDetail{detail});
        const Scene scene = session.scene();
        text += ladder_text(scene.ladder, scene);
        if (detail == Detail::with_names) text += timeline_text(scene.timeline);
    }
    check_golden("harbour-ladder", text);
}

TEST_CASE("the inspector's tabs look as they should where a student would open them", "[view]") {
    Session session(run_of(Weather::calm));
    const trace::Trace& trace = session.trace();
    std::string text;
    for (const EventNumber event :
         {nth<trace::CommandSent>(trace, quay, 2), nth<trace::ReplySent>(trace, isle, 5),
          nth<trace::ContentSent>(trace, quay), nth<trace::SegmentSent>(trace, pier),
          nth<trace::Answered>(trace, quay), nth<trace::Delivered>(trace, isle),
          nth<trace::DatagramSent>(trace, quay)}) {
        REQUIRE(event != trace::no_event);
        session.apply(SeekToEvent{event});
        session.apply(Select{event});
        for (const InspectorTab tab : {InspectorTab::explain, InspectorTab::bytes, InspectorTab::message}) {
            session.apply(ShowTab{tab});
            text += inspector_text(session.scene().inspector);
        }
    }
    check_golden("harbour-inspector", text);
}

TEST_CASE("waiting for the next try looks as it should", "[view]") {
    Session session(run_of(Weather::full_at_first));
    const EventNumber deferred = nth<trace::Deferred>(session.trace(), quay);
    REQUIRE(deferred != trace::no_event);
    std::string text;
    const double begin = session.index().pace().seconds_of(deferred);
    for (int step = 0; step <= 12; ++step) {
        session.apply(SeekTo{begin + step * 0.5});
        text += stage_text(session.scene());
    }
    session.apply(GoToEnd{});
    text += stage_text(session.scene()) + timeline_text(session.scene().timeline);
    check_golden("harbour-deferred", text);
}
