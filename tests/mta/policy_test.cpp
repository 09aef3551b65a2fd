#include "mta/policy.h"

#include <catch2/catch.hpp>

#include <string>

#include "mail/limits.h"
#include "tests/mta/town.h"

using mta::Client;
using trace::Rule;

namespace {

mta::HostSettings settings() {
    mta::HostSettings host =
        mta_test::host_settings("mx.dest.example", "203.0.113.25", {"dest.example", "also.example"},
                                {"alice@dest.example", "bob@dest.example"});
    host.own_networks = {base::parse_ip_network("192.0.2.0/24").value()};
    return host;
}

Client client(const std::string& address, std::uint16_t port) {
    Client who;
    who.address = base::parse_ip_address(address).value();
    who.port = port;
    return who;
}

mail::Path path(const std::string& text) {
    return std::get<mail::ParsedPath>(mail::parse_path(text, mail::PathUse::forward)).path;
}

bool accepts(const mta::Judgement& judgement) {
    return judgement.ruling.outcome == smtp::Ruling::Outcome::accept;
}

mta::Judgement judged(const mta::HostSettings& host, const Client& who, const mail::Path& recipient) {
    return mta::judge_recipient(host, who, recipient, smtp::Transaction::Kind::mail, {});
}

}  // namespace

TEST_CASE("who may say MAIL on which port", "[mta]") {
    const auto [address, port, code] = GENERATE(table<std::string, std::uint16_t, int>({
        {"192.0.2.10", mta::submission_port, 250},
        {"198.51.100.1", mta::submission_port, 530},
        {"192.0.2.10", mta::relay_port, 0},  // 0: nothing to judge
        {"198.51.100.1", mta::relay_port, 0},
    }));
    const auto judgement = mta::judge_sender(settings(), client(address, port), {}, {}, {});
    REQUIRE(judgement.has_value() == (code != 0));
    if (!judgement) return;
    CHECK(accepts(*judgement) == (code == 250));
    CHECK(judgement->rule == Rule::own_network);
    CHECK(judgement->about == address);
    CHECK((judgement->verdict == trace::Verdict::accept) == (code == 250));
    if (code == 530)
        CHECK(judgement->ruling.reply->code == 530);
    else
        CHECK(judgement->because == "192.0.2.0/24");
}

TEST_CASE("for whom mail is taken", "[mta]") {
    struct Case {
        std::string peer, recipient;
        int code;
        Rule rule;
        smtp::Reason reason;
    };
    const Case one = GENERATE(values<Case>({
        {"198.51.100.1", "<bob@dest.example>", 250, Rule::recipient_exists, smtp::Reason::recipient_is_local},
        {"198.51.100.1", "<bob@DEST.EXAMPLE>", 250, Rule::recipient_exists, smtp::Reason::recipient_is_local},
        {"198.51.100.1", "<nobody@dest.example>", 550, Rule::recipient_exists, smtp::Reason::user_unknown},
        {"192.0.2.10", "<nobody@dest.example>", 550, Rule::recipient_exists, smtp::Reason::user_unknown},
        {"198.51.100.1", "<bob@also.example>", 550, Rule::recipient_exists, smtp::Reason::user_unknown},
        {"198.51.100.1", "<Postmaster>", 250, Rule::recipient_exists, smtp::Reason::recipient_is_local},
        {"198.51.100.1", "<POSTMASTER@dest.example>", 250, Rule::recipient_exists,
         smtp::Reason::recipient_is_local},
        {"198.51.100.1", "<carol@else.example>", 550, Rule::relay_control, smtp::Reason::relaying_denied},
        {"192.0.2.10", "<carol@else.example>", 250, Rule::relay_control, smtp::Reason::recipient_is_relayed},
        {"198.51.100.1", "<bob@sub.dest.example>", 550, Rule::relay_control, smtp::Reason::relaying_denied},
        {"198.51.100.1", "<@dest.example:carol@else.example>", 550, Rule::relay_control,
         smtp::Reason::relaying_denied},
        {"198.51.100.1", "<\"carol@else.example\"@dest.example>", 550, Rule::recipient_exists,
         smtp::Reason::user_unknown},
    }));
    INFO(one.peer << " " << one.recipient);
    for (const std::uint16_t port : {mta::relay_port, mta::submission_port}) {
        const auto judgement = judged(settings(), client(one.peer, port), path(one.recipient));
        REQUIRE(judgement.ruling.reply);
        CHECK(judgement.ruling.reply->code == one.code);
        CHECK(judgement.ruling.reply->reason == one.reason);
        CHECK(accepts(judgement) == (one.code == 250));
        CHECK((judgement.verdict == trace::Verdict::accept) == (one.code == 250));
        CHECK(judgement.rule == one.rule);
        CHECK_FALSE(judgement.because.empty());
        CHECK(judgement.citation.rfc != 0);
    }
}

TEST_CASE("switches turn refusals into acceptance, and say that they did", "[mta]") {
    mta::HostSettings open = settings();
    open.relay_control = mta::RelayControl::open;
    const auto relayed = judged(open, client("198.51.100.1", 25), path("<carol@else.example>"));
    CHECK(accepts(relayed));
    CHECK(relayed.because == "relay-control is off: an open relay");
    mta::HostSettings late = settings();
    late.recipient_check = mta::RecipientCheck::after_acceptance;
    const auto unknown = judged(late, client("198.51.100.1", 25), path("<nobody@dest.example>"));
    CHECK(accepts(unknown));
    CHECK(unknown.because == "recipient-check is off");
    CHECK_FALSE(accepts(judged(late, client("198.51.100.1", 25), path("<carol@else.example>"))));
}

TEST_CASE("a letter is judged by its line ends and its hops", "[mta]") {
    const auto [text, received, line_ends, code] =
        GENERATE(table<std::string, std::size_t, mta::LineEnds, int>({
            {"a\r\n", 0, mta::LineEnds::strict, 250},
            {"a\nb\r\n", 0, mta::LineEnds::strict, 554},
            {"a\rb\r\n", 0, mta::LineEnds::strict, 554},
            {"a\nb\r\n", 0, mta::LineEnds::lenient, 250},
            {"\xE9\r\n", 0, mta::LineEnds::strict, 250},
            {"a\r\n", mail::most_received_fields, mta::LineEnds::strict, 250},
            {"a\r\n", mail::most_received_fields + 1, mta::LineEnds::strict, 554},
            {"a\r\n", mail::most_received_fields + 1, mta::LineEnds::lenient, 554},
        }));
    mta::HostSettings host = settings();
    host.line_ends = line_ends;
    smtp::DataReader reader(1000);
    reader.feed(text + ".\r\n");
    const auto judgement = mta::judge_letter(host, reader, received, {}, {});
    REQUIRE(judgement.has_value() == (code == 554));
    if (judgement) CHECK(judgement->ruling.reply->code == 554);
}

TEST_CASE("who logged in may hand in mail at any door and for anybody", "[mta]") {
    mta::HostSettings host = settings();
    Client user = client("198.51.100.1", mta::submission_port);
    user.user = "ann";
    const auto sender = mta::judge_sender(host, user, {}, {}, {});
    REQUIRE(sender);
    CHECK(accepts(*sender));
    CHECK(sender->rule == Rule::authentication);
    const auto foreign =
        mta::judge_recipient(host, user, path("<carol@else.example>"), smtp::Transaction::Kind::mail, {});
    CHECK(accepts(foreign));
    CHECK(foreign.rule == Rule::authentication);
    CHECK(foreign.because == "ann logged in");
}

TEST_CASE("REQUIRETLS is taken under TLS only", "[mta]") {
    smtp::SenderOptions options;
    options.require_tls = true;
    Client peer = client("198.51.100.1", mta::relay_port);
    const auto plain = mta::judge_sender(settings(), peer, options, {}, {});
    REQUIRE(plain);
    CHECK(plain->rule == Rule::tls_policy);
    CHECK(plain->ruling.reply->code == 530);
    peer.cover = Client::Cover::tls;
    CHECK_FALSE(mta::judge_sender(settings(), peer, options, {}, {}));
}

TEST_CASE("an alias is taken as a mailbox is", "[mta]") {
    mta::HostSettings host = settings();
    host.aliases = {{{"team", "dest.example"}, {{"bob", "dest.example"}, {"carol", "else.example"}}}};
    const auto judgement = mta::judge_recipient(host, client("198.51.100.1", 25), path("<TEAM@dest.example>"),
                                                smtp::Transaction::Kind::mail, {});
    CHECK(accepts(judgement));
    CHECK(judgement.rule == Rule::aliases);
    CHECK(judgement.because == "an alias of 2 addresses");
}

TEST_CASE("room is counted without overflow", "[mta]") {
    mta::HostSettings host = settings();
    host.disk_space = 100;
    host.mailbox_quota = 100;
    mta::Storage storage;
    storage.custody = 200;  // a setting that came later
    CHECK_FALSE(mta::has_disk_for(host, storage, 0));
    storage.custody = 60;
    CHECK(mta::has_disk_for(host, storage, 40));
    CHECK_FALSE(mta::has_disk_for(host, storage, 41));
    CHECK_FALSE(mta::has_disk_for(host, storage, ~std::uint64_t{0}));
    const mail::Address bob{"bob", "dest.example"};
    storage.put(bob, 99);
    CHECK(mta::has_room_for(host, storage, {"BOB", "DEST.example"}, 1));
    CHECK_FALSE(mta::has_room_for(host, storage, bob, 2));
    CHECK_FALSE(mta::has_room_for(host, storage, bob, ~std::uint64_t{0}));
}
