#include "mta/reception.h"

#include <catch2/catch.hpp>

#include <string>

#include "base/text.h"
#include "tests/mta/town.h"

namespace {

const std::string envelope =
    "EHLO src.example\r\nMAIL FROM:<a@src.example>\r\nRCPT TO:<bob@dest.example>\r\nDATA\r\n";

// One reception, fed in pieces: what it noted.
struct Desk {
    mta::HostSettings settings =
        mta_test::host_settings("mx.dest.example", "203.0.113.25", {"dest.example"}, {"bob@dest.example"});
    mta::Storage storage;
    trace::Octets octets;
    std::vector<trace::Fact> facts;
    std::vector<std::string> letters;
    int closed = 0;

    void hear(const std::string& text, std::size_t at_a_time) {
        mta::Client peer;
        peer.address = settings.addresses.front();
        peer.port = mta::relay_port;
        mta::Reception reception(settings, storage, octets, 1, peer, 7,
                                 [&](mta::PassedLetter letter, base::Instant, mta::Effects&) {
                                     letters.push_back(letter.letter);
                                     CHECK(octets.view(letter.letter_range) == letter.letter);
                                     return std::string("ID");
                                 });
        keep(reception.open({}));
        for (std::size_t at = 0; at < text.size(); at += at_a_time) {
            keep(reception.receive(octets.keep(text.substr(at, at_a_time)), {}));
            octets.keep("|");  // so that no two pieces stand together
        }
    }
    void keep(const mta::Effects& effects) {
        for (const mta::Effect& effect : effects) {
            if (const auto* note = std::get_if<mta::Note>(&effect)) facts.push_back(note->fact);
            closed += std::holds_alternative<mta::Close>(effect);
        }
    }
    std::string found() const {
        std::string text;
        for (const trace::Fact& fact : facts)
            if (const auto* one = std::get_if<trace::Found>(&fact))
                text += std::to_string(static_cast<int>(one->finding)) + "*" + std::to_string(one->count) +
                        " '" + base::visible(octets.view(one->where)) + "' ";
        return text;
    }
};

}  // namespace

TEST_CASE("commands and letters are noted octet for octet, however they came in", "[mta]") {
    const std::size_t at_a_time = GENERATE(1, 2, 7, 512);
    const std::string letter = "Subject: x\r\n\r\n..dot\r\n", wire = letter + ".\r\n";
    Desk desk;
    desk.hear(envelope + wire + "QUIT\r\n", at_a_time);
    std::string heard;
    for (const trace::Fact& fact : desk.facts) {
        if (const auto* one = std::get_if<trace::CommandReceived>(&fact))
            heard += desk.octets.view(one->line);
        if (const auto* one = std::get_if<trace::ContentReceived>(&fact)) {
            CHECK(desk.octets.view(one->octets) == wire);
            CHECK(desk.octets.view(one->letter) == "Subject: x\r\n\r\n.dot\r\n");
            CHECK(one->stuffed == 1);
        }
    }
    CHECK(heard == envelope + "QUIT\r\n");
    CHECK(desk.letters == std::vector<std::string>{"Subject: x\r\n\r\n.dot\r\n"});
    CHECK(desk.closed == 1);
    CHECK(desk.found().empty());
}

TEST_CASE("what is odd in a letter is found, with its number and its first place", "[mta]") {
    const auto [letter, found] = GENERATE(table<std::string, std::string>({
        {"S: x\r\n\r\na\nb\n\r\n", "0*2 '\\n' "},
        {"S: x\r\n\r\na\rb\r\n", "1*1 '\\r' "},
        {std::string("S: x\r\n\r\n\0a\0\r\n", 13), "2*2 '\\0' "},
        {"S: x\r\n\r\nab\xE9\xE8\r\n", "3*2 '\\xe9' "},
        {"no header\r\n", "5*1 '' "},
        {"", "5*1 '' "},
    }));
    Desk desk;
    desk.settings.line_ends = mta::LineEnds::lenient;
    desk.hear(envelope + letter + ".\r\n", 5);
    CHECK(desk.found() == found);
    REQUIRE(desk.letters.size() == 1);
    CHECK(desk.letters.front() == letter);
}

TEST_CASE("a line of a letter that is too long is found whole", "[mta]") {
    Desk desk;
    desk.hear(envelope + "S: x\r\n\r\nshort\r\n" + std::string(999, 'x') + "\r\n.\r\n", 512);
    CHECK(desk.found() == "4*1 '" + std::string(999, 'x') + "\\r\\n' ");
}

TEST_CASE("a letter over the limit is noted and not taken into custody", "[mta]") {
    Desk desk;
    desk.settings.letter_limit = 100;
    desk.hear(envelope + std::string(200, 'x') + "\r\n.\r\n", 64);
    CHECK(desk.letters.empty());
    int replies = 0;
    for (const trace::Fact& fact : desk.facts)
        if (const auto* sent = std::get_if<trace::ReplySent>(&fact)) replies += sent->code == 552;
    CHECK(replies == 1);
}
