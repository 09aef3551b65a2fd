// Recipients that one transaction cannot hold: RFC 5321 4.5.3.1.10 (452), RFC 9422 (LIMITS).
#include <catch2/catch.hpp>

#include "smtp/client_session.h"
#include "tests/support/client_dialogue.h"
#include "tests/support/dialogue.h"

using support::check_dialogue;
using support::dialogue;

namespace {

smtp::Handover to_numbers(std::size_t count) {
    smtp::Handover mail = support::to_alice_and_bob();
    mail.recipients.clear();
    for (std::size_t number = 0; number < count; ++number)
        mail.recipients.push_back({{"u" + std::to_string(number), "d.example"}, {}});
    mail.letter = std::make_shared<const std::string>("a\r\n");
    return mail;
}

std::string after_hello(const std::string& offers) {
    return "S: 220 mx\nC: EHLO src.example\nS: 250-mx\nS: 250 " + offers + "\n";
}
const std::string go = "S: 354 go\nC: a\nC: .\n";
const std::string end = "C: QUIT\nS: 221 bye\nC closes\n";

}  // namespace

TEST_CASE("recipients beyond 452 are asked again in a further transaction on the same connection", "[smtp]") {
    const std::string code = GENERATE("452 4.5.3", "452", "552 5.5.3", "552");
    check_dialogue(to_numbers(3), after_hello("HELP") + dialogue(R"(
        C: MAIL FROM:<ann@src.example>
        S: 250 ok
        C: RCPT TO:<u0@d.example>
        S: 250 ok
        C: RCPT TO:<u1@d.example>
    )") + "S: " + code + " too many\n" +
                                      "C: DATA\n" + go + dialogue(R"(
        S: 250 taken
        = 0 relayed 250
        C: MAIL FROM:<ann@src.example>
        S: 250 ok
        C: RCPT TO:<u1@d.example>
        S: 250 ok
        C: DATA
    )") + go + dialogue(R"(
        S: 250 taken
        = 1 relayed 250
        C: MAIL FROM:<ann@src.example>
        S: 250 ok
        C: RCPT TO:<u2@d.example>
        S: 550 no
        = 2 failed 550
    )") + end);
}

TEST_CASE("452 within a group puts back who got it, in their order", "[smtp]") {
    check_dialogue(to_numbers(3), after_hello("PIPELINING") + dialogue(R"(
        C: MAIL FROM:<ann@src.example>
        C: RCPT TO:<u0@d.example>
        C: RCPT TO:<u1@d.example>
        C: RCPT TO:<u2@d.example>
        C: DATA
        S: 250 ok
        S: 250 ok
        S: 452 too many
        S: 452 too many
    )") + go + dialogue(R"(
        S: 250 taken
        = 0 relayed 250
        C: MAIL FROM:<ann@src.example>
        C: RCPT TO:<u1@d.example>
        C: DATA
        S: 250 ok
        S: 452 too many
        = 1 deferred 452
        S: 503 no recipients
        C: RSET
        C: MAIL FROM:<ann@src.example>
        C: RCPT TO:<u2@d.example>
        C: DATA
        S: 250 reset
        S: 250 ok
        S: 250 ok
    )") + go + "S: 250 taken\n= 2 relayed 250\n" +
                                      end);
}

TEST_CASE("452 with another enhanced code is about that mailbox alone", "[smtp]") {
    const auto [reply, outcome] = GENERATE(table<std::string, std::string>({
        {"452 4.2.2 full", "deferred 452"},
        {"552 5.2.2 full", "failed 552"},
        {"450 4.5.3 many", "deferred 450"},
    }));
    check_dialogue(to_numbers(2), after_hello("PIPELINING") + dialogue(R"(
        C: MAIL FROM:<ann@src.example>
        C: RCPT TO:<u0@d.example>
        C: RCPT TO:<u1@d.example>
        C: DATA
        S: 250 ok
        S: 250 ok
    )") + "S: " + reply + "\n= 1 " + outcome +
                                      "\n" + go + "S: 250 taken\n= 0 relayed 250\n" + end);
}

TEST_CASE("552 to the first recipient is temporary, as 452 is", "[smtp]") {
    check_dialogue(to_numbers(1), after_hello("PIPELINING") + dialogue(R"(
        C: MAIL FROM:<ann@src.example>
        C: RCPT TO:<u0@d.example>
        C: DATA
        S: 250 ok
        S: 552 no room
        = 0 deferred 552
        S: 503 no
    )") + end);
}

TEST_CASE("RCPTMAX and MAILMAX are kept; who is left over is deferred at once (RFC 9422)", "[smtp]") {
    const std::string taken = "S: 250 ok\nS: 250 ok\nS: 250 ok\n" + go + "S: 250 taken\n";
    check_dialogue(to_numbers(5), "S: 220 mx\nC: EHLO src.example\nS: 250-PIPELINING\n" + dialogue(R"(
        S: 250-PIPELINING
        S: 250 LIMITS RCPTMAX=2 MAILMAX=2
        C: MAIL FROM:<ann@src.example>
        C: RCPT TO:<u0@d.example>
        C: RCPT TO:<u1@d.example>
        C: DATA
    )") + taken + dialogue(R"(
        = 0 relayed 250
        = 1 relayed 250
        C: MAIL FROM:<ann@src.example>
        C: RCPT TO:<u2@d.example>
        C: RCPT TO:<u3@d.example>
        C: DATA
    )") + taken + dialogue(R"(
        = 2 relayed 250
        = 3 relayed 250
        = 4 deferred transaction-limit-reached 4.5.3
    )") + end);
}

TEST_CASE("RCPTDOMAINMAX bounds the domains of a transaction", "[smtp]") {
    smtp::Handover mail = to_numbers(3);
    mail.recipients[1].address.domain = "D.EXAMPLE";
    mail.recipients[2].address.domain = "other.example";
    smtp::ClientSession session(mail);
    const std::string said = support::converse(
        session, "S: 220 mx\nS: 250-mx\nS: 250-PIPELINING\nS: 250 LIMITS RCPTDOMAINMAX=1\n", 512);
    CHECK(said.find("RCPT TO:<u1@D.EXAMPLE>\nC: DATA\n") != std::string::npos);
}

TEST_CASE("a server that takes one recipient at a time is not asked for all of them each time", "[smtp]") {
    smtp::ClientSession session(to_numbers(200));
    session.open({});
    auto actions = session.receive("220 mx\r\n250-mx\r\n250 PIPELINING\r\n", {});
    int asked = 0, relayed = 0, turns = 0;
    for (; !session.finished() && turns < 10'000; ++turns) {
        std::string replies;
        int accepted = 0;
        for (const auto& action : actions) {
            if (std::holds_alternative<smtp::SayLetter>(action)) replies += "250 taken\r\n";
            relayed += std::holds_alternative<smtp::Settled>(action);
            const auto* said = std::get_if<smtp::Say>(&action);
            if (!said || said->verb == smtp::Verb::ehlo) continue;
            asked += said->verb == smtp::Verb::rcpt;
            if (said->verb == smtp::Verb::rcpt && ++accepted > 1)
                replies += "452 too many\r\n";
            else
                replies += said->verb == smtp::Verb::data ? "354 go\r\n" : "250 ok\r\n";
        }
        actions = session.receive(replies, {});
    }
    CHECK(session.finished());
    CHECK(relayed == 200);
    CHECK(asked < 500);
}

TEST_CASE("a refused RSET or MAIL settles those who are left", "[smtp]") {
    const std::string first = after_hello("HELP") + dialogue(R"(
        C: MAIL FROM:<ann@src.example>
        S: 250 ok
        C: RCPT TO:<u0@d.example>
        S: 250 ok
        C: RCPT TO:<u1@d.example>
        S: 452 too many
        C: DATA
    )");
    check_dialogue(to_numbers(2), first + go + dialogue(R"(
        S: 550 spam
        = 0 failed 550
        C: MAIL FROM:<ann@src.example>
        S: 451 not again
        = 1 deferred 451
    )") + end);
    check_dialogue(to_numbers(2), first + dialogue(R"(
        S: 451 not now
        = 0 deferred 451
        C: RSET
        S: 500 what
        = 1 failed 500
    )") + end);
}
