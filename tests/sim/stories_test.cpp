// What happens in the scenarios of TLS, submission, extensions, notices, routes, faults and 1982: who has the
// mail at the end, and the facts that each is there to show.
#include <catch2/catch.hpp>

#include <set>

#include "sim/scenario_file.h"
#include "sim/simulation.h"
#include "smtp/reason.h"
#include "trace/json_lines.h"

namespace {

using Lines = std::vector<std::string>;

trace::Trace play(const std::string& name) {
    const auto scenario = sim::builtin_scenario(name);
    REQUIRE(scenario);
    auto trace = sim::simulate(*scenario);
    REQUIRE(trace);
    return std::move(*trace);
}

template <class F>
std::vector<std::pair<trace::Event, F>> facts(const trace::Trace& trace, const std::string& host = "") {
    std::vector<std::pair<trace::Event, F>> found;
    for (const trace::Event& event : trace.events())
        if (const F* fact = std::get_if<F>(&event.fact))
            if (host.empty() || trace.world.hosts.at(event.host).name == host)
                found.emplace_back(event, *fact);
    return found;
}

/// "delivered destination bob@dest.example", "failed relay 550 5.1.1 other-reply", as it happened.
Lines ends_of(const trace::Trace& trace) {
    Lines lines;
    for (const trace::Event& event : trace.events()) {
        const std::string host = event.host == trace::no_host ? "" : trace.world.hosts.at(event.host).name;
        if (const auto* one = std::get_if<trace::Delivered>(&event.fact))
            lines.push_back(fmt::format("delivered {} {}", host, trace.text(one->mailbox)));
        if (const auto* one = std::get_if<trace::Failed>(&event.fact))
            lines.push_back(fmt::format("failed {} {} {} {}", host, one->code, smtp::to_text(one->enhanced),
                                        smtp::to_text(one->reason)));
    }
    return lines;
}

/// The command lines that a host said, without CRLF.
Lines said_by(const trace::Trace& trace, const std::string& host) {
    Lines lines;
    for (const auto& [event, command] : facts<trace::CommandSent>(trace, host)) {
        const std::string_view line = trace.text(command.line);
        lines.emplace_back(line.substr(0, line.find("\r\n")));
    }
    return lines;
}

bool holds(const Lines& lines, const std::string& part) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

/// The letters that hosts wrote themselves.
std::vector<std::pair<trace::LetterKind, std::string>> reports_in(const trace::Trace& trace) {
    std::vector<std::pair<trace::LetterKind, std::string>> reports;
    for (const auto& [event, written] : facts<trace::Written>(trace))
        if (written.kind != trace::LetterKind::original)
            reports.emplace_back(written.kind, trace.text(written.letter));
    return reports;
}

}  // namespace

TEST_CASE("each story ends as its description says", "[stories]") {
    const auto [name, ends] = GENERATE(table<std::string, Lines>({
        {"starttls", {"delivered destination bob@dest.example"}},
        {"submission", {"delivered destination bob@dest.example"}},
        {"implicit-tls", {"delivered destination bob@dest.example"}},
        {"greeting-refused", {"failed relay 554 5.0.0 other-reply", "delivered relay ann@src.example"}},
        {"temporary-refusal",
         {"delivered destination bob@dest.example", "delivered destination bob@dest.example"}},
        {"chunking", {"delivered destination bob@dest.example"}},
        {"eight-bit", {"delivered destination bob@dest.example"}},
        {"internationalised", {"delivered destination юрий@dest.example"}},
        {"internationalised-refused",
         {"failed relay 0 5.6.9 utf8-not-possible", "delivered relay åsa@src.example"}},
        {"smarthost", {"delivered destination bob@dest.example"}},
        {"crash-after-dot",
         {"delivered destination bob@dest.example", "delivered destination bob@dest.example"}},
        {"cut-line", {"delivered destination bob@dest.example"}},
        {"disk-full", {"delivered destination bob@dest.example"}},
        {"dns-trouble", {"delivered destination bob@dest.example"}},
        {"bad-certificate", {"failed relay 0 5.4.7 expired", "delivered relay ann@src.example"}},
        {"y1982", {"delivered bbn Jones@BBN-VAX"}},
        {"alias",
         {"delivered destination alice@dest.example", "delivered destination bob@dest.example",
          "delivered relay ann@src.example"}},
        {"ipv6", {"delivered destination bob@dest.example"}},
        {"fidelity", {}},
    }));
    INFO(name);
    CHECK(ends_of(play(name)) == ends);
}

TEST_CASE("under STARTTLS no line of the mail is on the wire in the open", "[stories]") {
    const auto trace = play("starttls");
    const auto secured = facts<trace::Secured>(trace);
    REQUIRE(secured.size() == 2);
    CHECK(secured[0].second.trust == smtp::Trust::verified);
    const trace::ConnectionId sealed = secured[0].first.connection;
    for (const auto& [event, segment] : facts<trace::SegmentSent>(trace))
        if (event.connection == sealed)
            CHECK(trace.text(segment.payload).find("MAIL FROM") == std::string_view::npos);
    CHECK(holds(said_by(trace, "relay"), "MAIL FROM:<ann@src.example>"));
    // What it says and what the other side reads is one Range.
    const auto said = facts<trace::ContentSent>(trace, "relay");
    const auto read = facts<trace::ContentReceived>(trace, "destination");
    REQUIRE(said.size() == 1);
    REQUIRE(read.size() == 1);
    CHECK(said[0].second.octets == read[0].second.octets);
}

TEST_CASE("a run with TLS repeats to the octet, and is read back from JSON Lines", "[stories]") {
    const auto name =
        GENERATE(as<std::string>{}, "starttls", "submission", "implicit-tls", "bad-certificate");
    INFO(name);
    const auto trace = play(name);
    const std::string saved = trace::to_json_lines(trace);
    CHECK(saved == trace::to_json_lines(play(name)));
    CHECK(saved.substr(0, saved.find('\n')).find("\"openssl\":\"") != std::string::npos);
    const auto read = trace::parse_json_lines(saved, "saved.jsonl");
    REQUIRE(read);
    CHECK(read->world.openssl == trace.world.openssl);
    CHECK(trace::to_json_lines(*read) == saved);
}

TEST_CASE("a password is said under TLS only, and before the mail", "[stories]") {
    const auto name = GENERATE(as<std::string>{}, "submission", "implicit-tls");
    INFO(name);
    const auto trace = play(name);
    const auto logins = facts<trace::LoggedIn>(trace, "relay");
    REQUIRE(logins.size() == 1);
    CHECK(logins[0].second.result == trace::LoginResult::granted);
    CHECK(trace.text(logins[0].second.user) == "ann");
    const auto secured = facts<trace::Secured>(trace, "client");
    REQUIRE(secured.size() == 1);
    CHECK(secured[0].first.number < logins[0].first.number);
    CHECK(facts<trace::ConnectionOpening>(trace, "client").at(0).second.server_port ==
          (name == "submission" ? 587 : 465));
    for (const auto& [event, command] : facts<trace::CommandSent>(trace, "client"))
        if (command.verb == smtp::Verb::mail) CHECK(event.number > logins[0].first.number);
    // On 465 nobody says anything before the handshake; on 587 STARTTLS is asked for.
    CHECK(holds(said_by(trace, "client"), "STARTTLS") == (name == "submission"));
}

TEST_CASE("a server that takes no mail says 554, and the relay says QUIT", "[stories]") {
    const auto trace = play("greeting-refused");
    const auto replies = facts<trace::ReplySent>(trace, "destination");
    REQUIRE(!replies.empty());
    CHECK(replies[0].second.code == 554);
    CHECK(said_by(trace, "relay") == Lines{"QUIT"});
}

TEST_CASE("what is refused with 4yz is tried again and arrives", "[stories]") {
    const auto [name, code] = GENERATE(table<std::string, int>({
        {"temporary-refusal", 452},
        {"disk-full", 452},
    }));
    INFO(name);
    const auto trace = play(name);
    const auto deferred = facts<trace::Deferred>(trace, "relay");
    REQUIRE(!deferred.empty());
    CHECK(deferred[0].second.code == code);
    CHECK(reports_in(trace).empty());
}

TEST_CASE("octets that are no lines travel in chunks, unchanged", "[stories]") {
    const auto trace = play("chunking");
    CHECK(holds(said_by(trace, "client"), "BODY=BINARYMIME"));
    CHECK(holds(said_by(trace, "relay"), "BDAT"));
    const auto written = facts<trace::Written>(trace);
    const auto accepted = facts<trace::Accepted>(trace, "destination");
    REQUIRE(accepted.size() == 1);
    const std::string_view sent = trace.text(written[0].second.letter);
    const std::string_view came = trace.text(accepted[0].second.letter);
    CHECK(came.substr(came.size() - sent.size()) == sent);
    CHECK(facts<trace::Found>(trace).empty());
}

TEST_CASE("before a server without 8BITMIME the body is encoded anew", "[stories]") {
    const auto trace = play("eight-bit");
    CHECK(holds(said_by(trace, "client"), "BODY=8BITMIME"));
    CHECK(!holds(said_by(trace, "relay"), "BODY=8BITMIME"));
    const auto rewritten = facts<trace::Rewritten>(trace, "relay");
    REQUIRE(rewritten.size() == 1);
    CHECK(rewritten[0].second.how == trace::Rewriting::to_seven_bit);
    const auto sent = facts<trace::ContentSent>(trace, "relay");
    REQUIRE(sent.size() == 1);
    const std::string_view octets = trace.text(sent[0].second.octets);
    CHECK(octets.find("Content-Transfer-Encoding: quoted-printable") != std::string_view::npos);
    CHECK(std::none_of(octets.begin(), octets.end(),
                       [](char c) { return static_cast<unsigned char>(c) > 127; }));
}

TEST_CASE("names outside ASCII travel as they are, or not at all", "[stories]") {
    const auto there = play("internationalised");
    for (const std::string host : {"client", "relay"}) {
        CHECK(holds(said_by(there, host), "SMTPUTF8"));
        CHECK(holds(said_by(there, host), "RCPT TO:<юрий@dest.example>"));
    }
    const auto back = play("internationalised-refused");
    CHECK(!holds(said_by(back, "relay"), "MAIL FROM"));
    const auto reports = reports_in(back);
    REQUIRE(reports.size() == 1);
    CHECK(reports[0].second.find("message/global-delivery-status") != std::string::npos);
    CHECK(reports[0].second.find("юрий@dest.example") != std::string::npos);
}

TEST_CASE("one server reports delivered, for the other the relay reports relayed", "[stories]") {
    const auto trace = play("notices");
    const auto reports = reports_in(trace);
    REQUIRE(reports.size() == 2);
    Lines actions;
    for (const auto& [kind, letter] : reports) {
        CHECK(kind == trace::LetterKind::success_notice);
        CHECK(letter.find("Original-Envelope-Id: invitation-7") != std::string::npos);
        const auto at = letter.find("Action: ");
        actions.push_back(letter.substr(at + 8, letter.find("\r\n", at) - at - 8));
    }
    std::sort(actions.begin(), actions.end());
    CHECK(actions == Lines{"delivered", "relayed"});
}

TEST_CASE("an alias is expanded, and its sender is told so", "[stories]") {
    const auto trace = play("alias");
    const auto expanded = facts<trace::Expanded>(trace, "destination");
    REQUIRE(expanded.size() == 1);
    CHECK(expanded[0].second.members == 2);
    const auto reports = reports_in(trace);
    REQUIRE(reports.size() == 1);
    CHECK(reports[0].second.find("Action: expanded") != std::string::npos);
}

TEST_CASE("five domains: MX, equal MX, no MX, another name, and a null MX", "[stories]") {
    const auto trace = play("many-domains");
    const auto failed = facts<trace::Failed>(trace);
    REQUIRE(failed.size() == 1);
    CHECK(smtp::to_text(failed[0].second.enhanced) == "5.1.10");  // RFC 7505 4.2
    std::set<std::string> boxes;
    for (const auto& [event, one] : facts<trace::Delivered>(trace)) boxes.emplace(trace.text(one.mailbox));
    CHECK(boxes == std::set<std::string>{"alice@info.www.example", "ann@src.example", "bob@dest.example",
                                         "dora@twins.example", "erik@plain.example"});
    bool implicit = false;
    for (const auto& [event, routed] : facts<trace::Routed>(trace, "relay"))
        implicit = implicit || routed.route == trace::Route::implicit_mx;
    CHECK(implicit);
}

TEST_CASE("the office asks for no MX: all goes to the smarthost", "[stories]") {
    const auto trace = play("smarthost");
    for (const auto& [event, asked] : facts<trace::Asked>(trace, "relay"))
        CHECK(asked.type != dns::RecordType::mx);
    CHECK(holds(said_by(trace, "relay"), "AUTH "));
    bool smart = false;
    for (const auto& [event, routed] : facts<trace::Routed>(trace, "relay"))
        smart = smart || routed.route == trace::Route::smarthost;
    CHECK(smart);
}

TEST_CASE("a crash between the dot and its 250 delivers twice, and loses nothing", "[stories]") {
    const auto trace = play("crash-after-dot");
    const auto restarted = facts<trace::Restarted>(trace);
    REQUIRE(restarted.size() == 1);
    CHECK(restarted[0].second.mails == 1);
    CHECK(facts<trace::Accepted>(trace, "destination").size() == 2);
    CHECK(facts<trace::Relayed>(trace, "relay").size() == 1);
}

TEST_CASE("what the line or the names withhold waits in the relay's queue", "[stories]") {
    const auto name = GENERATE(as<std::string>{}, "cut-line", "dns-trouble");
    INFO(name);
    const auto trace = play(name);
    const auto deferred = facts<trace::Deferred>(trace, "relay");
    REQUIRE(!deferred.empty());
    for (const auto& [event, one] : deferred) CHECK(one.code == 0);
    CHECK(facts<trace::Delivered>(trace).at(0).first.at > base::Instant{} + base::minutes(10));
}

TEST_CASE("a certificate that proves nothing stops the mail before the envelope", "[stories]") {
    const auto trace = play("bad-certificate");
    CHECK(!holds(said_by(trace, "relay"), "MAIL FROM"));
    const auto failed = facts<trace::TlsFailed>(trace, "relay");
    REQUIRE(!failed.empty());
    CHECK(failed[0].second.reason == smtp::Reason::certificate_not_trusted);
}

TEST_CASE("in 1982 the way stands on the envelope, and nobody asks for names", "[stories]") {
    const auto trace = play("y1982");
    CHECK(facts<trace::Asked>(trace).empty());
    const Lines first = said_by(trace, "mit"), second = said_by(trace, "isi");
    CHECK(holds(first, "HELO MIT-MC"));
    CHECK(holds(first, "RCPT TO:<@USC-ISIF:Jones@BBN-VAX>"));
    CHECK(holds(second, "MAIL FROM:<@USC-ISIF:Smith@MIT-MC>"));
    CHECK(holds(second, "RCPT TO:<Jones@BBN-VAX>"));
    CHECK(!holds(second, "EHLO"));
}

TEST_CASE("between two servers with IPv6 the mail takes that way", "[stories]") {
    const auto trace = play("ipv6");
    bool asked = false;
    for (const auto& [event, one] : facts<trace::Asked>(trace, "relay"))
        asked = asked || one.type == dns::RecordType::aaaa;
    CHECK(asked);
    const auto accepted = facts<trace::Accepted>(trace, "destination");
    REQUIRE(accepted.size() == 1);
    CHECK(trace.text(accepted[0].second.fields_added).find("[IPv6:2001:db8") != std::string_view::npos);
}

TEST_CASE("the server for real clients has three doors and the policy that others were asked under",
          "[stories]") {
    const auto scenario = sim::builtin_scenario("fidelity");
    REQUIRE(scenario);
    const mta::HostSettings& server = scenario->hosts.at(0).settings;
    CHECK(server.ports == std::vector<std::uint16_t>{25, 587, 465});
    CHECK(server.letter_limit == 1'048'576);
    CHECK(server.recipient_limit == 100);
    CHECK(server.certificate == mta::Certificate::valid);
    CHECK(server.line_ends == mta::LineEnds::lenient);
    REQUIRE(server.accounts.size() == 2);
    for (const smtp::Account& account : server.accounts) {
        CHECK(account.name.substr(0, 5) == "alice");
        CHECK(account.password == "secret");
    }
    CHECK(server.submission_auth == mta::SubmissionAuth::required);
    CHECK(server.own_networks.empty());
}
