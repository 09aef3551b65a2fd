#include "trace/json_lines.h"

#include <catch2/catch.hpp>

#include "base/text.h"
#include "sample.h"

using namespace trace;

namespace {

Trace read_back(const std::string& lines) {
    auto read = parse_json_lines(lines, "a.jsonl");
    if (!read) FAIL(to_text(read.problem()));
    return std::move(*read);
}

/// The line of an event, from 0.
std::string line_of(const std::string& lines, std::size_t event) {
    return std::string(base::split(lines, '\n').at(event + 1));
}

}  // namespace

TEST_CASE("every fact reads back as it was, and writes the same bytes again", "[trace]") {
    const auto salt = GENERATE(range(std::uint64_t{1}, std::uint64_t{60}));
    const Trace trace = sample::every_fact(salt * 1000);
    REQUIRE(trace.size() == std::variant_size_v<Fact>);
    const std::string lines = to_json_lines(trace);
    const Trace again = read_back(lines);
    CHECK(sample::same_world(again.world, trace.world));
    CHECK(again.interventions == trace.interventions);
    REQUIRE(again.size() == trace.size());
    for (EventNumber number = 0; number < trace.size(); ++number) {
        INFO(line_of(lines, number));
        CHECK(trace[number].fact.index() == number);
        CHECK(sample::same_event(trace, again, number));
    }
    CHECK(to_json_lines(again) == lines);
}

TEST_CASE("a trace without events has a first line, with the whole world", "[trace]") {
    const Trace trace = sample::empty_trace();
    const std::string lines = to_json_lines(trace);
    CHECK(
        lines ==
        R"({"mailstage":1,)"
        R"("scenario":{"name":"first-delivery","title":"A \"first\" \\ delivery \u00c3\u00a9",)"
        R"("start":1795466179,"seed":18446744073709551615,"hosts":[)"
        R"({"name":"client","label":"Ann's laptop","domain":"laptop.src.example","role":"client",)"
        R"("addresses":["192.0.2.10"],"mailboxes":[]},)"
        R"({"name":"relay","label":"Relay","domain":"relay.src.example","role":"relay",)"
        R"("addresses":["198.51.100.25","2001:db8::25"],"mailboxes":["ann@src.example","bob@src.example"]},)"
        R"({"name":"ev\"il",)"
        R"("label":"","domain":"","role":"attacker","addresses":[],"mailboxes":[]}],"links":[)"
        R"({"a":"client","b":"relay","latency":20000000,"bits_per_second":0,"loss_per_million":0},)"
        R"({"a":"relay","b":"ev\"il","latency":1,"bits_per_second":18446744073709551615,)"
        R"("loss_per_million":1000000}]},"interventions":[{"at":0,"what":"send-mail","host":"client",)"
        R"("reverse_path":"ann@src.example",)"
        R"("recipients":["a@b","\u00ff@c"],"letter":"Subject: x\u000d\u000a\u000d\u000a"},)"
        R"({"at":3200000000,"what":"change-setting","host":"relay","name":"spf","value":"on"}],"openssl":""})"
        "\n");
    CHECK(to_json_lines(read_back(lines)) == lines);
}

TEST_CASE("every kind of intervention, and what it waits for, reads back as it was", "[trace]") {
    const Trace trace = sample::every_intervention();
    const std::string lines = to_json_lines(trace);
    CHECK(
        lines.find(
            R"("when":{"host":"relay","fact":"command-received","verb":"DATA","nth":2,"delay":30000000000})") !=
        std::string::npos);
    CHECK(read_back(lines).interventions == trace.interventions);
    CHECK(to_json_lines(read_back(lines)) == lines);
}

TEST_CASE("which OpenSSL sealed the octets of a trace is read back", "[trace]") {
    Trace trace = sample::empty_trace();
    trace.world.openssl = "3.0.15";
    const std::string lines = to_json_lines(trace);
    CHECK(lines.find(R"("openssl":"3.0.15"})") != std::string::npos);
    CHECK(read_back(lines).world.openssl == "3.0.15");
    CHECK(to_json_lines(read_back(lines)) == lines);
}

TEST_CASE("an event is one line, its keys in a fixed order, without spaces", "[trace]") {
    Trace trace = sample::empty_trace();
    const Range line = trace.octets.keep("MAIL FROM:<a@b>\r\n");
    trace.append(base::Instant{5}, 0, 1, no_event, Origin::simulated,
                 CommandSent{smtp::Verb::mail, smtp::Stage::sender, 7, line});
    trace.append(base::Instant{6}, 0, 1, 0, Origin::simulated,
                 SegmentSent{1, 1, flag_psh | flag_ack, 0, 4'294'967'295, 2, 65'535, line.part(5, 4)});
    trace.append(base::Instant{6}, no_host, 0, 1, Origin::inferred, ConnectionOpened{});
    trace.append(base::Instant{9}, 2, 1, 1, Origin::observed,
                 ReplySent{smtp::Verb::rcpt,
                           smtp::Stage::recipients,
                           550,
                           {5, 1, 1},
                           smtp::Reason::user_unknown,
                           5321,
                           trace.octets.keep("3.3"),
                           {line.offset, 0},
                           trace.octets.keep("550 \"no\\\r\n")});
    trace.append(base::Instant{9}, 1, 0, no_event, Origin::simulated,
                 Asked{no_host, 3, static_cast<dns::RecordType>(65'280), {}, 0});
    const std::string lines = to_json_lines(trace);
    CHECK(line_of(lines, 0) ==
          R"({"n":0,"at":5,)"
          R"("host":"client","connection":1,"cause":null,"origin":"simulated","fact":"command-sent",)"
          R"("verb":"mail","stage":"sender","mail":7,"line":[0,17,"MAIL FROM:<a@b>\u000d\u000a"]})");
    CHECK(line_of(lines, 1) ==
          R"({"n":1,"at":6,)"
          R"("host":"client","connection":1,"cause":0,"origin":"simulated","fact":"segment-sent",)"
          R"("packet":1,"to":"relay","flags":24,"attempt":0,"sequence":4294967295,"acknowledgment":2,)"
          R"("window":65535,"payload":[5,4]})");
    CHECK(line_of(lines, 2) ==
          R"({"n":2,"at":6,)"
          R"("host":null,"connection":0,"cause":1,"origin":"inferred","fact":"connection-opened"})");
    CHECK(line_of(lines, 3) ==
          R"({"n":3,"at":9,"host":"ev\"il","connection":1,"cause":1,"origin":"observed","fact":"reply-sent",)"
          R"("to":"rcpt","stage":"recipients",)"
          R"("code":550,"enhanced":"5.1.1","reason":"user-unknown","rfc":5321,)"
          R"("section":[17,3,"3.3"],"about":[0,0],"text":[20,10,"550 \"no\\\u000d\u000a"]})");
    CHECK(line_of(lines, 4) ==
          R"({"n":4,"at":9,"host":"relay","connection":0,"cause":null,"origin":"simulated","fact":"asked",)"
          R"("server":null,"id":3,"type":"TYPE65280","name":[0,0],"mail":0})");
    CHECK(to_json_lines(read_back(lines)) == lines);
}

TEST_CASE("every octet survives, and a line holds only 20-7E", "[trace]") {
    Trace trace = sample::empty_trace();
    std::string all;
    for (int octet = 0; octet < 256; ++octet) all += static_cast<char>(octet);
    trace.append({}, 0, 1, no_event, Origin::simulated, ContentSent{1, 0, trace.octets.keep(all)});
    const std::string lines = to_json_lines(trace);
    for (const char c : lines) CHECK((c == '\n' || base::is_printable(c)));
    const Trace again = read_back(lines);
    CHECK(again.text(std::get<ContentSent>(again[0].fact).octets) == all);
}

TEST_CASE("octets that several facts share are written once", "[trace]") {
    Trace trace = sample::empty_trace();
    const Range letter = trace.octets.keep("one two three");
    trace.append({}, 0, 1, no_event, Origin::simulated, ContentSent{1, 0, letter.part(4, 3)});
    trace.append({}, 0, 1, no_event, Origin::simulated,
                 ContentSent{1, 0, letter.part(0, 5)});  // one t: in part new
    trace.append({}, 1, 1, no_event, Origin::simulated, ContentReceived{0, letter, letter.part(2, 9)});
    trace.append({}, 1, 1, no_event, Origin::simulated, ContentSent{1, 0, letter});
    const std::string lines = to_json_lines(trace);
    CHECK(line_of(lines, 0).find(R"("octets":[4,3,"two"])") != std::string::npos);
    CHECK(line_of(lines, 1).find(R"("octets":[0,5,"one t"])") != std::string::npos);
    CHECK(line_of(lines, 2).find(R"("octets":[0,13,"one two three"],"letter":[2,9])") != std::string::npos);
    CHECK(line_of(lines, 3).find(R"("octets":[0,13])") != std::string::npos);
    const Trace again = read_back(lines);
    CHECK(again.text(letter) == "one two three");
    CHECK(to_json_lines(again) == lines);
}

TEST_CASE("Ranges that span the store's blocks and its gaps read back", "[trace]") {
    Trace trace = sample::empty_trace();
    std::vector<Range> ranges;
    for (const std::uint32_t octets : {60'000u, 60'000u, 200'000u, 1u, 70'000u, 65'535u, 65'536u}) {
        const std::string text(octets, static_cast<char>('a' + ranges.size()));
        ranges.push_back(trace.octets.keep(text));
        trace.append({}, 0, 1, no_event, Origin::simulated, ContentSent{1, 0, ranges.back()});
        trace.append({}, 0, 1, no_event, Origin::simulated,
                     ContentSent{1, 0, ranges.back().part(octets / 2, 9)});
    }
    const std::string lines = to_json_lines(trace);
    const Trace again = read_back(lines);
    for (const Range range : ranges) CHECK((again.text(range) == trace.text(range)));
    CHECK((to_json_lines(again) == lines));
}

TEST_CASE("written in pieces while it grows, a trace gives the same lines", "[trace]") {
    const Trace whole = sample::every_fact(5);
    const auto step = GENERATE(0u, 1u, 3u, 100u);
    Trace growing = sample::empty_trace();
    growing.octets = sample::every_fact(5).octets;
    JsonLinesWriter writer{growing};
    std::string lines;
    for (const Event& event : whole.events()) {
        growing.append(event.at, event.host, event.connection, event.cause, event.origin, event.fact);
        writer.write_new(lines, step);
        CHECK(writer.written() == std::min<std::size_t>(step * growing.size(), growing.size()));
    }
    writer.write_new(lines);
    writer.write_new(lines);
    CHECK(lines == to_json_lines(whole));
}

TEST_CASE("a word stands for one enumerator, and one enumerator for a word", "[trace]") {
    const auto check = []<class E>(E) {
        for (std::size_t index = 0; index < all_words<E>.size(); ++index) {
            const auto value = static_cast<E>(index);
            CHECK_FALSE(word_of(value).empty());
            CHECK(value_of<E>(word_of(value)) == value);
        }
        CHECK_FALSE(value_of<E>("no such word"));
    };
    check(Origin{}), check(Ending{}), check(LetterKind{}), check(Route{}), check(Verdict{}), check(Rule{});
    check(LineFinding{}), check(dns::Outcome{}), check(smtp::Stage{}), check(smtp::Verb{}),
        check(smtp::Reason{});
    check(Role{});
}
