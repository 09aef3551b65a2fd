// What faults do to a run: who is struck, when, and who has the mail afterwards.
#include <catch2/catch.hpp>

#include "sim/fault_text.h"
#include "sim/scenario_file.h"
#include "sim/simulation.h"
#include "trace/json_lines.h"

namespace {

using Faults = std::vector<std::string>;

base::Result<trace::Trace> try_run(const std::string& scenario, const Faults& texts) {
    std::vector<trace::Intervention> faults;
    for (const std::string& text : texts) {
        auto fault = sim::parse_fault(text, faults.empty() ? nullptr : &faults.back());
        REQUIRE(fault);
        faults.push_back(std::move(*fault));
    }
    return sim::simulate(*sim::builtin_scenario(scenario), faults);
}

trace::Trace run(const Faults& texts, const std::string& scenario = "first-delivery") {
    auto trace = try_run(scenario, texts);
    REQUIRE(trace);
    return std::move(*trace);
}

template <class F>
std::vector<trace::Event> all(const trace::Trace& trace) {
    std::vector<trace::Event> found;
    for (const trace::Event& event : trace.events())
        if (std::holds_alternative<F>(event.fact)) found.push_back(event);
    return found;
}

std::string host_of(const trace::Trace& trace, const trace::Event& event) {
    return event.host == trace::no_host ? "nobody" : trace.world.hosts.at(event.host).name;
}

bool delivered(const trace::Trace& trace) {
    for (const trace::Event& event : all<trace::Delivered>(trace))
        if (host_of(trace, event) == "destination") return true;
    return false;
}

}  // namespace

TEST_CASE("a cut line loses every packet until it is mended, and the mail arrives later", "[faults]") {
    const auto trace = run({"cut relay destination at 00:00.100", "mend relay destination after 20 s"});
    const auto changes = all<trace::LineChanged>(trace);
    REQUIRE(changes.size() == 2);
    CHECK(std::get<trace::LineChanged>(changes[0].fact).loss_per_million == 1'000'000);
    CHECK(std::get<trace::LineChanged>(changes[1].fact).loss_per_million == 0);
    CHECK(changes[0].at == base::Instant{} + base::milliseconds(100));
    CHECK(host_of(trace, changes[0]) == "nobody");
    CHECK(std::holds_alternative<trace::Intervened>(trace[changes[0].cause].fact));
    const auto lost = all<trace::SegmentLost>(trace);
    REQUIRE(!lost.empty());
    for (const trace::Event& event : lost) CHECK(trace[event.cause].at < changes[1].at);
    const auto arrivals = all<trace::Delivered>(trace);
    REQUIRE(arrivals.size() == 1);
    CHECK(arrivals[0].at > changes[1].at);
}

TEST_CASE("a slowed or delayed line takes its time from then on", "[faults]") {
    const auto plain = run({});
    const auto slow = run({"slow relay destination 9600 bit/s"});
    const auto late = run({"delay relay destination 2 s"});
    REQUIRE(delivered(slow));
    REQUIRE(delivered(late));
    CHECK(slow.end() > plain.end());
    CHECK(late.end() > plain.end() + base::seconds(10));
    const auto back = run({"delay relay destination 2 s", "mend relay destination at 1ms"});
    CHECK(back.end() == plain.end());
}

TEST_CASE("a crash is without a word: its connections vanish and packets find nobody", "[faults]") {
    const auto trace = run({"crash destination when destination command-received RCPT"});
    const auto crashes = all<trace::Crashed>(trace);
    REQUIRE(crashes.size() == 1);
    CHECK(host_of(trace, crashes[0]) == "destination");
    CHECK(std::get<trace::Crashed>(crashes[0].fact).connections == 1);
    CHECK(!delivered(trace));
    for (const trace::Event& event : trace.events()) {
        if (event.number <= crashes[0].number) continue;
        CHECK(host_of(trace, event) != "destination");  // nothing happens there any more
    }
    CHECK(!all<trace::SegmentLost>(trace).empty());
    bool deferred = false;
    for (const trace::Event& event : all<trace::Deferred>(trace))
        deferred = deferred || host_of(trace, event) == "relay";
    CHECK(deferred);  // the relay owns the mail
}

TEST_CASE("a crash in the midst of a pass: the answer is never sent", "[faults]") {
    const auto trace = run({"crash destination when destination accepted"});
    REQUIRE(all<trace::Accepted>(trace).size() == 2);  // by the relay and by the destination
    int answered = 0;
    for (const trace::Event& event : all<trace::ReplySent>(trace))
        if (host_of(trace, event) == "destination" &&
            std::get<trace::ReplySent>(event.fact).to == smtp::Verb::content)
            ++answered;
    CHECK(answered == 0);
}

TEST_CASE("after a restart, a segment of the old connection is answered with RST", "[faults]") {
    const auto trace =
        run({"crash destination when relay command-sent DATA", "restart destination after 3 s"});
    const auto restarts = all<trace::Restarted>(trace);
    REQUIRE(restarts.size() == 1);
    bool reset = false;
    for (const trace::Event& event : all<trace::SegmentSent>(trace))
        reset = reset || (event.at > restarts[0].at && host_of(trace, event) == "destination" &&
                          (std::get<trace::SegmentSent>(event.fact).flags & trace::flag_rst) != 0);
    CHECK(reset);
    CHECK(delivered(trace));  // at the next try
}

TEST_CASE("a name server that falls silent, fails, or crashes: the mail waits", "[faults]") {
    const auto [fault, outcome] = GENERATE(table<std::string, dns::Outcome>({
        {"break-names dns dest.example times-out", dns::Outcome::timed_out},
        {"break-names dns dest.example fails", dns::Outcome::server_failure},
        {"break-names dns . fails", dns::Outcome::server_failure},
        {"crash dns", dns::Outcome::timed_out},
    }));
    INFO(fault);
    const auto trace = run({fault});
    bool seen = false;
    for (const trace::Event& event : all<trace::Answered>(trace))
        seen = seen || std::get<trace::Answered>(event.fact).outcome == outcome;
    CHECK(seen);
    CHECK(!all<trace::Deferred>(trace).empty());
}

TEST_CASE("a name that answers again lets the mail through", "[faults]") {
    const auto trace =
        run({"break-names dns dest.example times-out", "break-names dns . answers after 20 s"});
    CHECK(delivered(trace));
    CHECK(delivered(run({"break-names dns . fails", "break-names dns example answers at 1ms"})));
    CHECK(delivered(run({"break-names dns other.example fails"})));
}

TEST_CASE("the n-th event of a kind fires, and none before the trigger's instant", "[faults]") {
    const auto second = run({"cut relay destination when relay command-sent 2"});
    const auto changes = all<trace::LineChanged>(second);
    REQUIRE(changes.size() == 1);
    const trace::Event& intervened = second[changes[0].cause];
    int before = 0;
    for (const trace::Event& event : all<trace::CommandSent>(second))
        if (host_of(second, event) == "relay" && event.number < intervened.number) ++before;
    CHECK(before == 2);
    CHECK(std::holds_alternative<trace::CommandSent>(second[intervened.cause].fact));
    // Armed when all is over: it never fires.
    auto armed_late = sim::parse_fault("cut relay destination when relay command-sent");
    REQUIRE(armed_late);
    armed_late->at = base::Instant{} + base::hours(1);
    const auto late = sim::simulate(*sim::builtin_scenario("first-delivery"), {*armed_late});
    REQUIRE(late);
    CHECK(all<trace::LineChanged>(*late).empty());
}

TEST_CASE("a letter written on a machine that is down is sent when it is up again", "[faults]") {
    const auto trace = run({"crash client", "restart client after 1 min"});
    const auto written = all<trace::Written>(trace);
    REQUIRE(written.size() == 1);
    CHECK(written[0].at == base::Instant{} + base::minutes(1));
    CHECK(delivered(trace));
    CHECK(all<trace::Written>(run({"crash client"})).empty());
}

TEST_CASE("crashing what is down and restarting what is up changes nothing", "[faults]") {
    const auto trace = run({"restart relay at 50ms", "crash dns at 2 s", "crash dns at 3 s"});
    CHECK(all<trace::Restarted>(trace).empty());
    CHECK(all<trace::Crashed>(trace).size() == 1);
    CHECK(all<trace::Intervened>(trace).size() == 3);
    CHECK(delivered(trace));
}

TEST_CASE("every fault at every stage leaves a run that ends, repeats and can be saved", "[faults]") {
    const auto stage = GENERATE(as<std::string>{}, "connection-opening", "connection-opened",
                                "segment-arrived", "command-received", "reply-received", "content-sent",
                                "content-received", "accepted", "relayed", "asked", "answered", "attempted");
    for (const std::string fault :
         {"crash destination", "crash relay", "crash client", "crash dns", "cut relay destination"}) {
        const std::string host =
            stage == "answered" || stage == "asked" || stage == "attempted" || stage == "relayed"
                ? "relay"
                : "destination";
        const Faults faults{fault + " when " + host + " " + stage,
                            fault.starts_with("cut") ? "mend relay destination after 10 min"
                                                     : "restart " + fault.substr(6) + " after 10 min"};
        INFO(faults[0]);
        const auto trace = run(faults);
        CHECK(trace.size() < 20'000);
        const std::string saved = trace::to_json_lines(trace);
        CHECK(saved == trace::to_json_lines(run(faults)));
        const auto read = trace::parse_json_lines(saved, "saved.jsonl");
        REQUIRE(read);
        CHECK(read->interventions == trace.interventions);
        CHECK(trace::to_json_lines(*read) == saved);
    }
}

TEST_CASE("a fault that the world does not have is a problem with a mend", "[faults]") {
    const auto [fault, what, mend] = GENERATE(table<std::string, std::string, std::string>({
        {"crash destinatoin", "there is no host 'destinatoin'", "use 'destination'"},
        {"cut relay moon", "there is no host 'moon'", "use one of"},
        {"cut relay relay", "there is no line from relay to itself", "name two different hosts"},
        {"crash relay when relay exploded", "nothing that happens is called 'exploded'", "use"},
        {"crash relay when moon accepted", "there is no host 'moon'", "use one of"},
        {"crash relay when relay accepted DATA", "'accepted' has no command", "leave the command out"},
        {"break-names relay a.example fails", "relay answers for no names", "name a name server"},
        {"break-names dns a..example fails", "'a..example' is no name", "write one such as"},
        {"set relay.nonsense=on", "there is no setting 'nonsense'", "use one of"},
        {"crash relay at 9+00:00:00", "it would strike outside the run", "8 days"},
    }));
    INFO(fault);
    const auto trace = try_run("first-delivery", {fault});
    REQUIRE(!trace);
    CHECK(trace.problem().what == what);
    CHECK(trace.problem().mend.find(mend) != std::string::npos);
    trace::Intervention never{{}, trace::Crash{"relay"}, trace::Trigger{"relay", "accepted", "", 0, {}}};
    const auto none = sim::simulate(*sim::builtin_scenario("first-delivery"), {never});
    REQUIRE(!none);
    CHECK(none.problem().what == "nothing happens for the 0th time");
}
