// The doors of a host and how they are gone through: TLS, logins, ports, what Received says of it, and
// servers that are no good. RFC 3207, 3848, 4954, 6409, 7435, 8314; RFC 5321 5.1.
#include <catch2/catch.hpp>

#include <string>

#include "mail/message.h"
#include "tests/mta/usual_town.h"

using namespace mta_test;

namespace {

mta::HostSettings secure(mta::HostSettings host) {
    host.certificate = mta::Certificate::valid;
    return host;
}

mta::HostSettings set(mta::HostSettings host, const std::string& name, const std::string& value) {
    auto changed = mta::with_setting(std::move(host), name, value);
    REQUIRE(changed);
    return *changed;
}

// The Received field that the destination put on bob's letter.
std::string received(const Town& town) {
    const auto inbox = town.mailbox("bob@dest.example");
    REQUIRE(inbox.size() == 1);
    const auto message = mail::Message::parse(inbox.front());
    return message.value_of("Received");
}

template <class F>
std::vector<F> facts(const Town& town, trace::HostId host) {
    std::vector<F> found;
    for (const trace::Event& event : town.trace().events())
        if (const auto* fact = std::get_if<F>(&event.fact); fact && event.host == host)
            found.push_back(*fact);
    return found;
}

}  // namespace

TEST_CASE("a mail under TLS says so in Received, and is judged as such", "[mta]") {
    const auto [certificate, tls, with] = GENERATE(table<mta::Certificate, std::string, std::string>({
        {mta::Certificate::valid, "opportunistic", "with ESMTPS (TLSv1.3 TLS_AES_256_GCM_SHA384) id"},
        {mta::Certificate::valid, "required", "with ESMTPS (TLSv1.3 TLS_AES_256_GCM_SHA384) id"},
        {mta::Certificate::valid, "never", "with ESMTP id"},
        {mta::Certificate::none, "opportunistic", "with ESMTP id"},
    }));
    mta::HostSettings last = destination_settings();
    last.certificate = certificate;
    UsualTown town(last, set(relay_settings(), "tls", tls));
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, letter);
    town.run();
    CHECK(holds(received(town), with));
}

TEST_CASE("TLS that was only wished for and fails is left out at the same host, once", "[mta]") {
    UsualTown town(secure(destination_settings()));
    town.break_tls(destination_address, smtp::Reason::tls_failed);
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, letter);
    town.run();
    CHECK(holds(received(town), "with ESMTP id"));
    CHECK(town.log("1 attempted") == "1 attempted 1/1 mx.dest.example\n1 attempted 1/1 mx.dest.example\n");
    CHECK(town.log("deferred").empty());
}

TEST_CASE("where TLS is a must, a host that fails it is passed over for the next", "[mta]") {
    const auto why = GENERATE(smtp::Reason::tls_failed, smtp::Reason::certificate_not_trusted);
    UsualTown town(secure(destination_settings()), set(relay_settings(), "tls", "required"));
    town.break_tls(destination_address, why);
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, letter);
    town.wait(base::minutes(10));
    CHECK(town.log("1 attempted") ==
          "1 attempted 1/1 mx.dest.example\n1 attempted 1/1 backup.dest.example\n");
    CHECK(town.mailbox("bob@dest.example").empty());
    CHECK(holds(town.log("1 deferred"), "1 deferred 1/0"));
}

TEST_CASE("a submission door with accounts asks who it is, and then sends on from anywhere", "[mta]") {
    const auto [port, password, with] = GENERATE(table<std::uint16_t, std::string, std::string>({
        {mta::submission_port, "secret", "with ESMTPSA ("},
        {mta::submissions_port, "secret", "with ESMTPSA ("},
        {mta::submission_port, "wrong", ""},
        {mta::submissions_port, "", ""},
    }));
    mta::HostSettings middle = secure(relay_settings());
    middle.own_networks.clear();  // Ann is far from home
    middle.ports.push_back(mta::submissions_port);
    middle.accounts = {{"ann", "secret"}};
    Town town{zones_of(zone)};
    mta::HostSettings first = laptop_settings();
    first.submits_to->port = port;
    if (!password.empty()) first.login = smtp::Login{"ann", password, {}};
    town.add(first);
    town.add(middle);
    town.add(destination_settings());
    town.submit(laptop, "ann@src.example", {"bob@dest.example"}, letter);
    town.wait(base::minutes(1));
    INFO(port << " " << password << "\n" << town.log());
    const auto inbox = town.mailbox("bob@dest.example");
    REQUIRE(inbox.size() == (with.empty() ? 0 : 1));
    if (with.empty()) return;
    CHECK(holds(inbox.front(), with));
    const auto logins = facts<trace::LoggedIn>(town, relay);
    REQUIRE(logins.size() == 1);
    CHECK(logins.front().result == trace::LoginResult::granted);
    bool by_login = false;
    for (const auto& ruled : facts<trace::Ruled>(town, relay))
        by_login = by_login || ruled.rule == trace::Rule::authentication;
    CHECK(by_login);
}

TEST_CASE("without auth-required the own network needs no login", "[mta]") {
    const auto [required, delivered] = GENERATE(table<std::string, std::size_t>({{"on", 0}, {"off", 1}}));
    mta::HostSettings middle = set(relay_settings(), "auth-required", required);
    middle.accounts = {{"ann", "secret"}};
    UsualTown town(destination_settings(), middle);
    town.submit(laptop, "ann@src.example", {"bob@dest.example"}, letter);
    town.wait(base::minutes(1));
    CHECK(town.mailbox("bob@dest.example").size() == delivered);
}

TEST_CASE("a submission door adds what the letter lacks and takes Return-Path away", "[mta]") {
    const auto [written, added] = GENERATE(table<std::string, std::string>({
        {"From: a@src.example\r\n\r\nhi\r\n", "1 rewritten 1/0 Date\n1 rewritten 1/0 Message-ID\n"},
        {"From: a@src.example\r\nDate: Mon, 23 Nov 2026 20:36:19 +0000\r\n\r\nhi\r\n",
         "1 rewritten 1/0 Message-ID\n"},
        {"hi, no header\r\n", "1 rewritten 1/0 Date\n1 rewritten 1/0 Message-ID\n"},
        {letter, ""},
        {"Return-Path: <evil@x.example>\r\n" + letter, ""},
    }));
    UsualTown town;
    town.submit(laptop, "ann@src.example", {"bob@dest.example"}, written);
    town.run();
    CHECK(town.log("rewritten") == added);
    const auto message = mail::Message::parse(town.mailbox("bob@dest.example").at(0));
    CHECK(message.find("Date") != nullptr);
    CHECK(message.find("Message-ID") != nullptr);
    CHECK(message.value_of("Return-Path") == "<ann@src.example>");
    CHECK_FALSE(holds(message.octets(), "evil"));
    CHECK(message.count(mail::Finding::Kind::field_without_colon) == 0);
    // On the relay's other door nothing is added.
    UsualTown other;
    other.submit(relay, "ann@src.example", {"bob@dest.example"}, written);
    other.run();
    CHECK(other.log("rewritten").empty());
}

TEST_CASE("a server that is no good keeps nobody for ever, and the mail goes to the next host", "[mta]") {
    const std::string how = GENERATE(as<std::string>(), "silent", "rubbish", "half-line");
    UsualTown town(set(destination_settings(), "misbehaviour", how));
    town.add_canned("203.0.113.26", answering_rcpt("250 ok"));
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, letter);
    town.run();
    CHECK(town.log("1 relayed") == "1 relayed 1/0 250 backup.dest.example\n");
    CHECK(town.log("deferred").empty());
    CHECK(town.now() <= base::Instant{} + base::minutes(11));
    CHECK(town.host(destination).deadline() == base::never);
}

TEST_CASE("a host that refuses or leaves before the letter is passed over at once", "[mta]") {
    const auto [at, answer, tries] = GENERATE(table<std::string, std::string, int>({
        {"", "554 5.3.2 not today\r\n", 2},
        {"", "421 4.3.2 busy\r\n", 2},
        {"", "hang up", 2},
        {"EHLO", "421 4.3.2 busy\r\n", 2},
        {"EHLO", "hang up", 2},
        {"MAIL", "421 4.3.2 busy\r\n", 2},
        {"RCPT", "hang up", 2},
        {"RCPT", "550 5.1.1 no such user\r\n", 1},  // that is about the mail, not about the host
        {"RCPT", "451 4.3.0 later\r\n", 1},
        {"DATA", "hang up", 2},
        {"Date", "hang up", 1},  // it may have the letter (RFC 1047): later, not elsewhere at once
    }));
    mta::HostSettings last = destination_settings();
    last.addresses = {base::parse_ip_address("203.0.113.250").value()};
    UsualTown town(last);
    town.add_canned(destination_address, [&, at = at, answer = answer](std::string_view said) {
        const bool now = at.empty() ? said.empty() : said.substr(0, 4) == at;
        return now ? answer : answering_rcpt("250 ok")(said);
    });
    town.add_canned("203.0.113.26", answering_rcpt("250 ok"));
    town.submit(relay, "ann@src.example", {"bob@dest.example"}, letter);
    town.wait(base::minutes(1));
    INFO(at << " " << answer << "\n" << town.log());
    CHECK(holds(town.log(), "1 attempted 1/1 backup.dest.example\n") == (tries == 2));
    CHECK(town.log("1 relayed").empty() == (tries == 1));
}

TEST_CASE("a smarthost takes all that is not local", "[mta]") {
    mta::HostSettings middle = relay_settings();
    middle.smarthost = mta::SubmissionServer{"mx.dest.example", mta::relay_port};
    mta::HostSettings last = set(destination_settings(), "relay-control", "off");
    UsualTown town(last, middle);
    town.add_canned("203.0.113.99", answering_rcpt("250 ok"));
    town.submit(relay, "ann@src.example", {"carol@third.example", "bob@dest.example", "ann@src.example"},
                letter);
    town.run();
    CHECK(town.log("1 routed") ==
          "1 routed 1/2 0 ann@src.example\n1 routed 1/0 4 mx.dest.example\n"
          "1 routed 1/1 4 mx.dest.example\n");
    CHECK(town.log("2 relayed") == "2 relayed 1/0 250 mx.third.example\n");
}
