// A connection under TLS: the tube on the stage, one row for the handshake, sealed octets beside opened text.
#include <catch2/catch.hpp>

#include <algorithm>

#include "sim/scenario_file.h"
#include "sim/simulation.h"
#include "view/narrate.h"
#include "view/session.h"

using namespace view;
using Catch::Contains;

namespace {

trace::Trace sealed_run() {
    auto scenario = sim::builtin_scenario("starttls");
    REQUIRE(scenario);
    auto trace = sim::simulate(*scenario);
    REQUIRE(trace);
    return std::move(*trace);
}

trace::ConnectionId sealed_connection(const trace::Trace& trace) {
    for (const trace::Event& event : trace.events())
        if (std::holds_alternative<trace::Secured>(event.fact)) return event.connection;
    return 0;
}

int rows_of_handshake(const Index& index, const trace::Trace& trace, Detail detail) {
    const auto& rows = index.rows(detail);
    return static_cast<int>(std::count_if(rows.begin(), rows.end(), [&](const Row& row) {
        return row.kind == RowKind::tls && trace[row.event].connection == sealed_connection(trace);
    }));
}

}  // namespace

TEST_CASE("the line is in a tube once both can read it, and not before", "[view]") {
    const trace::Trace trace = sealed_run();
    const Index index(trace);
    const trace::ConnectionId connection = sealed_connection(trace);
    REQUIRE(connection != 0);
    const auto seal_at = [&](EventNumber event) {
        const Scene scene = project(trace, index, playhead_at(trace, event), {});
        for (const StageLine& line : scene.lines)
            if (line.connection == connection) return line.seal;
        return StageLine::Seal::clear;
    };
    const EventNumber secured = index.hop(connection)->secured;
    CHECK(seal_at(secured - 1) == StageLine::Seal::clear);
    CHECK(seal_at(secured) == StageLine::Seal::sealed);
    CHECK(seal_at(static_cast<EventNumber>(trace.size() - 1)) == StageLine::Seal::clear);  // it is closed
}

TEST_CASE("the handshake is one row that counts its messages; each has a row when all is shown", "[view]") {
    Session session(sealed_run());
    const trace::Trace& trace = session.trace();
    const Index& index = session.index();
    CHECK(rows_of_handshake(index, trace, Detail::conversation) == 1);
    CHECK(rows_of_handshake(index, trace, Detail::with_names) == 1);
    CHECK(rows_of_handshake(index, trace, Detail::everything) >= 5);
    session.apply(GoToEnd{});
    session.apply(FitLadder{400});
    int told = 0;
    for (const LadderRow& row : session.scene().ladder.rows)
        if (row.kind == RowKind::tls) {
            ++told;
            CHECK_THAT(row.text, Contains("TLS handshake, ") && Contains(" messages"));
        }
    CHECK(told == 1);
}

TEST_CASE("lines after the handshake are marked as sealed, lines before it are not", "[view]") {
    Session session(sealed_run());
    session.apply(GoToEnd{});
    session.apply(FitLadder{400});
    const trace::ConnectionId connection = sealed_connection(session.trace());
    bool clear = false, sealed = false;
    for (const LadderRow& row : session.scene().ladder.rows) {
        if (row.connection != connection || row.kind != RowKind::command) continue;
        if (row.text.starts_with("STARTTLS")) CHECK(row.seal == StageLine::Seal::clear);
        if (row.text.starts_with("MAIL FROM")) CHECK(row.seal == StageLine::Seal::sealed);
        clear |= row.seal == StageLine::Seal::clear;
        sealed |= row.seal == StageLine::Seal::sealed;
    }
    CHECK(clear);
    CHECK(sealed);
}

TEST_CASE("of a sealed segment both are shown: its octets, and what they say when opened", "[view]") {
    Session session(sealed_run());
    const trace::Trace& trace = session.trace();
    int found = 0;
    for (const Flight& flight : session.index().traffic().flights()) {
        const auto* sent = std::get_if<trace::CommandSent>(&trace[flight.about].fact);
        if (!sent || sent->verb != smtp::Verb::mail) continue;
        if (trace[flight.sent].connection != sealed_connection(trace)) continue;
        session.apply(SeekToEvent{flight.sent});
        session.apply(Select{flight.sent});
        session.apply(ShowTab{InspectorTab::bytes});
        const BytesView bytes = session.scene().inspector.bytes;
        CHECK_THAT(bytes.heading, Contains("sealed by TLS"));
        CHECK_THAT(bytes.opened, Contains("MAIL FROM:<ann@src.example>"));
        REQUIRE(!bytes.rows.empty());
        CHECK(bytes.rows[0].octets.find("MAIL") == std::string::npos);
        ++found;
    }
    CHECK(found == 1);
}
