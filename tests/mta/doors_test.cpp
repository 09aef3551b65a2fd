#include "tests/mta/usual_town.h"

using namespace mta_test;

namespace {

// The laptop submits at this port, with this login and use of TLS, to a relay with one account.
struct DoorTown : Town {
    DoorTown(std::uint16_t port, const std::string& password, mta::Certificate certificate, smtp::TlsUse tls,
             bool own_network = false)
        : Town(zones_of(zone)) {
        mta::HostSettings first = laptop_settings();
        first.submits_to->port = port;
        first.tls = tls;
        if (!password.empty()) first.login = smtp::Login{"ann", password};
        mta::HostSettings middle = relay_settings();
        middle.ports.push_back(mta::submissions_port);
        middle.certificate = certificate;
        middle.accounts.push_back({"ann", "secret"});
        if (!own_network) middle.own_networks.clear();
        add(first);
        add(middle);
        add(destination_settings());
        submit(laptop, "ann@src.example", {"bob@dest.example"}, letter);
    }
};

// The protocol that the relay names in its Received: field (RFC 3848).
std::string with(const Town& town) {
    const auto inbox = town.mailbox("bob@dest.example");
    if (inbox.empty()) return "nothing";
    const std::size_t by = inbox[0].find("by relay.src.example with ");
    const std::size_t word = by + std::string("by relay.src.example with ").size();
    return inbox[0].substr(word, inbox[0].find_first_of(" \r", word) - word);
}

}  // namespace

TEST_CASE("at a submission door with accounts only those who logged in hand in mail", "[mta]") {
    struct Case {
        std::uint16_t port;
        std::string password;
        mta::Certificate certificate;
        smtp::TlsUse tls;
        std::string with;  // or "nothing"
    };
    using C = mta::Certificate;
    using T = smtp::TlsUse;
    const Case one = GENERATE(values<Case>({
        {587, "secret", C::valid, T::opportunistic, "ESMTPSA"},
        {587, "secret", C::valid, T::required, "ESMTPSA"},
        {465, "secret", C::valid, T::opportunistic, "ESMTPSA"},
        {465, "secret", C::none, T::opportunistic, "nothing"},
        {587, "secret", C::self_signed, T::required, "nothing"},
        {587, "wrong", C::valid, T::required, "nothing"},
        {587, "", C::valid, T::required, "nothing"},
        {587, "secret", C::none, T::opportunistic, "ESMTPA"},  // SCRAM shows no password (RFC 5802)
        {25, "secret", C::valid, T::required, "ESMTPSA"},
    }));
    INFO(one.port << " " << one.password << " " << static_cast<int>(one.certificate));
    DoorTown town(one.port, one.password, one.certificate, one.tls);
    town.run(base::Instant{} + base::hours(1));
    INFO(town.log() << town.heard_by(relay));
    CHECK(with(town) == one.with);
}

TEST_CASE("without a login the own network does where auth-required is off", "[mta]") {
    const auto [required, code] = GENERATE(table<mta::SubmissionAuth, std::string>(
        {{mta::SubmissionAuth::required, "nothing"}, {mta::SubmissionAuth::optional, "ESMTP"}}));
    DoorTown town(587, "", mta::Certificate::none, smtp::TlsUse::never, true);
    mta::HostSettings settings = town.host(relay).settings();
    settings.submission_auth = required;
    town.host(relay).change(settings);
    town.run(base::Instant{} + base::hours(1));
    CHECK(with(town) == code);
}

TEST_CASE("a server that demands TLS takes no mail in the open, at 587 or everywhere", "[mta]") {
    using D = mta::TlsDemand;
    using T = smtp::TlsUse;
    struct Case {
        std::uint16_t port;
        mta::TlsDemand demand;
        smtp::TlsUse tls;
        std::string with;
    };
    const Case one = GENERATE(values<Case>({
        {587, D::none, T::never, "ESMTP"},
        {587, D::submission, T::never, "nothing"},
        {587, D::submission, T::opportunistic, "ESMTPS"},
        {25, D::submission, T::never, "ESMTP"},
        {25, D::always, T::never, "nothing"},
        {25, D::always, T::opportunistic, "ESMTPS"},
    }));
    INFO(one.port << " " << static_cast<int>(one.demand) << " " << static_cast<int>(one.tls));
    DoorTown town(one.port, "", mta::Certificate::valid, one.tls, true);
    mta::HostSettings settings = town.host(relay).settings();
    settings.submission_auth = mta::SubmissionAuth::optional;
    settings.tls_demand = one.demand;
    town.host(relay).change(settings);
    town.run(base::Instant{} + base::hours(1));
    INFO(town.heard_by(relay));
    CHECK(with(town) == one.with);
}

TEST_CASE("a client that likes chunks sends every letter by BDAT where it may (RFC 3030)", "[mta]") {
    const bool offered = GENERATE(true, false);
    mta::HostSettings middle = relay_settings(), last = destination_settings();
    middle.letter_by = smtp::ClientManners::LetterBy::chunks;
    if (!offered) last.offers.remove(smtp::Extension::chunking);
    UsualTown town(last, middle);
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, letter);
    town.run(base::Instant{} + base::minutes(10));
    CHECK(town.mailbox("bob@dest.example").size() == 1);
    const std::string heard = town.heard_by(destination);
    CHECK((heard.find("BDAT ") != std::string::npos) == offered);
    CHECK((heard.find("DATA") != std::string::npos) != offered);
}

TEST_CASE("TLS that was only wished for and fails is done without, once; TLS that is needed is not",
          "[mta]") {
    const auto [tls, delivered] = GENERATE(table<smtp::TlsUse, std::size_t>(
        {{smtp::TlsUse::opportunistic, 1}, {smtp::TlsUse::required, 0}, {smtp::TlsUse::never, 1}}));
    mta::HostSettings middle = relay_settings(), last = destination_settings();
    last.certificate = mta::Certificate::valid;
    middle.tls = tls;
    UsualTown town(last, middle);
    town.break_tls(destination_address);
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, letter);
    town.run(base::Instant{} + base::minutes(10));
    CHECK(town.mailbox("bob@dest.example").size() == delivered);
    const bool twice = tls == smtp::TlsUse::opportunistic;
    CHECK(town.log("attempted") == (twice
                                        ? "1 attempted 1/1 mx.dest.example\n1 attempted 1/1 mx.dest.example\n"
                                    : delivered ? "1 attempted 1/1 mx.dest.example\n"
                                                : "1 attempted 1/1 mx.dest.example\n"
                                                  "1 attempted 1/1 backup.dest.example\n"));
    CHECK(town.log("deferred").empty() == (delivered == 1));
}

TEST_CASE("between relays any certificate will do, unless TLS is required", "[mta]") {
    const auto certificate = GENERATE(mta::Certificate::valid, mta::Certificate::self_signed,
                                      mta::Certificate::expired, mta::Certificate::other_name);
    const auto tls = GENERATE(smtp::TlsUse::opportunistic, smtp::TlsUse::required);
    mta::HostSettings middle = relay_settings(), last = destination_settings();
    last.certificate = certificate;
    middle.tls = tls;
    UsualTown town(last, middle);
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, letter);
    town.run(base::Instant{} + base::minutes(10));
    const bool goes = tls == smtp::TlsUse::opportunistic || certificate == mta::Certificate::valid;
    REQUIRE(town.mailbox("bob@dest.example").size() == (goes ? 1 : 0));
    if (goes) CHECK(holds(town.mailbox("bob@dest.example")[0], "with ESMTPS"));
    if (goes) return;
    CHECK(town.log("deferred") != "");
    CHECK(holds(town.heard_by(destination), "STARTTLS"));
    CHECK_FALSE(holds(town.heard_by(destination), "MAIL"));
}

// ---- room ----

TEST_CASE("a full mailbox or disk is 452, and the mail comes when there is room again", "[mta]") {
    const auto [name, full, empty, said] =
        GENERATE(table<std::string, std::string, std::string, std::string>({
            {"mailbox-quota", "0", "unlimited", "452 4.2.2"},
            {"mailbox-quota", "40", "unlimited", "452 4.2.2"},  // found out after the letter
            {"disk-space", "10", "unlimited", "452 4.3.1"},
            {"disk-full", "on", "off", "452 4.3.1"},
        }));
    INFO(name);
    UsualTown town;
    auto& host = town.host(destination);
    host.change(*mta::with_setting(host.settings(), name, full));
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, letter);
    town.run(base::Instant{} + base::minutes(1));
    CHECK(holds(town.said_by(destination), said));
    CHECK(holds(town.log("deferred"), "1 deferred 1/0 452"));
    CHECK(town.host(relay).queued() == 1);
    host.change(*mta::with_setting(host.settings(), name, empty));
    town.run();
    CHECK(town.mailbox("bob@dest.example").size() == 1);
    CHECK(town.host(relay).queued() == 0);
    CHECK(town.host(destination).queued() == 0);
}

TEST_CASE("one full mailbox of two keeps nobody else's copy back", "[mta]") {
    mta::HostSettings last = destination_settings();
    last.mailbox_quota = 700;
    UsualTown town(last);
    const std::string long_letter = letter + std::string(300, 'x') + "\r\n";
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, long_letter);
    town.run(base::Instant{} + base::minutes(1));
    CHECK(town.mailbox("bob@dest.example").size() == 1);
    town.submit(relay, "ann@src.example", {"bob@dest.example", "alice@dest.example"}, long_letter);
    town.run(base::Instant{} + base::minutes(2));
    CHECK(town.mailbox("bob@dest.example").size() == 1);
    CHECK(town.mailbox("alice@dest.example").size() == 1);
}

// ---- servers that are no good ----

TEST_CASE("whatever a server says instead of SMTP, its client gives up and tries the next exchange",
          "[mta]") {
    const auto misbehaviour =
        GENERATE(mta::Misbehaviour::silent, mta::Misbehaviour::rubbish, mta::Misbehaviour::half_line);
    mta::HostSettings last = destination_settings();
    last.misbehaviour = misbehaviour;
    UsualTown town(last);
    town.add_canned("203.0.113.26", answering_rcpt("250 ok"));
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, letter);
    town.run(base::Instant{} + base::hours(1));
    INFO(town.log());
    CHECK(town.log("relayed") == "1 relayed 1/0 250 backup.dest.example\n");
    CHECK(town.host(relay).queued() == 0);
}

TEST_CASE("an exchange that greets with 4yz or 5yz is passed by at once", "[mta]") {
    const std::string greeting = GENERATE(as<std::string>(), "421 4.3.2 closing\r\n",
                                          "554 5.3.2 no service\r\n", "450 4.3.2 not now\r\n");
    Town other(
        zones_of("d.example. MX 10 a.d.example.\nd.example. MX 20 b.d.example.\n"
                 "a.d.example. A 203.0.113.40\nb.d.example. A 203.0.113.41\n"));
    other.add(laptop_settings());
    other.add(relay_settings());
    other.add_canned("203.0.113.40", [&](std::string_view said) {
        return said.empty() ? greeting : std::string("221 bye\r\n");
    });
    other.add_canned("203.0.113.41", answering_rcpt("250 ok"));
    other.submit(relay, "ann@src.example", {"bob@d.example"}, letter);
    other.run(base::Instant{} + base::minutes(10));
    CHECK(other.log("attempted") == "1 attempted 1/1 a.d.example\n1 attempted 1/1 b.d.example\n");
    CHECK(other.log("relayed") == "1 relayed 1/0 250 b.d.example\n");
    CHECK(other.log("deferred").empty());
}

TEST_CASE("a mail that an exchange refuses by RCPT is not taken elsewhere", "[mta]") {
    UsualTown town;
    town.add_canned("203.0.113.26", answering_rcpt("250 ok"));
    town.submit(relay, "ann@src.example", {"nobody@dest.example"}, letter);
    town.run();
    CHECK(town.log("attempted") == "1 attempted 1/1 mx.dest.example\n");
}
