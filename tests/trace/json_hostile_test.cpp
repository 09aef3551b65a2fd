#include <algorithm>
#include <catch2/catch.hpp>

#include "sample.h"
#include "trace/json_lines.h"

using namespace trace;

namespace {

/// A trace whose lines are easy to break: two hosts' words, a cause, shared octets.
std::string good_lines() {
    Trace trace = sample::empty_trace();
    const Range line = trace.octets.keep("RSET\r\n");
    trace.append(base::Instant{50}, 0, 1, no_event, Origin::simulated,
                 CommandSent{smtp::Verb::rset, smtp::Stage::sender, 0, line});
    trace.append(base::Instant{60}, 1, 1, 0, Origin::simulated,
                 CommandReceived{smtp::Verb::rset, smtp::Stage::sender, line});
    trace.append(base::Instant{70}, 1, 1, 1, Origin::simulated,
                 ReplyReceived{smtp::Verb::rset, smtp::Stage::sender, 250, {2, 0, 0}, 0, line.part(1, 2)});
    trace.append(base::Instant{80}, no_host, 0, no_event, Origin::simulated, Intervened{1});
    return to_json_lines(trace);
}

struct Broken {
    std::string lines;
    std::string place;  // "line:column: " of the '@' in what was put in, which is taken out
};

Broken broken(const std::string& what, std::string by) {
    Broken broken{good_lines(), ""};
    const auto at = broken.lines.find(what);
    REQUIRE(at != std::string::npos);
    if (const auto mark = by.find('@'); mark != std::string::npos) {
        by.erase(mark, 1);
        const std::string before = broken.lines.substr(0, at) + by.substr(0, mark);
        broken.place = fmt::format("{}:{}: ", 1 + std::count(before.begin(), before.end(), '\n'),
                                   before.size() - (before.rfind('\n') + 1) + 1);
    }
    broken.lines.replace(at, what.size(), by);
    return broken;
}

/// "line:column: what" of the Problem, "" when it is read.
std::string problem_of(const std::string& lines) {
    const auto read = parse_json_lines(lines, "a.jsonl");
    if (read) return "";
    const auto& problem = read.problem();
    CHECK(problem.place.file == "a.jsonl");
    CHECK_FALSE(problem.mend.empty());
    return fmt::format("{}:{}: {}", problem.place.line, problem.place.column, problem.what);
}

}  // namespace

TEST_CASE("a file that is no trace is told from a trace", "[trace]") {
    const std::string text = GENERATE("", "\n", "{}", "[]", "From: a@b\r\n\r\nHello", "{\"mailstage",
                                      "\x7F"
                                      "ELF",
                                      "\xEF\xBB\xBF{\"mailstage\":1}", "{\"n\":0}");
    CHECK(problem_of(text) == "1:1: this is no trace: its first line does not begin with {\"mailstage\":");
}

TEST_CASE("a mistake in the first line is named with its place", "[trace]") {
    CHECK(problem_of(good_lines()).empty());
    const auto [what, by, problem] = GENERATE(table<std::string, std::string, std::string>({
        {R"("mailstage":1)", R"("mailstage":@2)", "this Mailstage reads version 1 of the form"},
        {R"("mailstage":1)", R"("mailstage":@1.0)",
         "an integer from 0 to 1000000 should stand here, not a number that is no integer"},
        {R"("start":1795466179)", R"("start":@253402300800)",
         "an integer from -62167219200 to 253402300799 should stand here, not 253402300800"},
        {R"("seed":18446744073709551615)", R"("seed":@-1)",
         "an integer from 0 to 18446744073709551615 should stand here, not -1"},
        {R"("seed":18446744073709551615)", R"("seed":@18446744073709551616)",
         "an integer from 0 to 18446744073709551615 should stand here, not a number that is no integer"},
        {R"({"mailstage":1)", R"(@{"mailstage":1e999)", "a number on this line is too big"},
        {R"("scenario":{"name":"first-delivery",)", R"("scenario":@{)", "'name' is missing here"},
        {R"("start")", R"("strat":@"1","start")", "'strat' means nothing here"},
        {R"("name":"relay")", R"("name":@"client")", "another host has this name"},
        {R"("name":"relay")", R"("name":@["relay"])",
         "a string should stand here, not a value of type array"},
        {R"("name":"relay")", "\"name\":@\"\xE2\x80\x99\"", "this string holds a character above U+00FF"},
        {R"("name":"relay")", "\"name\":\"@\xFF\"", "this is not JSON"},
        {R"("name":"relay")", "\"name\":\"\xC3@\"", "this is not JSON"},
        {R"("role":"client")", R"("role":@"clients")", "this word is not known here"},
        {R"("192.0.2.10")", R"(@"192.0.2.256")", "this is no IP address"},
        {R"("2001:db8::25")", R"( @7)", "a string should stand here, not a number"},
        {R"(["192.0.2.10"])", R"(@{})", "a list should stand here, not a value of type object"},
        {R"("a":"relay")", R"("a":@"nobody")", "no host has this name"},
        {R"("b":"relay")", R"("b":@null)", "a string should stand here, not null"},
        {R"("loss_per_million":0)", R"("loss_per_million":@1000001)",
         "an integer from 0 to 1000000 should stand here, not 1000001"},
        {R"("interventions":[)", R"("interventions":[@7,)",
         "an object with 'at' should stand here, not a number"},
        {R"("what":"send-mail")", R"("what":@"sing")", "there is no such intervention"},
        {R"("at":3200000000)", R"("at":@-1)",
         "an integer from 0 to 3155760000000000000 should stand here, not -1"},
        {R"("openssl":"")", R"("openssl":@3)", "a string should stand here, not a number"},
        {R"({"mailstage":1)", R"(@{"mailstage":1,"mailstage":1)", "a key stands twice in one object"},
        {R"({"mailstage":1)", R"(@{"mailstage":1,"":0)", "'' means nothing here"},
        {R"("hosts":[)", R"("hosts":[[[[[[@[[)", "brackets are nested too deep"},
    }));
    INFO(what << " -> " << by);
    CHECK(problem_of(broken(what, by).lines) == broken(what, by).place + problem);
}

TEST_CASE("a mistake in an event's line is named with its place", "[trace]") {
    const std::string octets = R"([0,6,"RSET\u000d\u000a"])";
    const auto [what, by, problem] = GENERATE_COPY(table<std::string, std::string, std::string>({
        {R"("n":1)", R"("n":@2)", "this line has event 1"},
        {R"("n":1)", R"("n":@"1")",
         "an integer from 0 to 4294967294 should stand here, not a value of type string"},
        {R"("at":60)", R"("at":@49)", "an integer from 50 to 3155760000000000000 should stand here, not 49"},
        {R"("at":60)", R"("at":@3155760000000000001)",
         "an integer from 50 to 3155760000000000000 should stand here, not 3155760000000000001"},
        {R"("at":60)", R"("at":@18446744073709551615)",
         "an integer from 50 to 3155760000000000000 should stand here, not 18446744073709551615"},
        {R"("at":60)", R"("at":@60.0)",
         "an integer from 50 to 3155760000000000000 should stand here, not a number that is no integer"},
        {R"("at":60,"host":"relay")", R"("at":60,"host":@"Relay")",
         "no host of the first line has this name"},
        {R"("connection":1,"cause":0)", R"("connection":@[],"cause":0)",
         "an integer from 0 to 4294967295 should stand here, not a value of type array"},
        {R"("cause":0)", R"("cause":@1)", "a cause must be an earlier event"},
        {R"("cause":0)", R"("cause":@4294967295)", "a cause must be an earlier event"},
        {R"("cause":0)", R"("cause":@true)",
         "an integer from 0 to 4294967295 should stand here, not a value of type boolean"},
        {R"("origin":"simulated")", R"("origin":@"made-up")", "this word is not known here"},
        {R"("fact":"command-received")", R"("fact":@"command-recieved")", "there is no such fact"},
        {R"("fact":"command-received")", R"("fact":@null)", "a string should stand here, not null"},
        {R"("fact":"command-received","verb":"rset","stage":"sender","line":)",
         R"("fact":"connection-opened","line":@)", "'line' means nothing here"},
        {R"("verb":"rset")", R"("verb":@"RSET")", "this word is not known here"},
        {R"({"n":0,)", R"({"n":0,"x":@[],)", "'x' means nothing here"},
        {R"("mail":0)", R"("mail":@4294967296)",
         "an integer from 0 to 4294967295 should stand here, not 4294967296"},
        {R"("code":250)", R"("code":@65536)", "an integer from 0 to 65535 should stand here, not 65536"},
        {R"("2.0.0")", R"(@"2.0")", "this is no enhanced status code"},
        {R"("2.0.0")", R"(@"2.0.x")", "this is no enhanced status code"},
        {R"("2.0.0")", R"(@"2.0.0.0")", "this is no enhanced status code"},
        {R"("2.0.0")", R"(@"0.1.1")", "this is no enhanced status code"},
        {R"("2.0.0")", R"(@"256.1.1")", "this is no enhanced status code"},
        {R"("2.0.0")", R"(@"2.65536.1")", "this is no enhanced status code"},
        {octets, "@[0,6]", "these octets were on no line so far"},
        {octets, R"([0,6,@"RSET"])", "there are 4 octets here, and the length says 6"},
        {octets, R"([0,6,@"RSET\u000d\u010a"])", "this string holds a character above U+00FF"},
        {octets, R"([0,6,"RSET\u000d\ud800@"])", "this is not JSON"},
        {octets, "@[]", "a range is [offset,length,\"octets\"]"},
        {octets, "@[0]", "a range is [offset,length,\"octets\"]"},
        {octets, R"(@[0,0,"",0])", "there are 4 elements here, of at most 3"},
        {octets, "@null", "a list should stand here, not null"},
        {octets, R"([0,6,@6])", "a string should stand here, not a number"},
        {octets, R"(@[67108864,1,"x"])", "this range ends behind octet 67108864"},
        {octets, R"(@[67108864,67108864])", "this range ends behind octet 67108864"},
        {octets, "[@4294967295,2]", "an integer from 0 to 67108864 should stand here, not 4294967295"},
        {"[1,2]", "@[5,2]", "these octets were on no line so far"},
        {"[1,2]", R"([4,4,@"\u000d\u0000ab"])", "an earlier line has other octets at these offsets"},
        {R"("index":1)", R"("index":@2)", "the first line has no such intervention"},
        {"}\n{\"n\":1", "}\n@\n{\"n\":1", "this line is empty"},
        {"}\n{\"n\":1", "}@{\"n\":1", "this is not JSON"},
        {"{\"n\":1", "[]@,{\"n\":1", "this is not JSON"},
        {"{\"n\":1,", "@{\"n\":1,\"n\":1,", "a key stands twice in one object"},
        {"{\"n\":1,", "{\"n\":1,@}", "this is not JSON"},
    }));
    INFO(what << " -> " << by);
    CHECK(problem_of(broken(what, by).lines) == broken(what, by).place + problem);
}

TEST_CASE("a field that is missing is named", "[trace]") {
    const auto [what, problem] = GENERATE(table<std::string, std::string>({
        {R"("n":0,)", "2:1: 'n' is missing here"},
        {R"(,"host":"client","connection":1)", "2:1: 'host' is missing here"},
        {R"("verb":"rset",)", "2:1: 'verb' is missing here"},
        {R"(,"openssl":"")", "1:1: 'openssl' is missing here"},
    }));
    CHECK(problem_of(broken(what, "").lines) == problem);
}

TEST_CASE("blanks, another order of keys and a missing last line end are no mistake", "[trace]") {
    const std::string good = good_lines();
    const std::string lines = GENERATE(
        broken("\"n\":1,\"at\":60", " \"at\" : 60 ,\t\"n\":1").lines,
        broken("}\n{\"n\":1", "} \r\n{\"n\":1").lines, good_lines().substr(0, good_lines().size() - 1),
        broken("[1,2]", "[1,2,\"SE\"]").lines, broken("RSET", "\\u0052SET").lines);
    auto read = parse_json_lines(lines, "a.jsonl");
    REQUIRE(read);
    CHECK(to_json_lines(*read) == good);
}

TEST_CASE("octets may come after a gap, and parts that agree may overlap", "[trace]") {
    const std::string lines =
        broken("[1,2]", "[4,70000,\"\\u000d\\u000a" + std::string(69'998, 'x') + "\"]").lines;
    const auto read = parse_json_lines(lines, "a.jsonl");
    REQUIRE(read);
    CHECK(read->text({0, 8}) == "RSET\r\nxx");
    const auto far = parse_json_lines(broken("[1,2]", "[67108863,1,\"x\"]").lines, "a.jsonl");
    REQUIRE(far);
    CHECK(far->text({67'108'863, 1}) == "x");
}

TEST_CASE("a file that is cut off anywhere is read up to a line's end, or named as cut off", "[trace]") {
    const std::string good = good_lines();
    const auto first = good.find('\n');
    for (std::size_t size = 0; size < good.size(); ++size) {
        const bool whole_lines = size >= first && (good[size] == '\n' || good[size - 1] == '\n');
        const std::string problem = problem_of(good.substr(0, size));
        INFO(size << " octets: " << problem);
        CHECK(problem.empty() == whole_lines);
        if (!problem.empty() && size > 13)
            CHECK(problem.find("the line ends too early") != std::string::npos);
    }
}

TEST_CASE("an octet changed, added or removed anywhere never does harm", "[trace]") {
    const std::string good = good_lines();
    const std::string octets{"\0\"\\{}[],:0-9e\n\xC3\xFFx", 17};
    std::size_t refused = 0, read_anyway = 0;
    const auto attempt = [&](const std::string& lines) {
        auto read = parse_json_lines(lines, "a.jsonl");
        if (!read) {
            ++refused;
            CHECK(read.problem().place.line >= 1);
            CHECK(read.problem().place.column >= 1);
            return;
        }
        ++read_anyway;
        const std::string again = to_json_lines(*read);
        auto twice = parse_json_lines(again, "again");
        if (!twice) FAIL(to_text(twice.problem()));
        CHECK(to_json_lines(*twice) == again);
    };
    // Each place in three ways, by an octet that goes around: all pairs would take a minute under ASan.
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string changed = good;
        changed[at] = octets[at % octets.size()];
        attempt(changed);
        attempt(std::string(good).erase(at, 1));
        attempt(std::string(good).insert(at, 1, octets[(at + 7) % octets.size()]));
    }
    CHECK(refused > 2'000);
    CHECK(read_anyway > 500);
}

TEST_CASE("a hostile line of any length is refused without building what it asks for", "[trace]") {
    const std::string good = good_lines();
    constexpr std::size_t huge = 2'000'000;
    const auto [line, what] = GENERATE_COPY(table<std::string, std::string>({
        {std::string(huge, '['), "brackets are nested too deep"},
        {std::string(huge, '{'), "brackets are nested too deep"},
        {"[" + std::string(huge, ',') + "]", "there are too many parts on this line"},
        {std::string(huge, '9'), "a number on this line is too big"},
        {"-" + std::string(400, '9') + "x", "a number on this line is too big"},
        {std::string(huge, '"'), "this is not JSON"},
        {"\"" + std::string(huge, '\\'), "the line ends too early"},
        {std::string(huge, '}'), "this is not JSON"},
        {std::string(huge, ' '), "this line is empty"},
        {"7", "an object with 'n' should stand here, not a number"},
        {"\"" + std::string(huge, 'x') + "\"",
         "an object with 'n' should stand here, not a value of type string"},
        {"{\"" + std::string(huge, 'x') + "\":0}", "'n' is missing here"},
    }));
    const std::string problem = problem_of(good + line + "\n");
    CHECK(problem.substr(problem.find(": ") + 2) == what);
}

TEST_CASE("a world of too many hosts is refused", "[trace]") {
    Trace trace;
    for (std::size_t index = 0; index < max_world_hosts; ++index)
        trace.world.hosts.push_back({fmt::format("h{}", index), "", "", Role::client, {}, {}});
    CHECK(problem_of(to_json_lines(trace)).empty());
    trace.world.hosts.push_back({"one-more", "", "", Role::client, {}, {}});
    CHECK(problem_of(to_json_lines(trace)) == "1:76: there are 10001 elements here, of at most 10000");
}
