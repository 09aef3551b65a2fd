#include <catch2/catch.hpp>

#include "base/text.h"
#include "smtp/client_session.h"
#include "tests/support/client_dialogue.h"
#include "tests/support/dialogue.h"

using support::check_dialogue;
using support::dialogue;
using support::to_alice_and_bob;

namespace {

const std::string group = dialogue(R"(
    S: 220 mx ready
    C: EHLO src.example
    S: 250-mx
    S: 250 PIPELINING
    C: MAIL FROM:<ann@src.example>
    C: RCPT TO:<alice@dest.example>
    C: RCPT TO:<bob@dest.example>
    C: DATA
)");
const std::string letter = dialogue(R"(
    C: Subject: hello
    C:
    C: ..dot
    C: .
)");
const std::string end = dialogue(R"(
    C: QUIT
    S: 221 bye
    C closes
)");

std::string served(const smtp::Handover& mail, const std::string& said) {
    smtp::ClientSession session(mail);
    return support::converse(session, said, 512);
}

}  // namespace

TEST_CASE("with PIPELINING a transaction up to DATA is one group (RFC 2920 3.1)", "[smtp]") {
    check_dialogue(to_alice_and_bob(), group + dialogue(R"(
        S: 250 sender ok
        S: 250 alice ok
        S: 250 bob ok
        S: 354 go
    )") + letter + dialogue(R"(
        S: 250 taken
        = 0 relayed 250
        = 1 relayed 250
    )") + end);
}

TEST_CASE("replies to a group are matched in order", "[smtp]") {
    check_dialogue(to_alice_and_bob(),
                   group + "S: 250 ok\nS: 550 5.1.1 no alice\n= 0 failed 550\n" + dialogue(R"(
        S: 250 bob ok
        S: 354 go
    )") + letter + dialogue(R"(
        S: 250 taken
        = 1 relayed 250
    )") + end);
}

TEST_CASE("354 without any recipient is answered with a lone dot (RFC 2920 3.1)", "[smtp]") {
    for (const std::string taken : {"250 what letter", "554 no valid recipients", "451 hm"})
        check_dialogue(to_alice_and_bob(), group + dialogue(R"(
            S: 250 ok
            S: 550 no alice
            S: 450 no bob
            = 0 failed 550
            = 1 deferred 450
            S: 354 go
            C: .
        )") + "S: " + taken + "\n" + end);
}

TEST_CASE("DATA that is refused since nobody was accepted changes nothing", "[smtp]") {
    check_dialogue(to_alice_and_bob(), group + dialogue(R"(
        S: 250 ok
        S: 550 no alice
        S: 550 no bob
        = 0 failed 550
        = 1 failed 550
        S: 554 5.5.1 no valid recipients
    )") + end);
}

TEST_CASE("a refused MAIL settles everybody at once; the rest of the group is heard and forgotten",
          "[smtp]") {
    const std::string refused = group + dialogue(R"(
        S: 451 4.7.1 later
        = 0 deferred 451
        = 1 deferred 451
    )");
    check_dialogue(to_alice_and_bob(),
                   refused + "S: 503 mail first\nS: 503 mail first\nS: 503 mail first\n" + end);
    check_dialogue(to_alice_and_bob(),
                   refused + "S: 250 ok\nS: 250 ok\nS: 354 go\nC: .\nS: 250 taken\n" + end);
}

TEST_CASE("a refused DATA after accepted recipients is their answer", "[smtp]") {
    check_dialogue(to_alice_and_bob(), group + dialogue(R"(
        S: 250 ok
        S: 250 ok
        S: 550 no bob
        = 1 failed 550
        S: 451 4.3.0 later
        = 0 deferred 451
    )") + end);
}

TEST_CASE("421 within a group settles everybody and ends", "[smtp]") {
    check_dialogue(to_alice_and_bob(), group + dialogue(R"(
        S: 250 ok
        S: 550 no
        = 0 failed 550
        S: 421 closing
        = 1 deferred 421
        C closes
    )"));
}

TEST_CASE("a group fits the window: the next begins when all is answered", "[smtp]") {
    smtp::Handover mail = to_alice_and_bob();
    mail.recipients.clear();
    for (int number = 0; number < 300; ++number)
        mail.recipients.push_back({{"user" + std::to_string(number), "dest.example"}, {}});
    smtp::ClientSession session(mail);
    session.open({});
    auto actions = session.receive("220 mx\r\n250-mx\r\n250 PIPELINING\r\n", {});
    std::size_t groups = 0, relayed = 0;
    while (!session.finished()) {
        std::size_t commands = 0, octets = 0;
        std::string replies;
        for (const auto& action : actions) {
            if (std::holds_alternative<smtp::SayLetter>(action)) replies += "250 taken\r\n";
            if (const auto* one = std::get_if<smtp::Settled>(&action))
                relayed += one->outcome == smtp::Outcome::relayed;
            const auto* said = std::get_if<smtp::Say>(&action);
            if (!said || said->verb == smtp::Verb::ehlo) continue;
            ++commands;
            octets += said->line.size();
            replies += said->verb == smtp::Verb::data ? "354 go\r\n" : "250 ok\r\n";
        }
        REQUIRE_FALSE(replies.empty());
        CHECK(octets <= 4096);
        groups += commands > 1;
        actions = session.receive(replies, {});
    }
    CHECK(groups >= 3);
    CHECK(groups <= 5);
    CHECK(relayed == 300);
}

TEST_CASE("without PIPELINING one command at a time is unanswered", "[smtp]") {
    smtp::Handover mail = to_alice_and_bob();
    mail.manners.uses.remove(smtp::Extension::pipelining);
    const std::string said = served(mail, "S: 220 mx\nS: 250-mx\nS: 250 PIPELINING\n");
    CHECK(said ==
          "S: 220 mx\nS: 250-mx\nS: 250 PIPELINING\nC: EHLO src.example\n"
          "C: MAIL FROM:<ann@src.example>\n");
}
