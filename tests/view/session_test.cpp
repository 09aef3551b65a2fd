#include "view/session.h"

#include <catch2/catch.hpp>

#include <limits>

#include "view/layout.h"
#include "world.h"

using namespace view;

TEST_CASE("playing moves the playhead by real seconds and speed, and stops at the end", "[view]") {
    Session session(run_of(Weather::calm));
    const double length = session.index().pace().length();
    CHECK_FALSE(session.moving());
    session.advance(5);
    CHECK(session.playhead() == Playhead{});
    session.apply(Play{});
    CHECK(session.moving());
    session.apply(SetSpeed{2});
    session.advance(3);
    CHECK(session.scene().timeline.position == Approx(6).margin(0.01));
    session.apply(Pause{});
    session.advance(3);
    CHECK(session.scene().timeline.position == Approx(6).margin(0.01));
    session.apply(Play{});
    session.advance(length);
    CHECK_FALSE(session.moving());
    CHECK(session.playhead().through == session.trace().size() - 1);
    session.apply(Play{});  // again from the beginning
    CHECK(session.moving());
    CHECK(session.playhead() == Playhead{});
}

TEST_CASE("time that is no time changes nothing", "[view]") {
    Session session(run_of(Weather::calm));
    session.apply(Play{});
    session.apply(SetSpeed{std::numeric_limits<double>::quiet_NaN()});
    for (const double seconds : {0.0, -4.0, std::numeric_limits<double>::quiet_NaN()})
        session.advance(seconds);
    session.apply(SeekTo{std::numeric_limits<double>::infinity()});
    session.apply(SeekToEvent{1'000'000});
    CHECK(session.playhead() == Playhead{});
    CHECK(session.speed() == 1);
    session.apply(SetSpeed{1000});
    CHECK(session.speed() == fastest);
}

TEST_CASE("a session without a run shows an empty scene", "[view]") {
    Session session{trace::Trace{}};
    for (const Intent& intent :
         Intents{Play{}, StepBy{}, GoToEnd{}, SeekTo{3}, SeekToEvent{0}, Select{0}, GoToStart{}}) {
        session.apply(intent);
        session.advance(1);
        CHECK(session.scene().caption.meaning == "Nothing happens in this world.");
    }
    CHECK_FALSE(session.moving());
}

TEST_CASE("another run is shown at the same instant", "[view]") {
    Session session(run_of(Weather::calm));
    session.apply(SeekTo{20});
    session.apply(Select{5});
    const base::Instant at = session.playhead().at;
    session.show(run_of(Weather::late_check));
    CHECK(session.playhead().at == at);
    CHECK(session.playhead().through == session.trace().last_at(at));
    CHECK(session.look().selected == trace::no_event);
    session.apply(GoToEnd{});
    session.show(run_of(Weather::calm));
    CHECK(session.playhead().through == session.trace().size() - 1);
    session.apply(GoToStart{});
    session.show(run_of(Weather::late_check));
    CHECK(session.playhead() == Playhead{});
}

TEST_CASE("intents that do not concern viewing change nothing", "[view]") {
    Session session(run_of(Weather::calm));
    session.apply(SeekTo{20});
    const Playhead before = session.playhead();
    for (const Intent& intent :
         Intents{SendLetter{}, Restart{}, ChooseTheme{}, SetTextScale{}, ShowHelp{}, ToggleFullScreen{}})
        session.apply(intent);
    CHECK(session.playhead() == before);
}

TEST_CASE("the ladder follows the playhead two thirds down, until the learner scrolls", "[view]") {
    Session session(run_of(Weather::calm));
    session.apply(FitLadder{12});
    session.apply(SeekTo{20});
    Ladder ladder = session.scene().ladder;
    CHECK(ladder.rows.size() == 12);
    CHECK(ladder.present - ladder.first == 8);
    CHECK(ladder.rows[8].time == LadderRow::Time::present);
    session.apply(ScrollLadder{2});
    session.apply(SeekTo{25});
    CHECK(session.scene().ladder.first == 2);
    session.apply(ScrollLadder{100'000});
    ladder = session.scene().ladder;
    CHECK(ladder.first + ladder.rows.size() == ladder.total);
    session.apply(Play{});
    session.apply(SeekTo{20});
    CHECK(session.scene().ladder.present - session.scene().ladder.first == 8);
}

TEST_CASE("what is selected is marked on the ladder, told by the inspector and decides the hop", "[view]") {
    Session session(run_of(Weather::calm));
    session.apply(FitLadder{100});
    session.apply(GoToEnd{});
    EventNumber rcpt = trace::no_event;
    for (const trace::Event& event : session.trace().events())
        if (const auto* sent = std::get_if<trace::CommandSent>(&event.fact);
            sent && sent->verb == smtp::Verb::rcpt && event.host == 0)
            rcpt = event.number;
    REQUIRE(rcpt != trace::no_event);
    // The command, its packet, and where it was heard are one thing.
    const EventNumber heard = session.index().arrival_of(rcpt);
    for (const EventNumber event : {rcpt, rcpt + 1, heard}) {
        session.apply(Select{event});
        const Scene scene = session.scene();
        int marked = 0;
        for (const LadderRow& row : scene.ladder.rows)
            marked += row.choice == LadderRow::Choice::selected && row.event == rcpt;
        CHECK(marked == 1);
        CHECK(scene.inspector.explain.event == rcpt);
        CHECK(scene.inspector.explain.heading == "Mia's tablet says to Quay");
        CHECK(scene.stages.hop == "hop 1 of 2: Mia's tablet > Quay");
    }
}

TEST_CASE("hosts stand apart, by role, however many there are", "[view]") {
    const int clients = GENERATE(1, 2, 3, 7), relays = GENERATE(0, 1, 2), destinations = GENERATE(1, 3);
    trace::World world;
    const auto add = [&](trace::Role role, int count) {
        for (int number = 0; number < count; ++number) {
            world.hosts.emplace_back();
            world.hosts.back().role = role;
        }
    };
    add(trace::Role::destination, destinations);
    add(trace::Role::client, clients);
    add(trace::Role::dns, 2);
    add(trace::Role::relay, relays);
    add(trace::Role::attacker, 1);
    const std::vector<Place> places = places_of(world);
    REQUIRE(places.size() == world.hosts.size());
    for (std::size_t one = 0; one < places.size(); ++one) {
        CHECK((places[one].x > 0.05f && places[one].x < 0.95f && places[one].y > 0.05f &&
               places[one].y < 0.95f));
        for (std::size_t other = 0; other < one; ++other) {
            const float dx = places[one].x - places[other].x, dy = places[one].y - places[other].y;
            CHECK(dx * dx + dy * dy > 0.0075f);
        }
    }
    CHECK(places.front().x > places[static_cast<std::size_t>(destinations)].x);
}

TEST_CASE("a trace in which nobody saw the packets is shown all the same", "[view]") {
    trace::Trace trace;
    trace.world.hosts.resize(2);
    trace.world.hosts[0].label = "Peer";
    trace.world.hosts[1].label = "Here";
    const auto note = [&](trace::HostId host, trace::ConnectionId connection, trace::Fact fact) {
        trace.append(base::Instant{} + base::milliseconds(static_cast<std::int64_t>(trace.size())), host,
                     connection, trace::no_event, trace::Origin::observed, std::move(fact));
    };
    note(0, 1, trace::ConnectionOpening{1, 40000, 25});
    note(
        1, 1,
        trace::CommandReceived{smtp::Verb::mail, smtp::Stage::sender, trace.octets.keep("MAIL FROM:<>\r\n")});
    trace::ReplySent reply;
    reply.to = smtp::Verb::mail;
    reply.stage = smtp::Stage::sender;
    reply.code = 250;
    reply.text = trace.octets.keep("250 ok\r\n");
    note(1, 1, reply);
    note(7, 1,
         trace::CommandReceived{smtp::Verb::unknown, smtp::Stage::sender,
                                trace.octets.keep(std::string("\0\xFFx", 3))});
    note(1, 9, trace::SegmentArrived{77});
    note(1, 9, trace::ReplyReceived{});
    trace::Deferred deferred;
    deferred.mail = 42;
    note(1, 1, deferred);
    note(1, 1, trace::ConnectionClosed{trace::Ending::reset});
    Session session(std::move(trace));
    for (EventNumber event = 0; event < session.trace().size(); ++event) {
        session.apply(SeekToEvent{event});
        session.apply(Select{event});
        const Scene scene = session.scene();
        CHECK(!scene.caption.meaning.empty());
    }
    session.apply(SeekToEvent{2});
    const Scene scene = session.scene();
    REQUIRE(scene.hosts[1].tray.size() == 1);
    CHECK(scene.hosts[1].tray[0].custody == Custody::arriving);
    CHECK(scene.hosts[1].tray[0].kind == trace::LetterKind::bounce);
    CHECK(scene.lines.size() == 1);
}
