// What base64 does not hide (RFC 4616, 4954, 5802), and the fields of a delivery status (RFC 3464 2).
#include <catch2/catch.hpp>

#include "explain/line.h"

using namespace explain;
using Catch::Contains;

TEST_CASE("the octets of a login are decoded and their parts named", "[explain]") {
    const auto [line, meaning] = GENERATE(table<std::string, std::string>({
        {"AUTH PLAIN AGFubgBzZWNyZXQ=", "name 'ann', password 'secret'"},
        {"AUTH PLAIN YWRtaW4AYW5uAHNlY3JldA==", "for 'admin', name 'ann', password 'secret'"},
        {"AUTH PLAIN AGFubgBzZWNyZXQ=\r\n", "anybody on the way reads it too"},
        {"AUTH LOGIN YW5u", "in base64: ann."},
        {"AUTH PLAIN =", "an empty answer"},
        {"AUTH PLAIN !!!", "no base64"},
        {"334 VXNlcm5hbWU6", "in base64: Username:"},
        {"334 VXNlcm5hbWU6\r\n", "in base64: Username:"},
        {"AUTH SCRAM-SHA-256 biwsbj11c2VyLHI9ck9wck5HZndFYmVSV2diTkVrcU8=",
         "the name: user; numbers used once: rOprNGfwEbeRWgbNEkqO"},
        {"334 cj1hYmMscz1XMjJaYUowU05ZN3NvRXNVRWpiNmdRPT0saT00MDk2", "rounds of hashing: 4096"},
    }));
    INFO(line);
    const auto explanation = explain_line(line);
    std::string all;
    for (const Token& token : explanation.tokens) all += token.meaning + "\n";
    CHECK_THAT(all, Contains(meaning));
}

TEST_CASE("a field of a delivery status has a card and its parts have meanings", "[explain]") {
    const auto [line, meaning] = GENERATE(table<std::string, std::string>({
        {"Original-Recipient: rfc822;bob@dest.example", "of which sort the value is"},
        {"Final-Recipient: rfc822; bob@dest.example", "the value"},
        {"Reporting-MTA: dns; relay.src.example", "of which sort the value is"},
        {"Diagnostic-Code: smtp; 550 5.1.1 no such user", "of which sort the value is"},
        {"Action: failed", "will not be tried again"},
        {"Action: DELAYED (greylisted)", "goes on trying"},
        {"Action: lost", "one of failed, delayed, delivered, relayed and expanded belongs here"},
        {"Status: 5.1.1 (no such user)", "the enhanced code"},
    }));
    INFO(line);
    const auto explanation = explain_line(line);
    REQUIRE(!explanation.cards.empty());
    CHECK(explanation.cards.front()->id == "delivery-status");
    std::string all;
    for (const Token& token : explanation.tokens) all += token.meaning + "\n";
    CHECK_THAT(all, Contains(meaning));
}
