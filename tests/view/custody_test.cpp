// Who has the mail, and who is responsible for it, from the first event to the last.
#include <catch2/catch.hpp>

#include <map>
#include <set>

#include "sim/simulation.h"
#include "view/session.h"
#include "world.h"

using namespace view;

namespace {

constexpr HostId pier = 0, quay = 1, isle = 2;

// How a mail's envelope to `recipient` stands at every host; the bounce is left out.
std::map<HostId, std::vector<Custody>> standing(const Scene& scene, const std::string& recipient) {
    std::map<HostId, std::vector<Custody>> found;
    for (const StageHost& host : scene.hosts)
        for (const TrayMail& mail : host.tray)
            for (const std::string& one : mail.envelope.recipients)
                if (one == recipient) found[host.id].push_back(mail.custody);
    return found;
}

int owners(const std::map<HostId, std::vector<Custody>>& all) {
    int count = 0;
    for (const auto& [host, several] : all)
        for (const Custody custody : several)
            count += custody == Custody::owned || custody == Custody::waiting ||
                     custody == Custody::delivered || custody == Custody::failed;
    return count;
}

// The changes of a host's custody of a recipient's mail, in order; a mark where there is nothing.
std::string walk(const trace::Trace& trace, HostId host, const std::string& recipient) {
    static constexpr std::array letters{'a', 'o', 'w', 'h', 'd', 'f'};
    const Index index(trace);
    std::string way;
    for (EventNumber event = 0; event < trace.size(); ++event) {
        const Scene scene = project(trace, index, playhead_at(trace, event), {});
        const auto all = standing(scene, recipient);
        const auto here = all.find(host);
        std::string now;
        if (here != all.end())
            for (const Custody custody : here->second) now += letters[static_cast<std::size_t>(custody)];
        if (now.empty()) now = "-";
        if (way.empty() || way.substr(way.rfind(' ') + 1) != now) way += (way.empty() ? "" : " ") + now;
    }
    return way;
}

trace::Trace any_run() {
    return run_of(static_cast<Weather>(GENERATE(range(0, weathers))));
}

}  // namespace

// a arriving, o owned, w waiting, h handed over, d delivered, f failed, - nothing
TEST_CASE("a recipient's mail changes hands as its fate demands", "[view]") {
    using Row = std::tuple<Weather, HostId, std::string, std::string>;
    const auto [weather, host, recipient, expected] =
        GENERATE(table<Weather, HostId, std::string, std::string>({
            Row{Weather::calm, pier, "otto@isle.test", "- o h"},
            Row{Weather::calm, quay, "otto@isle.test", "- a - o h"},
            Row{Weather::calm, isle, "otto@isle.test", "- a - o d"},
            Row{Weather::calm, pier, "nils@isle.test", "- o h"},
            Row{Weather::calm, quay, "nils@isle.test", "- a - o f"},
            Row{Weather::calm, isle, "nils@isle.test", "-"},
            Row{Weather::calm, quay, "mia@harbour.test", "- o d"},  // the bounce
            Row{Weather::full_at_first, quay, "nils@isle.test", "- a - o w o h"},
            Row{Weather::full_at_first, isle, "nils@isle.test", "- a - o d"},
            Row{Weather::late_check, quay, "nils@isle.test", "- a - o h"},
            Row{Weather::late_check, isle, "nils@isle.test", "- a - o f"},
            Row{Weather::late_check, isle, "mia@harbour.test", "- o h"},
            Row{Weather::late_check, quay, "mia@harbour.test", "- a - o d"},
            Row{Weather::lossy, isle, "otto@isle.test", "- a - o d"},
        }));
    INFO(recipient << " at host " << host << " in weather " << static_cast<int>(weather));
    CHECK(walk(run_of(weather), host, recipient) == expected);
}

TEST_CASE("a mail that nobody takes waits, is tried again, and fails in the end", "[view]") {
    const Weather weather = GENERATE(Weather::closed, Weather::stormy, Weather::nowhere);
    const std::string way = walk(run_of(weather), quay, "otto@isle.test");
    CHECK(way.starts_with("- a - o w o w o w o"));
    CHECK(way.ends_with("w o f"));
}

TEST_CASE("exactly one host has each recipient's mail, but between the 250 and its hearing", "[view]") {
    const trace::Trace trace = any_run();
    const Index index(trace);
    for (const std::string recipient : {"otto@isle.test", "nils@isle.test"}) {
        for (EventNumber event = 3; event < trace.size(); ++event) {
            const Scene scene = project(trace, index, playhead_at(trace, event), {});
            const auto all = standing(scene, recipient);
            const int count = owners(all);
            INFO("event " << event << " " << recipient << ": " << scene.owner.text);
            REQUIRE(count >= 1);
            if (count == 1) continue;
            REQUIRE(count == 2);
            // Only while the giver has not heard: the giver says owned (or deferred it in ignorance).
            const bool said = scene.owner.text.find("does not know it yet") != std::string::npos;
            const bool told_of_another = scene.owner.text.find("bounce") != std::string::npos;
            REQUIRE((said || told_of_another));
        }
    }
}

TEST_CASE("ownership changes at the very moment of the 250 and names the one responsible", "[view]") {
    const trace::Trace trace = run_of(Weather::calm);
    const Index index(trace);
    const auto owner_at = [&](EventNumber event) {
        return project(trace, index, playhead_at(trace, event), {}).owner;
    };
    std::vector<EventNumber> accepted;
    for (const trace::Event& event : trace.events())
        if (std::holds_alternative<trace::Accepted>(event.fact)) accepted.push_back(event.number);
    REQUIRE(accepted.size() == 2);
    CHECK(owner_at(accepted[0] - 1).host == pier);
    // The envelope is addressed in the two events that follow; the 250 is said then.
    CHECK(owner_at(accepted[0] + 3).text ==
          "Quay is responsible for this mail; Mia's tablet does not know it yet and still keeps its copy");
    CHECK(owner_at(accepted[1] - 1).host == quay);
    CHECK(owner_at(accepted[1] + 2).host == isle);
    CHECK(owner_at(static_cast<EventNumber>(trace.size() - 1)).text ==
          "The mail for nils@isle.test failed: Quay wrote a bounce, and it is in mia@harbour.test; "
          "Delivered: Isle has put the mail into otto@isle.test");
}

TEST_CASE("the tag of a waiting mail counts down to the next try", "[view]") {
    const trace::Trace trace = run_of(Weather::full_at_first);
    const Index index(trace);
    std::string before, tags;
    for (double seconds = 0; seconds < index.pace().length(); seconds += 0.05) {
        const Scene scene = project(trace, index, index.pace().at(seconds), {});
        for (const TrayMail& mail : scene.hosts[quay].tray)
            if (mail.custody == Custody::waiting && mail.tag != before) {
                before = mail.tag;
                tags += mail.tag + "; ";
            }
    }
    CHECK(tags.starts_with("again in 15 min; again in 14 min; "));
    CHECK(tags.find("again in 4 min; again in 3 min; again in 1") != std::string::npos);
    CHECK(tags.ends_with(" s; "));
}

TEST_CASE("a packet that is lost goes a part of the way and never arrives", "[view]") {
    const trace::Trace trace = run_of(Weather::lossy);
    const Index index(trace);
    int lost = 0;
    for (const Flight& flight : index.traffic().flights()) {
        if (flight.fate != StagePacket::Fate::lost) continue;
        ++lost;
        CHECK(index.arrival_of(flight.sent) == trace::no_event);
        const double landed = index.pace().seconds_of(flight.landed);
        const auto packet_at = [&](double seconds) {
            const Scene scene = project(trace, index, index.pace().at(seconds), {});
            const auto found = std::find_if(scene.packets.begin(), scene.packets.end(),
                                            [&](const StagePacket& one) { return one.event == flight.sent; });
            return found == scene.packets.end() ? -1.0f : found->progress;
        };
        CHECK(packet_at(landed - 0.02) > 0.4f);
        CHECK(packet_at(landed - 0.02) < 0.7f);
        CHECK(packet_at(landed) == -1.0f);
    }
    CHECK(lost > 3);
}

TEST_CASE("a long letter grows at its receiver, segment by segment, and never shrinks", "[view]") {
    sim::Scenario world = harbour(GENERATE(Weather::calm, Weather::lossy));
    world.mails.front().letter += std::string(9, 'x') + "\r\n";
    for (int line = 0; line < 400; ++line)
        world.mails.front().letter += "All the news of the harbour, told at length once more.\r\n";
    const auto trace = sim::simulate(world);
    REQUIRE(static_cast<bool>(trace));
    const Index index(*trace);
    std::set<float> seen;
    float before = 0;
    for (EventNumber event = 0; event < trace->size(); ++event) {
        float here = 0;
        const Scene scene = project(*trace, index, playhead_at(*trace, event), {});
        for (const TrayMail& mail : scene.hosts[quay].tray)
            if (mail.custody == Custody::arriving) here = mail.letter;
        if (here > 0) REQUIRE(here >= before);
        before = here;
        seen.insert(here);
    }
    CHECK(seen.size() > 10);
}

TEST_CASE("the letter that a host holds is what the trace says, layer by layer", "[view]") {
    const trace::Trace trace = run_of(Weather::calm);
    const auto last = static_cast<EventNumber>(trace.size() - 1);
    const std::string written = *letter_of(trace, pier, 1, last);
    CHECK(written == harbour(Weather::calm).mails.front().letter);
    const std::string relayed = *letter_of(trace, quay, 1, last);
    CHECK(relayed.starts_with("Received: from tablet.harbour.test ([10.1.0.9])"));
    CHECK(relayed.ends_with(written));
    const std::string delivered = *letter_of(trace, isle, 1, last);
    CHECK(delivered.starts_with("Return-Path: <mia@harbour.test>\r\nReceived: from quay.harbour.test"));
    CHECK(delivered.ends_with(relayed));
    CHECK_FALSE(letter_of(trace, isle, 1, 5));
    CHECK_FALSE(letter_of(trace, isle, 9, last));
    CHECK_FALSE(letter_of(trace, isle, 1, trace::no_event));
}
