// What a visitor hears when there is no room: at MAIL, at RCPT, after the letter. RFC 1870 6.1, RFC
// 5321 4.5.3.1.10.
#include <catch2/catch.hpp>

#include <string>

#include "mail/message.h"
#include "tests/mta/usual_town.h"

using namespace mta_test;

namespace {

// A client of ours that says these lines to the destination, one after another, and keeps what it hears.
struct Visit {
    explicit Visit(const mta::HostSettings& settings, std::uint16_t port = mta::relay_port)
        : host(settings, 1'700'000'000, base::Random(7), octets), handle(1) {
        keep(host.receive(mta::Incoming{handle, base::parse_ip_address("192.0.2.77").value(), port}, {}));
    }
    std::string say(const std::string& text) {
        heard.clear();
        keep(host.receive(mta::Arrived{handle, octets.keep(text)}, {}));
        return heard;
    }
    void keep(const mta::Effects& effects) {
        for (const mta::Effect& effect : effects) {
            if (const auto* sent = std::get_if<mta::Send>(&effect)) heard += octets.view(sent->octets);
            if (const auto* note = std::get_if<mta::Note>(&effect))
                if (const auto* ruled = std::get_if<trace::Ruled>(&note->fact)) rules.push_back(ruled->rule);
        }
    }
    trace::Octets octets;
    mta::Host host;
    mta::Handle handle;
    std::string heard;
    std::vector<trace::Rule> rules;
};

std::string letter_of(std::size_t octets) {
    return "S: x\r\n\r\n" + std::string(octets, 'x') + "\r\n.\r\n";
}

}  // namespace

TEST_CASE("a full disk is said at MAIL, by SIZE, and after the letter", "[mta]") {
    mta::HostSettings host = destination_settings();
    host.disk_space = 1000;
    Visit visit(host);
    visit.say("EHLO a.example\r\n");
    CHECK(visit.say("MAIL FROM:<a@a.example> SIZE=1001\r\n").substr(0, 9) == "452 4.3.1");
    CHECK(visit.rules.back() == trace::Rule::storage);
    CHECK(visit.say("MAIL FROM:<a@a.example> SIZE=1000\r\n").substr(0, 3) == "250");
    CHECK(visit.say("RCPT TO:<bob@dest.example>\r\n").substr(0, 3) == "250");
    CHECK(visit.say("DATA\r\n").substr(0, 3) == "354");
    CHECK(visit.say(letter_of(1100)).substr(0, 9) == "452 4.3.1");
    visit.host.change(*mta::with_setting(host, "disk-full", "on"));
    CHECK(visit.say("MAIL FROM:<a@a.example>\r\n").substr(0, 9) == "452 4.3.1");
    visit.host.change(*mta::with_setting(host, "disk-full", "off"));
    CHECK(visit.say("MAIL FROM:<a@a.example>\r\n").substr(0, 3) == "250");
}

TEST_CASE("a mailbox holds as much as its quota", "[mta]") {
    mta::HostSettings host = destination_settings();
    host.mailbox_quota = 2000;
    Visit visit(host);
    visit.say("EHLO a.example\r\n");
    const auto send = [&](const std::string& to, std::size_t octets) {
        visit.say("MAIL FROM:<a@a.example>\r\n");
        std::string said = visit.say("RCPT TO:<" + to + ">\r\n");
        if (said.substr(0, 3) != "250") {
            visit.say("RSET\r\n");
            return "rcpt " + said.substr(0, 9);
        }
        visit.say("DATA\r\n");
        return "data " + visit.say(letter_of(octets)).substr(0, 9);
    };
    CHECK(send("bob@dest.example", 2500) == "data 452 4.2.2");  // it alone is more
    CHECK(send("bob@dest.example", 1500) == "data 250 2.0.0");
    CHECK(send("bob@dest.example", 1000) == "data 452 4.2.2");
    CHECK(send("BOB@dest.example", 1000) == "data 452 4.2.2");
    CHECK(send("alice@dest.example", 1500) == "data 250 2.0.0");
    mta::HostSettings smaller = host;
    smaller.mailbox_quota = 100;
    visit.host.change(smaller);
    CHECK(send("bob@dest.example", 1) == "rcpt 452 4.2.2");
}
