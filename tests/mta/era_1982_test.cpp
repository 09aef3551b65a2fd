#include "mta/era_1982.h"

#include "base/text.h"
#include "tests/mta/usual_town.h"

using namespace mta_test;

namespace {

constexpr trace::HostId usc = 0, isi = 1, bbn = 2;
const std::string old_letter = "Date: 2 Nov 81 22:33:44\r\nFrom: JOE@USC\r\nSubject: hi\r\n\r\nhello\r\n";

// Three hosts without a DNS: USC, ISI and BBN, who know one another by the host table.
struct OldTown : Town {
    static mta::HostSettings old(const std::string& name, const std::string& address,
                                 const std::string& user) {
        mta::HostSettings settings = host_settings(name, address, {name}, {user + "@" + name});
        settings.era = smtp::Era::y1982;
        settings.host_table = {{"USC", base::parse_ip_address("10.1.0.23").value()},
                               {"ISI", base::parse_ip_address("10.3.0.27").value()},
                               {"BBN", base::parse_ip_address("10.0.0.5").value()}};
        return settings;
    }
    OldTown() : Town(dns::Zones()) {
        add(old("USC", "10.1.0.23", "JOE"));
        mta::HostSettings middle = old("ISI", "10.3.0.27", "POSTEL");
        middle.aliases.push_back({{"BOB", "ISI"}, {{"BOB", "BBN"}}});
        add(middle);
        add(old("BBN", "10.0.0.5", "BOB"));
    }
};

}  // namespace

TEST_CASE("in 1982 the host table says where mail goes, and nobody asks the DNS", "[mta]") {
    OldTown town;
    town.submit(usc, "JOE@USC", {"BOB@BBN"}, old_letter);
    town.run();
    CHECK(town.lookups() == 0);
    CHECK(town.log("0 attempted") == "0 attempted 1/1 BBN\n");
    CHECK(holds(town.heard_by(bbn), "HELO USC"));
    const auto inbox = town.mailbox("BOB@BBN");
    REQUIRE(inbox.size() == 1);
    CHECK(inbox[0].substr(0, 24) == "Return-Path: <JOE@USC>\r\n");
    CHECK(holds(inbox[0], "Received: from USC by BBN ; 14 Nov 23 22:13:20 UT\r\n"));
}

TEST_CASE("a source route is followed, and the way back is written down (RFC 821 3.6)", "[mta]") {
    OldTown town;
    town.submit_by_way_of(usc, "JOE@USC", {"ISI"}, "BOB@BBN", old_letter);
    town.run();
    CHECK(holds(town.heard_by(isi), "RCPT TO:<@ISI:BOB@BBN>"));
    CHECK(holds(town.heard_by(bbn), "MAIL FROM:<@ISI:JOE@USC>"));
    CHECK(holds(town.heard_by(bbn), "RCPT TO:<BOB@BBN>"));
    REQUIRE(town.mailbox("BOB@BBN").size() == 1);
    CHECK(holds(town.mailbox("BOB@BBN")[0], "Return-Path: <@ISI:JOE@USC>\r\n"));
}

TEST_CASE("what cannot be delivered in 1982 comes back as a plain letter, the way it went", "[mta]") {
    OldTown town;
    town.submit_by_way_of(usc, "JOE@USC", {"ISI"}, "NOBODY@BBN", old_letter);
    town.run();
    const auto inbox = town.mailbox("JOE@USC");
    REQUIRE(inbox.size() == 1);
    CHECK(holds(inbox[0], "Return-Path: <>\r\n"));
    CHECK(holds(inbox[0], "From: SMTP@ISI\r\n"));
    CHECK(holds(inbox[0], "Sorry, your message to NOBODY@BBN is lost.\r\n"));
    CHECK_FALSE(holds(inbox[0], "MIME-Version"));
    for (const trace::HostId id : {usc, isi, bbn}) CHECK(town.host(id).queued() == 0);
}

TEST_CASE("a user who moved is forwarded with 251 (RFC 821 3.2)", "[mta]") {
    OldTown town;
    town.submit(usc, "JOE@USC", {"BOB@ISI"}, old_letter);
    town.run();
    CHECK(holds(town.said_by(isi), "251 "));
    CHECK(town.mailbox("BOB@BBN").size() == 1);
}

TEST_CASE("a host that is not in the table cannot be reached in 1982", "[mta]") {
    OldTown town;
    town.submit(isi, "POSTEL@ISI", {"X@MIT"}, old_letter);
    town.run();
    CHECK(holds(town.log("failed"), "host-not-in-table"));
    CHECK(town.mailbox("POSTEL@ISI").size() == 1);
}

TEST_CASE("dates and time stamps of 1982 hold two digits of the year, and no peer's text breaks them",
          "[mta]") {
    CHECK(mta::date_1982(0) == "1 Jan 70 00:00:00 UT");
    CHECK(mta::received_1982("a b;\r\nX: y", "ISI", 0) ==
          "Received: from a?b???X:?y by ISI ; 1 Jan 70 00:00:00 UT\r\n");
}

TEST_CASE("SEND, SOML and SAML reach a terminal, a mailbox, or both (RFC 821 3.4)", "[mta]") {
    struct Case {
        std::string command;
        bool at_terminal;
        int code;
        std::size_t shown, delivered;
    };
    const Case one = GENERATE(values<Case>({
        {"MAIL", true, 250, 0, 1},
        {"SEND", true, 250, 1, 0},
        {"SEND", false, 450, 0, 0},
        {"SOML", true, 250, 1, 0},
        {"SOML", false, 250, 0, 1},
        {"SAML", true, 250, 1, 1},
        {"SAML", false, 250, 0, 1},
    }));
    INFO(one.command << " " << one.at_terminal);
    mta::HostSettings settings = OldTown::old("BBN", "10.0.0.5", "BOB");
    if (one.at_terminal) settings.at_terminal = settings.mailboxes;
    trace::Octets octets;
    mta::Host host(settings, 0, base::Random(7), octets);
    std::string said;
    std::size_t shown = 0, delivered = 0;
    const auto hear = [&](const mta::Input& input) {
        for (const mta::Effect& effect : host.receive(input, {})) {
            if (const auto* send = std::get_if<mta::Send>(&effect)) said += octets.view(send->octets);
            const auto* note = std::get_if<mta::Note>(&effect);
            if (!note) continue;
            shown += std::holds_alternative<trace::Displayed>(note->fact);
            delivered += std::holds_alternative<trace::Delivered>(note->fact);
        }
    };
    hear(mta::Incoming{1, base::parse_ip_address("10.1.0.23").value(), mta::relay_port});
    for (const std::string& line : {std::string("HELO USC"), one.command + " FROM:<JOE@USC>",
                                    std::string("RCPT TO:<BOB@BBN>"), std::string("DATA")})
        hear(mta::Arrived{1, octets.keep(line + "\r\n")});
    if (one.code == 250) hear(mta::Arrived{1, octets.keep(old_letter + ".\r\n")});
    CHECK(holds(said, std::to_string(one.code) + " "));
    CHECK(shown == one.shown);
    CHECK(delivered == one.delivered);
}
