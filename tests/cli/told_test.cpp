// How `play` tells faults, TLS and notices in a terminal.
#include <catch2/catch.hpp>

#include "cli/session.h"

using namespace cli_test;
using Catch::Contains;

namespace {

std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

}  // namespace

TEST_CASE("lines under TLS are marked by a word, and the handshake is a line a flight", "[cli]") {
    const Ran ran = run({"play", "starttls"});
    CHECK(ran.status == 0);
    CHECK_THAT(ran.out, Contains("C: STARTTLS"));
    CHECK_THAT(ran.out, Contains("C: TLS: ClientHello"));
    CHECK_THAT(ran.out, Contains("S: TLS: ServerHello, "));
    CHECK_THAT(ran.out, Contains("C [TLS]: EHLO relay.src.example"));
    CHECK_THAT(ran.out, Contains("S [TLS]: 250 2.0.0"));
    CHECK_THAT(ran.out, !Contains("C [TLS]: STARTTLS"));
    CHECK_THAT(ran.out, Contains("C: EHLO laptop.src.example"));  // hop one is in the clear
    CHECK(count_of(ran.out, "TLS: ClientHello") == 1);
}

TEST_CASE("with -v each message of TLS is told, and segments show sealed octets", "[cli]") {
    const Ran ran = run({"play", "starttls", "-v"});
    CHECK(ran.status == 0);
    CHECK_THAT(ran.out, Contains("TLS CertificateVerify"));
    CHECK_THAT(ran.out, Contains("17 03 03"));
    CHECK_THAT(ran.out, Contains("this is all that somebody on the way can see"));
}

TEST_CASE("a fault stands out, says what was done, and who has the mail", "[cli]") {
    const Ran ran =
        run({"play", "first-delivery", "--fault", "cut relay destination when relay content-sent"});
    CHECK_THAT(ran.out, Contains("** your change **"));
    CHECK_THAT(ran.out,
               Contains("You cut the line between Relay and Destination, as soon as Relay had sent"));
    CHECK_THAT(ran.out, Contains("** line cut **"));
    CHECK_THAT(ran.out, Contains("Relay -- Destination"));
    CHECK_THAT(ran.out, Contains("Relay still has the mail"));
}

TEST_CASE("a letter that arrived twice is said to have", "[cli]") {
    const Ran ran = run({"play", "crash-after-dot"});
    CHECK(ran.status == 0);
    CHECK_THAT(ran.out, Contains("Both have the mail now"));
    CHECK_THAT(ran.out, Contains("2 copies"));
    CHECK_THAT(ran.out, Contains("RFC 1047"));
}

TEST_CASE("a notice is shown with its text, and its own way in the summary", "[cli]") {
    const Ran ran = run({"play", "notices"});
    CHECK_THAT(ran.out, Contains("| Content-Type: multipart/report"));
    CHECK_THAT(ran.out, Contains("(a notice of "));
}
