#include "dns/wire.h"

#include <catch2/catch.hpp>

#include "base/text.h"
#include "dns/master_file.h"

using namespace dns;
using namespace std::string_literals;

namespace {

Name name(std::string_view text) {
    return parse_name(text).value();
}

Question question(std::string_view owner, std::string_view type) {
    return {name(owner), parse_record_type(type).value()};
}

const Zone& every_type() {
    static const Zone zone = *parse_master_file(
        "$ORIGIN Dest.example.\n"
        "@ 300 SOA ns root 4294967295 2 3 4 5\n"
        "@ NS ns\n@ MX 10 mx\n@ MX 20 MX.b\n@ MX 0 .\n@ TXT \"v=spf1 \" \"\\000\\255\" \"\"\n@ SPF x\n"
        "mx A 203.0.113.25\nmx AAAA 2001:db8::1\n_25._tcp.mx TLSA 3 1 1 00ff\nodd\\.dot TYPE65280 \\# 2 "
        "0aff\n"
        "@ TYPE999 \\# 0\nwww CNAME mx\nr PTR mx\ngone CNAME nowhere\nnodata CNAME r\n; $SERVFAIL broken\n",
        "every.zone");
    return zone;
}

/// Header of a response with these counts, then the question "a. A" (19 octets in all; the name stands at
/// 12).
std::string response(char answers, const std::string& rest, std::string_view flags = "\x80") {
    return "\x00\x07"s + flags[0] + "\x00\x00\x01\x00"s + answers + "\x00\x00\x00\x00"s + "\x01"s +
           "a\x00\x00\x01\x00\x01"s + rest;
}

}  // namespace

TEST_CASE("a query has the octets of RFC 1035 4.1", "[dns]") {
    CHECK(base::hex(encode_query(0x1234, question("dest.example", "MX"))) ==
          "123401000001000000000000"
          "0464657374076578616d706c6500"
          "000f0001");
    const auto message = decode(encode_query(0x1234, question("dest.example", "MX")));
    REQUIRE(message);
    CHECK(message->id == 0x1234);
    CHECK(message->kind == MessageKind::query);
    CHECK(message->recursion_desired);
    CHECK(message->question == question("dest.example", "MX"));
    CHECK_FALSE(message->edns_payload);
    CHECK(decode(encode_query(1, question(".", "NS"), Transport::udp_with_edns))->edns_payload == 1232);
}

TEST_CASE("a response repeats no name: later ones point back", "[dns]") {
    const auto zone = *parse_master_file("dest.example. 60 MX 10 mx.dest.example.", "f");
    const auto asked = question("dest.example", "MX");
    CHECK(base::hex(encode_response(1, asked, zone.answer(asked))) ==
          "000185800001000100000000"
          "0464657374076578616d706c6500000f0001"
          "c00c000f00010000003c0007000a026d78c00c");
}

TEST_CASE("what a zone answers comes through the wire unchanged", "[dns]") {
    const auto transport = GENERATE(Transport::udp, Transport::udp_with_edns, Transport::tcp);
    const auto owner =
        GENERATE(as<std::string>(), "dest.example", "mx.dest.example", "www.dest.example", "r.dest.example",
                 "odd\\.dot.dest.example", "_25._tcp.mx.dest.example", "gone.dest.example",
                 "nodata.dest.example", "nowhere.dest.example", "broken.dest.example", "src.example");
    for (const auto type : {"SOA", "NS", "MX", "TXT", "SPF", "A", "AAAA", "TLSA", "TYPE65280", "TYPE999",
                            "CNAME", "PTR", "ANY"}) {
        CAPTURE(owner, type);
        const auto asked = question(owner, type);
        const auto answer = every_type().answer(asked);
        const auto message = decode(encode_response(7, asked, answer, transport));
        REQUIRE(message);
        CHECK(message->id == 7);
        CHECK(message->kind == MessageKind::response);
        CHECK(message->question == asked);
        CHECK(message->answer == answer);
        CHECK_FALSE(message->truncated);
        CHECK(message->edns_payload.has_value() == (transport == Transport::udp_with_edns));
        for (std::size_t i = 0; i < answer.records.size(); ++i)  // not even the case of a letter changes
            CHECK(to_text(message->answer.records[i]) == to_text(answer.records[i]));
    }
}

TEST_CASE("each outcome has its rcode, and a time-out has no message", "[dns]") {
    const auto [outcome, rcode] = GENERATE(table<Outcome, Rcode>({
        {Outcome::no_data, Rcode::no_error},
        {Outcome::no_such_name, Rcode::name_error},
        {Outcome::server_failure, Rcode::server_failure},
        {Outcome::refused, Rcode::refused},
    }));
    const Answer answer{outcome, {}, {}, false};
    const auto message = decode(encode_response(7, question("a", "A"), answer));
    REQUIRE(message);
    CHECK(message->rcode == rcode);
    CHECK(message->answer == answer);
    CHECK(encode_response(7, question("a", "A"), Answer{Outcome::timed_out, {}, {}, false}).empty());
}

TEST_CASE("a response that is too long is cut between records and says so", "[dns]") {
    const auto [transport, limit] = GENERATE(table<Transport, std::size_t>(
        {{Transport::udp, 512}, {Transport::udp_with_edns, 1232}, {Transport::tcp, 65'535}}));
    Answer answer{Outcome::records, {}, {}, true};
    for (int i = 0; i < 3'000; ++i)
        answer.records.push_back(make_record(name("a"), 1, Txt{{"record number " + std::to_string(i)}}));
    const auto asked = question("a", "TXT");
    const auto octets = encode_response(7, asked, answer, transport);
    CHECK(octets.size() <= limit);
    CHECK(octets.size() > limit - 30 - 11);
    const auto message = decode(octets);
    REQUIRE(message);
    CHECK(message->truncated);
    REQUIRE(message->answer.records.size() < answer.records.size());
    answer.records.resize(message->answer.records.size());
    CHECK(message->answer == answer);

    const Answer huge{
        Outcome::records, {{name("a"), RecordType{999}, 1, Opaque{std::string(70'000, 'x')}}}, {}, true};
    const auto nothing = decode(encode_response(7, question("a", "TYPE999"), huge, transport));
    REQUIRE(nothing);
    CHECK(nothing->truncated);
    CHECK(nothing->answer.records.empty());
}

TEST_CASE("a response of exactly 512 octets is whole, of 513 cut", "[dns]") {
    const auto extra = GENERATE(0u, 1u);
    Answer answer{Outcome::records, {}, {}, true};
    // 12 + 7 for the head; a record takes 12 besides its strings.
    answer.records.push_back(
        make_record(name("a"), 1, Txt{{std::string(255, 'x'), std::string(224 + extra, 'y')}}));
    const auto message = decode(encode_response(7, question("a", "TXT"), answer));
    REQUIRE(message);
    CHECK(message->truncated == (extra == 1));
}

TEST_CASE("messages that break the rules are refused", "[dns]") {
    const std::string head = "\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x01"s;  // a. A IN 1
    REQUIRE(decode(response(1, head + "\x00\x04\x01\x02\x03\x04"s)));
    const auto [why, octets] = GENERATE_COPY(table<std::string, std::string>({
        {"nothing", ""},
        {"no question", "\x00\x07\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00"s},
        {"two questions",
         "\x00\x07\x80\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x01\x00\x00\x01\x00\x01"s},
        {"an answer that is not there", response(1, "")},
        {"octets after the end", response(0, "x")},
        {"a pointer to itself",
         response(1, "\xc0\x13\x00\x01\x00\x01\x00\x00\x00\x01\x00\x04\x01\x02\x03\x04"s)},
        {"a pointer forward",
         response(1, "\xc0\x15\x00\x00\x01\x00\x01\x00\x00\x00\x01\x00\x04\x01\x02\x03\x04"s)},
        {"a pointer into its own name",
         response(1, "\x01x\xc0\x13\x00\x01\x00\x01\x00\x00\x00\x01\x00\x04"s + "1234")},
        {"a pointer beyond the end",
         response(1, "\xff\xff\x00\x01\x00\x01\x00\x00\x00\x01\x00\x04\x01\x02\x03\x04"s)},
        {"half a pointer", response(1, "\xc0"s)},
        {"a label type that is not in use",
         response(1, "\x40\x00\x00\x01\x00\x01\x00\x00\x00\x01\x00\x04"s + "1234")},
        {"an A of three octets", response(1, head + "\x00\x03\x01\x02\x03"s)},
        {"an A of five octets", response(1, head + "\x00\x05\x01\x02\x03\x04\x05"s)},
        {"data longer than the message", response(1, head + "\x00\x05\x01\x02\x03\x04"s)},
        {"another class", response(1, "\xc0\x0c\x00\x01\x00\x03\x00\x00\x00\x01\x00\x04\x01\x02\x03\x04"s)},
        {"a string longer than its record",
         response(1, "\xc0\x0c\x00\x10\x00\x01\x00\x00\x00\x01\x00\x02\x05x"s)},
        {"a TXT without a string", response(1, "\xc0\x0c\x00\x10\x00\x01\x00\x00\x00\x01\x00\x00"s)},
        {"an MX without a name", response(1, "\xc0\x0c\x00\x0f\x00\x01\x00\x00\x00\x01\x00\x02\x00\x01"s)},
        {"an MX with octets behind the name",
         response(1, "\xc0\x0c\x00\x0f\x00\x01\x00\x00\x00\x01\x00\x04\x00\x01\x00x"s)},
        {"an OPT among the answers", response(1, "\x00\x00\x29\x04\x00\x00\x00\x00\x00\x00\x00"s)},
        {"another opcode", response(0, "", "\xa8")},
        {"more than 65535 octets", response(0, std::string(70'000, '\0'))},
    }));
    CAPTURE(why, base::hex(octets.substr(0, 64)));
    CHECK_FALSE(decode(octets));
}

TEST_CASE("a name of pointers that adds up to more than 255 octets is refused", "[dns]") {
    // Each owner name is a label and a pointer to the one before.
    std::string rest;
    const std::string label = "\x3f"s + std::string(63, 'x');
    const std::string tail = "\x00\x01\x00\x01\x00\x00\x00\x01\x00\x04"s + "1234";
    std::size_t before = 12;
    const auto answers = GENERATE(3, 4);
    for (int i = 0; i < answers; ++i) {
        const std::size_t here = 19 + rest.size();
        rest += label + static_cast<char>(0xC0 | before >> 8) + static_cast<char>(before & 0xFF) + tail;
        before = here;
    }
    CHECK(decode(response(static_cast<char>(answers), rest)).has_value() == (answers == 3));
}

TEST_CASE("a TTL above 2^31-1 counts as zero, unknown additional records are passed over", "[dns]") {
    const auto message =
        decode(response(1, "\xc0\x0c\x00\x01\x00\x01\xff\xff\xff\xff\x00\x04\x01\x02\x03\x04"s));
    REQUIRE(message);
    CHECK(message->answer.records.at(0).ttl == 0);
    auto octets = response(0, "\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x01\x00\x04\x01\x02\x03\x04"s);
    octets[11] = 1;
    REQUIRE(decode(octets));
    CHECK(decode(octets)->answer.outcome == Outcome::no_data);
}

TEST_CASE("no cut and no changed octet makes the decoder crash, and what it reads it can write", "[dns]") {
    const auto asked = question("dest.example", "ANY");
    const auto whole = encode_response(7, asked, every_type().answer(asked), Transport::udp_with_edns);
    for (std::size_t length = 0; length < whole.size(); ++length)
        CHECK_FALSE(decode(whole.substr(0, length)));
    std::size_t read = 0;
    for (std::size_t at = 0; at < whole.size(); ++at)
        for (const int change : {1, 0x0C, 0x40, 0x80, 0xC0, 0xFF}) {
            auto octets = whole;
            octets[at] = static_cast<char>(octets[at] ^ change);
            const auto message = decode(octets);
            if (!message) continue;
            ++read;
            const auto again =
                decode(encode_response(message->id, message->question, message->answer, Transport::tcp));
            REQUIRE(again);
            CHECK(again->question == message->question);
            CHECK(again->answer.records == message->answer.records);
        }
    CHECK(read > 100);
}

TEST_CASE("the largest message of the longest names is decoded at once", "[dns]") {
    std::string owner;
    for (int i = 0; i < 120; ++i) owner += "a.";
    const auto asked = question(owner, "A");
    Answer answer{Outcome::records, {}, {}, true};
    for (int i = 0; i < 4'000; ++i)
        answer.records.push_back(address_record(asked.name, 1, base::IpAddress{}));
    const auto message = decode(encode_response(7, asked, answer, Transport::tcp));
    REQUIRE(message);
    CHECK(message->answer == answer);
}
