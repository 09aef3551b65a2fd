// A person at the keyboard: say_raw sends what was typed, and tells what comes back.
#include <catch2/catch.hpp>

#include "smtp/client_session.h"
#include "tests/support/client_dialogue.h"
#include "tests/support/dialogue.h"

using support::check_dialogue;
using support::dialogue;

TEST_CASE("led by hand, a session says only what is typed", "[smtp]") {
    smtp::Handover mail = support::to_alice_and_bob();
    mail.manners.lead = smtp::ClientManners::Lead::by_hand;
    check_dialogue(mail, dialogue(R"(
        S: 220 mx
        T: RCPT TO:<alice@dest.example>
        C: RCPT TO:<alice@dest.example>
        S: 503 5.5.1 hello first
        T: <00><ff>what<LF>
        C: <00><ff>what<LF>
        S: what indeed
        S: 500 5.5.2 no
        T: QUIT
        C: QUIT
        S: 221 bye
        S closes
        = 0 deferred connection-lost
        = 1 deferred connection-lost
        C closes
    )"));
}

TEST_CASE("typing takes over from the session, at any point, and is not hurried", "[smtp]") {
    check_dialogue(support::to_alice_and_bob(), dialogue(R"(
        S: 220 mx
        C: EHLO src.example
        T: VRFY bob
        C: VRFY bob
        S: 250 mx
        S: 252 perhaps
        W: 600 min
        T: QUIT
        C: QUIT
        S: 421 too late
        S closes
        = 0 deferred connection-lost
        = 1 deferred connection-lost
        C closes
    )"));
}

TEST_CASE("what comes back is told with the command that was typed last", "[smtp]") {
    smtp::ClientSession session(support::to_alice_and_bob());
    session.open({});
    const auto actions = session.say_raw("vrfy bob\r\n");
    REQUIRE(actions.size() == 1);
    CHECK(std::get<smtp::Say>(actions[0]).verb == smtp::Verb::vrfy);
    const auto heard = session.receive("252 perhaps\r\n", {});
    REQUIRE(heard.size() == 1);
    CHECK(std::get<smtp::HeardReply>(heard[0]).to == smtp::Verb::vrfy);
    CHECK(std::get<smtp::HeardReply>(heard[0]).reply.code == 252);
    CHECK(session.deadline() == base::never);
    session.lost();
    CHECK(session.say_raw("NOOP\r\n").empty());
}
