#include "sim/scenario_file.h"

#include <catch2/catch.hpp>

#include "assets/assets.h"
#include "base/random.h"
#include "dns/reverse_name.h"
#include "dns/zones.h"
#include "sim/simulation.h"

namespace {

// A small world that is right; each case below spoils one line of it.
constexpr std::string_view small_world = R"(name = "small"
title = "A small world"
start = 2026-03-02T09:00:00Z
seed = 7

[link]
latency = "20 ms"
bandwidth = "100 Mbit/s"
loss = "0.25 %"

[[host]]
name = "pen"
role = "client"
domain = "pen.a.example"
addresses = ["192.0.2.1"]
submits-to = "box.b.example:25"

[[host]]
name = "box"
label = "The letter box"
role = "destination"
domain = "box.b.example"
addresses = ["192.0.2.2", "2001:db8::2"]
ports = [25]
local-domains = ["b.example"]
mailboxes = ["bo@b.example"]
own-networks = ["192.0.2.1"]
retry = ["5 min", "1.5 h"]
expiry = "2 days"
settings = { letter-limit = 4096, relay-control = false }
zones = ["""
$ORIGIN b.example.
@    MX  10 box
box  A   192.0.2.2
"""]

[[link-between]]
hosts = ["pen", "box"]
latency = "5 ms"

[[mail]]
at = "3 s"
host = "pen"
from = "al@a.example"
to = ["bo@b.example"]
header-to = ["Bo <bo@b.example>"]
subject = "Hello"
body = """
Hello Bo.
"""
)";

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string changed(text);
    const std::size_t at = changed.find(from);
    REQUIRE(at != std::string::npos);
    return changed.replace(at, from.size(), to);
}

std::string all_problems(const std::string& text) {
    std::string all;
    for (const base::Problem& problem : sim::check_scenario(text, "w.toml")) all += to_text(problem) + "\n";
    return all;
}

}  // namespace

TEST_CASE("a scenario file is read to the last value", "[scenario]") {
    const auto scenario = sim::parse_scenario(small_world, "w.toml");
    if (!scenario) FAIL(to_text(scenario.problem()));
    CHECK(scenario->name == "small");
    CHECK(scenario->start == 1'772'442'000);
    CHECK(scenario->seed == 7);
    CHECK(scenario->usual_link == sim::LinkSettings{base::milliseconds(20), 100'000'000, 2'500});
    REQUIRE(scenario->hosts.size() == 2);
    const sim::ScenarioHost &pen = scenario->hosts[0], &box = scenario->hosts[1];
    CHECK(pen.label == "pen");
    CHECK(pen.role == trace::Role::client);
    REQUIRE(pen.settings.submits_to);
    CHECK(pen.settings.submits_to->host == "box.b.example");
    CHECK(pen.settings.submits_to->port == 25);
    CHECK(box.label == "The letter box");
    CHECK(box.settings.name == "box.b.example");
    CHECK(base::to_text(box.settings.addresses.at(1)) == "2001:db8::2");
    CHECK(box.settings.ports == std::vector<std::uint16_t>{25});
    CHECK(mail::to_text(box.settings.mailboxes.at(0)) == "bo@b.example");
    CHECK(base::to_text(box.settings.own_networks.at(0)) == "192.0.2.1/32");
    CHECK(box.settings.retry.waits == std::vector{base::minutes(5), base::minutes(90)});
    CHECK(box.settings.retry.expiry == base::days(2));
    CHECK(box.settings.letter_limit == 4096);
    CHECK(box.settings.relay_control == mta::RelayControl::open);
    CHECK(box.zones.at(0).records().size() == 2);
    REQUIRE(scenario->links.size() == 1);
    CHECK(scenario->links[0].settings == sim::LinkSettings{base::milliseconds(5), 100'000'000, 2'500});
    REQUIRE(scenario->mails.size() == 1);
    CHECK(scenario->mails[0].at.nanoseconds == base::seconds(3).nanoseconds);
    CHECK(scenario->mails[0].reverse_path == "al@a.example");
}

TEST_CASE("a mail of a scenario is composed with its own date, names and Message-ID", "[scenario]") {
    const auto scenario = sim::parse_scenario(small_world, "w.toml");
    REQUIRE(scenario);
    const std::string& letter = scenario->mails.at(0).letter;
    for (const std::string_view line :
         {"Date: Mon, 2 Mar 2026 09:00:03 +0000\r\n", "From: al@a.example\r\n", "To: Bo <bo@b.example>\r\n",
          "Message-ID: <1.small@pen.a.example>\r\n", "Subject: Hello\r\n", "\r\n\r\nHello Bo.\r\n"}) {
        INFO(line << letter);
        CHECK((letter.find(line) != std::string::npos || letter.starts_with(line)));
    }
}

TEST_CASE("a whole letter is taken as it stands, its lines ended with CRLF", "[scenario]") {
    const auto text = replaced(
        small_world, "header-to = [\"Bo <bo@b.example>\"]\nsubject = \"Hello\"\nbody = ", "letter = ");
    const auto scenario = sim::parse_scenario(replaced(text, "Hello Bo.", "X: y\n\n.\nz"), "w.toml");
    if (!scenario) FAIL(to_text(scenario.problem()));
    CHECK(scenario->mails.at(0).letter == "X: y\r\n\r\n.\r\nz\r\n");
}

TEST_CASE("a file with CRLF line ends is the same scenario", "[scenario]") {
    std::string text;
    for (const char c : small_world) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
    const auto scenario = sim::parse_scenario(text, "w.toml"),
               unix_one = sim::parse_scenario(small_world, "w.toml");
    if (!scenario) FAIL(to_text(scenario.problem()));
    CHECK(scenario->mails.at(0).letter == unix_one->mails.at(0).letter);
    CHECK(scenario->hosts.at(1).zones == unix_one->hosts.at(1).zones);
}

TEST_CASE("each mistake is told with its place and how to mend it", "[scenario]") {
    const auto [from, to, told] = GENERATE(table<std::string, std::string, std::string>({
        {"seed = 7", "seed = ", "w.toml:4:8: "},
        {"seed = 7", "sead = 7", "w.toml:4:1: the scenario has a key 'sead', which is unknown; use 'seed'"},
        {"seed = 7", "seed = -1", "w.toml:4:8: 'seed' is negative"},
        {"seed = 7", "seed = \"7\"", "w.toml:4:8: 'seed' is a text; make it a whole number"},
        {"seed = 7", "seed = 7.5", "w.toml:4:8: 'seed' is a number with a point"},
        {"name = \"small\"\n", "\n", "w.toml:1:1: the scenario has no 'name'; add name = \"...\""},
        {"\"small\"", "\"a/b\"", "w.toml:1:8: 'a/b' is no word for it"},
        {"00Z", "00", "w.toml:3:9: 'start' names no time zone; add Z"},
        {"\"20 ms\"", "\"20 sm\"", "w.toml:7:11: '20 sm' is no span of time; write a number and ns, us"},
        {"\"100 Mbit/s\"", "\"0 bit/s\"", "w.toml:8:13: '0 bit/s' is no bandwidth; write "},
        {"0.25 %", "100.1 %", "w.toml:9:8: '100.1 %' is no loss; write 0 to 100"},
        {"loss =", "lost =", "w.toml:9:1: the usual link has a key 'lost', which is unknown; use 'loss'"},
        {"\"client\"", "\"clint\"", "w.toml:13:8: 'clint' is no role; use 'client'"},
        {"pen.a.example", "pen..example", "w.toml:14:15: 'pen..example' is no domain: "},
        {"[\"192.0.2.1\"]\nsub", "[\"192.0.2.256\"]\nsub", "w.toml:15:14: '192.0.2.256' is no IP address"},
        {"[\"192.0.2.1\"]\nsub", "[]\nsub", "w.toml:15:13: 'addresses' is empty"},
        {"[\"192.0.2.1\"]\nsub", "\"192.0.2.1\"\nsub", "w.toml:15:13: 'addresses' is a text; make it a list"},
        {"[\"192.0.2.1\"]\nsub", "[[]]\nsub", "w.toml:15:14: in 'addresses' stands a list; make it a text"},
        {"[\"192.0.2.1\"]\nsub", "[\"192.0.2.2\"]\nsub",
         "w.toml:23:13: the address '192.0.2.2' is taken by the host 'pen'"},
        {"b.example:25\"", "b.example:0\"", "w.toml:16:29: 'box.b.example:0' names no port"},
        {"b.example:25\"", "b.example:\"", "names no port"},
        {"box.b.example:25\"", ":25\"", "w.toml:16:15: ':25' names no host"},
        {"name = \"box\"", "name = \"pen\"", "w.toml:19:8: the name 'pen' is taken by the host 'pen'"},
        {"\"box.b.example\"\naddr", "\"PEN.a.example\"\naddr",
         "w.toml:22:10: the domain 'PEN.a.example' is taken"},
        {"ports = [25]", "ports = [65536]", "w.toml:24:10: 65536 is no port"},
        {"[\"bo@b.example\"]\nown", "[\"bo@@b.example\"]\nown",
         "w.toml:26:18: 'bo@@b.example' is no address: "},
        {"[\"bo@b.example\"]\nown", "[\"bo@c.example\"]\nown",
         "w.toml:26:14: no mail reaches 'bo@c.example'"},
        {"[\"192.0.2.1\"]\nretry", "[\"192.0.2.0/33\"]\nretry", "w.toml:27:17: '192.0.2.0/33' is no network"},
        {"\"5 min\"", "\"0 s\"", "w.toml:28:10: a retry without a wait"},
        {"\"2 days\"", "\"366 days\"", "w.toml:29:10: '366 days' is no span of time"},
        {"letter-limit", "letter-limmit",
         "w.toml:30:14: there is no setting 'letter-limmit'; use 'letter-limit'"},
        {"= 4096", "= true", "w.toml:30:29: letter-limit cannot be 'on'; use a number of octets"},
        {"box  A   192.0.2.2", "box  A   192.0.2", "w.toml:34:10: "},
        {"\"pen\", \"box\"", "\"pen\", \"bax\"", "w.toml:38:17: there is no host 'bax'; use 'box'"},
        {"\"pen\", \"box\"", "\"pen\", \"pen\"", "w.toml:38:9: a link joins two hosts"},
        {"at = \"3 s\"", "at = \"9 days\"", "w.toml:42:6: a run ends after 8 days"},
        {"host = \"pen\"", "host = \"man\"", "w.toml:43:8: there is no host 'man'"},
        {"host = \"pen\"", "host = 3", "w.toml:43:8: 'host' is a whole number; make it a text"},
        {"\"al@a.example\"", "\"al\"", "w.toml:44:"},
        {"\"al@a.example\"", "\"\"", "w.toml:44:8: a mail with the null path does not say whom it is from"},
        {"to = [\"bo@b.example\"]", "to = []", "w.toml:45:6: 'to' is empty"},
        {"Bo <bo@b.example>", "Bo <b o@b.example>", "w.toml:46:14: the address between < and > is none"},
        {"subject = \"Hello\"", "letter = \"X: y\"",
         "w.toml:46:13: 'header-to' stands beside a whole letter"},
        {"role = \"client\"", "role = \"client\"\nasks = \"pen\"",
         "w.toml:14:8: there is no name server 'pen'; use 'box'"},
        {"hosts = [\"pen\", \"box\"]", "loss = \"1 %\"",
         "w.toml:37:1: the link has no 'hosts'; add hosts = [...]"},
        {"[[mail]]", "[[link-between]]\nhosts = [\"box\", \"pen\"]\n[[mail]]",
         "w.toml:41:1: box and pen have a link already"},
        {"[[mail]]", "[mail]", "w.toml:41:1: 'mail' is a table; make it a list"},
        {"[[mail]]", "[[mial]]", "the scenario has a key 'mial', which is unknown; use 'mail'"},
    }));
    const std::string text = replaced(small_world, from, to);
    INFO(to);
    const std::string all = all_problems(text);
    INFO(all);
    CHECK(all.find(told) != std::string::npos);
    CHECK(!sim::parse_scenario(text, "w.toml"));
}

TEST_CASE("one run tells every mistake, in the order of the text", "[scenario]") {
    auto text = replaced(small_world, "\"20 ms\"", "\"soon\"");
    text = replaced(text, "role = \"client\"", "role = \"poet\"");
    text = replaced(text, "@    MX  10 box", "@    MX  ten box");
    text = replaced(text, "subject", "subjects");
    const auto problems = sim::check_scenario(text, "w.toml");
    std::vector<int> lines;
    for (const base::Problem& problem : problems) lines.push_back(problem.place.line);
    CHECK(lines == std::vector{7, 13, 33, 47});
    const auto scenario = sim::parse_scenario(text, "w.toml");
    REQUIRE(!scenario);
    CHECK(to_text(scenario.problem()) == to_text(problems.at(0)));
    CHECK(sim::check_scenario(small_world, "w.toml").empty());
}

TEST_CASE("columns count octets, also behind letters that are longer than one", "[scenario]") {
    const auto text = replaced(small_world, "hosts = [\"pen\", ", "hosts = [\"p\xC3\xA9n\", \"bux\", ");
    const std::string all = all_problems(text);
    CHECK(all.find("w.toml:38:10: there is no host 'p\xC3\xA9n'") != std::string::npos);
    CHECK(all.find("w.toml:38:18: there is no host 'bux'") != std::string::npos);
}

TEST_CASE("hostile files are problems, soon", "[scenario]") {
    const auto repeated = [](std::string_view part, std::size_t times) {
        std::string text;
        for (std::size_t n = 0; n < times; ++n) text += part;
        return text;
    };
    const auto text = GENERATE_COPY(
        std::string(), std::string("\0", 1), std::string("\xFF\xFE"), std::string("x = \"\"\"\\"),
        std::string("'"), "a" + repeated(".a", 200'000) + " = 1", "[a" + repeated(".a", 200'000) + "]",
        "x = [\"\"\"a\"\"\"\", {b" + repeated(".b", 100'000) + " = 1}]", repeated("[", 100'000),
        "x = " + repeated("{a=", 100'000), repeated("[[host]]\n", 50'000), repeated("[[mail]]\n", 50'000),
        repeated("[[link-between]]\nhosts = [\"a\",\"b\"]\n", 20'000),
        "[[host]]\nmailboxes = [" + repeated("\"a\",", 100'000) + "]", repeated("x = 1\n", 1'000),
        "[[host]]\nzones = [\"\"\"\n" + repeated("a A 1\n", 50'000) + "\"\"\"]", std::string(5'000'000, 'a'));
    const auto problems = sim::check_scenario(text, "w.toml");
    CHECK(!problems.empty());
    CHECK(problems.size() <= 100);
    for (const base::Problem& problem : problems) {
        CHECK(problem.place.file == "w.toml");
        CHECK(to_text(problem).size() < 1'000);
    }
}

TEST_CASE("every shortened file is a problem or a scenario, never a crash", "[scenario]") {
    for (std::size_t length = 0; length < small_world.size(); length += 3) {
        const auto cut = small_world.substr(0, length);
        CHECK(static_cast<bool>(sim::parse_scenario(cut, "w.toml")) ==
              sim::check_scenario(cut, "w.toml").empty());
    }
}

TEST_CASE("a file with one octet changed is a problem or a world that runs to its end", "[scenario]") {
    constexpr std::string_view octets("\0\n\r\t \"'#.=[]{}09-,\\@<:/%\x7F\xC3\xFF", 27);
    const base::Random random(1);
    for (std::uint64_t n = 0; n < 1'500; ++n) {
        std::string text(small_world);
        const std::size_t at = random.below(text.size(), 0, base::Purpose::jitter, 0, n);
        text[at] = octets[random.below(octets.size(), 0, base::Purpose::jitter, 1, n)];
        const auto scenario = sim::parse_scenario(text, "w.toml");
        CHECK(static_cast<bool>(scenario) == sim::check_scenario(text, "w.toml").empty());
        if (!scenario) continue;
        INFO(text);
        CHECK(sim::simulate(*scenario));
    }
}

TEST_CASE("every scenario that comes with the program is right and says what it is", "[scenario]") {
    const auto& all = sim::builtin_scenarios();
    std::size_t files = 0;
    for (const assets::File& file : assets::files()) {
        if (!file.path.starts_with("scenarios/")) continue;
        ++files;
        for (const auto& problem : sim::check_scenario(file.text, file.path)) FAIL_CHECK(to_text(problem));
        const auto scenario = sim::parse_scenario(file.text, file.path);
        REQUIRE(scenario);
        CHECK("scenarios/" + scenario->name + ".toml" == file.path);
        CHECK(!scenario->title.empty());
        CHECK(!scenario->description.empty());
    }
    CHECK(all.size() == files);
    CHECK(all.at(0).name == "first-delivery");
    for (std::size_t index = 2; index < all.size(); ++index) CHECK(all[index - 1].name < all[index].name);
}

TEST_CASE("an unknown scenario is answered with the known ones, nearest first", "[scenario]") {
    const auto unknown = sim::builtin_scenario("lossyline");
    REQUIRE(!unknown);
    CHECK(unknown.problem().what == "there is no scenario 'lossyline'");
    CHECK(unknown.problem().mend.starts_with("use one of lossy-line, "));
    CHECK(unknown.problem().mend.find("first-delivery") != std::string::npos);
    CHECK(!sim::builtin_scenario(""));
    CHECK(!sim::builtin_scenario("../scenarios/first-delivery"));
}

TEST_CASE("in the scenarios of the program every host has its address in the DNS, and back", "[scenario]") {
    for (const auto& one : sim::builtin_scenarios()) {
        const auto scenario = sim::builtin_scenario(one.name);
        REQUIRE(scenario);
        dns::Zones zones;
        for (const sim::ScenarioHost& host : scenario->hosts)
            for (const dns::Zone& zone : host.zones) zones.add(zone);
        for (const sim::ScenarioHost& host : scenario->hosts) {
            INFO(one.name << ": " << host.settings.name);
            if (host.settings.is_1982()) continue;  // there was no DNS yet
            const base::IpAddress address = host.settings.addresses.at(0);
            const auto type =
                address.family == base::IpAddress::Family::v4 ? dns::RecordType::a : dns::RecordType::aaaa;
            const auto answer = zones.answer({*dns::parse_name(host.settings.name), type});
            REQUIRE(answer.outcome == dns::Outcome::records);
            CHECK(dns::to_text(answer.records.at(0)).ends_with(" " + base::to_text(address)));
            const auto name = dns::reverse_name(address);
            const auto back = zones.answer({name, dns::RecordType::ptr});
            REQUIRE(back.outcome == dns::Outcome::records);
            CHECK(dns::to_text(back.records.at(0)).ends_with(" " + host.settings.name + "."));
        }
    }
}
