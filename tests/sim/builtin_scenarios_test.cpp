// What happens in each scenario that comes with the program: outcomes, and the facts that it is there to
// show.
#include <catch2/catch.hpp>

#include "sim/scenario_file.h"
#include "sim/simulation.h"
#include "smtp/reason.h"

namespace {

trace::Trace run(const std::string& name) {
    const auto scenario = sim::builtin_scenario(name);
    REQUIRE(scenario);
    auto trace = sim::simulate(*scenario);
    REQUIRE(trace);
    return std::move(*trace);
}

template <class F>
std::vector<std::pair<const trace::Event*, F>> all(const trace::Trace& trace) {
    std::vector<std::pair<const trace::Event*, F>> found;
    for (const trace::Event& event : trace.events())
        if (const F* fact = std::get_if<F>(&event.fact)) found.emplace_back(&event, *fact);
    return found;
}

const std::string& host_of(const trace::Trace& trace, const trace::Event& event) {
    return trace.world.hosts.at(event.host).name;
}

/// "delivered relay ann@src.example", "failed relay 550 5.1.1 other-reply", in the order in which it
/// happened.
std::vector<std::string> outcomes(const trace::Trace& trace) {
    std::vector<std::string> lines;
    for (const trace::Event& event : trace.events()) {
        if (const auto* delivered = std::get_if<trace::Delivered>(&event.fact))
            lines.push_back(
                fmt::format("delivered {} {}", host_of(trace, event), trace.text(delivered->mailbox)));
        if (const auto* failed = std::get_if<trace::Failed>(&event.fact))
            lines.push_back(fmt::format("failed {} {} {} {}", host_of(trace, event), failed->code,
                                        smtp::to_text(failed->enhanced), smtp::to_text(failed->reason)));
    }
    return lines;
}

/// The text of the letter that a host wrote itself; empty when it wrote none.
std::string bounce(const trace::Trace& trace) {
    std::string letter;
    for (const auto& [event, written] : all<trace::Written>(trace))
        if (written.kind == trace::LetterKind::bounce) letter += trace.text(written.letter);
    return letter;
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("each scenario ends as its description says", "[scenarios]") {
    const auto [name, ends] = GENERATE(table<std::string, Lines>({
        {"first-delivery", {"delivered destination bob@dest.example"}},
        {"unknown-user", {"failed relay 550 5.1.1 other-reply", "delivered relay ann@src.example"}},
        {"two-recipients",
         {"failed relay 550 5.1.1 other-reply", "delivered destination alice@dest.example",
          "delivered relay ann@src.example"}},
        {"lossy-line", {"delivered destination bob@dest.example"}},
        {"relaying-denied", {"failed stranger 550 5.7.1 other-reply"}},
        {"domain-unknown", {"failed relay 0 5.1.2 domain-unknown", "delivered relay ann@src.example"}},
        {"retry-later", {"failed relay 0 5.4.7 expired", "delivered relay ann@src.example"}},
        {"second-exchange", {"delivered backup bob@dest.example"}},
        {"four-hosts",
         {"failed radio 550 5.1.1 other-reply", "delivered office pilot@harbour.test",
          "delivered radio cook@albatross.test", "delivered radio cook@albatross.test"}},
    }));
    INFO(name);
    CHECK(outcomes(run(name)) == ends);
}

TEST_CASE("the default world has four hosts as its readers know them", "[scenarios]") {
    const auto scenario = sim::builtin_scenario("first-delivery");
    REQUIRE(scenario);
    Lines hosts;
    for (const sim::ScenarioHost& host : scenario->hosts) {
        std::string line =
            fmt::format("{} {} {} {}", host.name, trace::role_names[static_cast<int>(host.role)],
                        host.settings.name, base::to_text(host.settings.addresses.at(0)));
        for (const std::uint16_t port : host.settings.ports) line += fmt::format(" {}", port);
        for (const mail::Address& mailbox : host.settings.mailboxes) line += " " + mail::to_text(mailbox);
        hosts.push_back(line);
    }
    CHECK(hosts == Lines{"client client laptop.src.example 192.0.2.10",
                         "relay relay relay.src.example 198.51.100.25 25 587 ann@src.example "
                         "postmaster@src.example",
                         "destination destination mx.dest.example 203.0.113.25 25 alice@dest.example "
                         "bob@dest.example postmaster@dest.example",
                         "dns dns ns.example 198.51.100.53"});
}

TEST_CASE("the first delivery takes two hops and stuffs one dot on each", "[scenarios]") {
    const auto trace = run("first-delivery");
    const auto contents = all<trace::ContentSent>(trace);
    REQUIRE(contents.size() == 2);
    for (const auto& [event, content] : contents) CHECK(content.stuffed == 1);
    const auto received = all<trace::ContentReceived>(trace);
    REQUIRE(received.size() == 2);
    CHECK(holds(trace.text(received[1].second.letter), "\r\n.signature"));
    const auto openings = all<trace::ConnectionOpening>(trace);
    REQUIRE(openings.size() == 2);
    CHECK(openings[0].second.server_port == 587);
    CHECK(openings[1].second.server_port == 25);
    CHECK(all<trace::SegmentLost>(trace).empty());
    CHECK(trace.end() < base::Instant{} + base::seconds(2));
}

TEST_CASE("an unknown user is refused on hop two, and Ann gets a bounce that says so", "[scenarios]") {
    const auto trace = run("unknown-user");
    const auto failed = all<trace::Failed>(trace);
    REQUIRE(failed.size() == 1);
    CHECK(failed[0].second.code == 550);
    CHECK(trace.text(failed[0].second.by) == "mx.dest.example");
    const std::string letter = bounce(trace);
    CHECK(holds(letter, "multipart/report"));
    CHECK(holds(letter, "Final-Recipient: rfc822; nobody@dest.example"));
    for (const auto& [event, written] : all<trace::Written>(trace))
        CHECK(written.reverse_path.empty() == (written.kind == trace::LetterKind::bounce));
}

TEST_CASE("of two recipients one is accepted and one refused in one conversation", "[scenarios]") {
    const auto trace = run("two-recipients");
    Lines answers;
    for (const auto& [event, reply] : all<trace::ReplySent>(trace))
        if (reply.to == smtp::Verb::rcpt && host_of(trace, *event) == "destination")
            answers.push_back(fmt::format("{} on {}", reply.code, event->connection));
    CHECK(answers == Lines{"250 on 2", "550 on 2"});
    const std::string letter = bounce(trace);
    CHECK(holds(letter, "nobody@dest.example"));
    CHECK(all<trace::Relayed>(trace).size() == 3);
}

TEST_CASE("on a lossy line content is lost and sent again, only there, and arrives whole", "[scenarios]") {
    const auto trace = run("lossy-line");
    const auto lost = all<trace::SegmentLost>(trace);
    CHECK(lost.size() >= 3);
    for (const auto& [event, fact] : lost) {
        const auto& sent = trace[event->cause];
        const auto& segment = std::get<trace::SegmentSent>(sent.fact);
        const std::string ends = host_of(trace, sent) + " " + trace.world.hosts.at(segment.to).name;
        CHECK((ends == "relay destination" || ends == "destination relay"));
    }
    bool again = false;
    for (const auto& [event, segment] : all<trace::SegmentSent>(trace))
        again = again || (segment.attempt > 0 && segment.payload.length > 500);
    CHECK(again);
    const auto sent = all<trace::ContentSent>(trace);
    REQUIRE(sent.size() == 2);
    const auto arrived = all<trace::ContentReceived>(trace);
    REQUIRE(arrived.size() == 2);
    CHECK(trace.text(arrived[1].second.octets) == trace.text(sent[1].second.octets));
}

TEST_CASE("the stranger is refused because of relaying, before any content", "[scenarios]") {
    const auto trace = run("relaying-denied");
    CHECK(all<trace::ContentSent>(trace).empty());
    CHECK(all<trace::Accepted>(trace).empty());
    bool ruled = false;
    for (const auto& [event, rule] : all<trace::Ruled>(trace))
        ruled = ruled || (rule.rule == trace::Rule::relay_control && rule.verdict == trace::Verdict::refuse);
    CHECK(ruled);
    auto open = sim::simulate(*sim::builtin_scenario("relaying-denied"),
                              {{base::Instant{}, trace::ChangeSetting{"relay", "relay-control", "off"}}});
    REQUIRE(open);
    CHECK(!all<trace::Accepted>(*open).empty());  // an open relay would have taken it
}

TEST_CASE("for an unknown domain nobody is connected to", "[scenarios]") {
    const auto trace = run("domain-unknown");
    CHECK(all<trace::ConnectionOpening>(trace).size() == 1);
    bool no_such_name = false;
    for (const auto& [event, answer] : all<trace::Answered>(trace))
        no_such_name = no_such_name || answer.outcome == dns::Outcome::no_such_name;
    CHECK(no_such_name);
    CHECK(holds(bounce(trace), "dets.example"));
}

TEST_CASE("a refused connection is tried again on the schedule until the letter expires", "[scenarios]") {
    const auto trace = run("retry-later");
    std::vector<std::int64_t> minutes;
    base::Instant before;
    for (const auto& [event, deferred] : all<trace::Deferred>(trace)) {
        CHECK(deferred.reason == smtp::Reason::connection_refused);
        minutes.push_back((deferred.next_try - event->at).nanoseconds / base::minutes(1).nanoseconds);
        CHECK(before <= event->at);
        before = deferred.next_try;
    }
    CHECK(minutes == std::vector<std::int64_t>{15, 30, 60, 60, 60});
    CHECK(trace.end() < base::Instant{} + base::hours(4));
    CHECK(holds(bounce(trace), "bob@dest.example"));
}

TEST_CASE("when the first exchange refuses, the second one is tried at once", "[scenarios]") {
    const auto trace = run("second-exchange");
    Lines tried;
    for (const auto& [event, attempt] : all<trace::Attempted>(trace))
        tried.emplace_back(trace.text(attempt.next));
    CHECK(tried == Lines{"relay.src.example", "mx.dest.example", "mx2.dest.example"});
    CHECK(all<trace::Deferred>(trace).empty());
}

TEST_CASE("four-hosts shares no name and no address with the default world", "[scenarios]") {
    const auto a = run("first-delivery").world, b = run("four-hosts").world;
    CHECK(b.hosts.size() == 4);
    for (const trace::WorldHost& host : b.hosts) {
        CHECK(a.find(host.name) == trace::no_host);
        CHECK(a.find(host.domain) == trace::no_host);
        for (const base::IpAddress& address : host.addresses) CHECK(a.find(address) == trace::no_host);
    }
}
