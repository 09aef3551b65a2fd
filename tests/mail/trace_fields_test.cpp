#include "mail/trace_fields.h"

#include <catch2/catch.hpp>

#include "base/text.h"

using namespace mail;

namespace {

Received received() {
    Received trace;
    trace.from = "laptop.src.example";
    trace.peer_name = "laptop.src.example";
    trace.peer = base::parse_ip_address("192.0.2.10");
    trace.by = "relay.src.example";
    trace.with = "ESMTP";
    trace.id = "1A2B";
    trace.recipient = Address{"bob", "dest.example"};
    trace.when = 1'795'466'179;
    return trace;
}

}  // namespace

TEST_CASE("a Received field tells from whom, by whom, how and when", "[mail]") {
    CHECK(received_field(received()) ==
          "Received: from laptop.src.example (laptop.src.example [192.0.2.10])\r\n"
          "\tby relay.src.example with ESMTP id 1A2B\r\n"
          "\tfor <bob@dest.example>; Mon, 23 Nov 2026 20:36:19 +0000\r\n");
}

TEST_CASE("a Received field leaves out what is not known", "[mail]") {
    Received trace = received();
    trace.peer_name.reset();
    trace.peer = base::parse_ip_address("2001:db8::1");
    trace.id.clear();
    trace.recipient.reset();
    CHECK(received_field(trace) ==
          "Received: from laptop.src.example ([IPv6:2001:db8::1])\r\n"
          "\tby relay.src.example with ESMTP; Mon, 23 Nov 2026 20:36:19 +0000\r\n");
    trace.peer.reset();
    CHECK(base::split(received_field(trace), '\r')[0] == "Received: from laptop.src.example");
}

TEST_CASE("what a peer said cannot leave its place in a Received field", "[mail]") {
    const std::string evil =
        GENERATE(as<std::string>{}, "x\r\nX-Evil: y", "x; Mon, 1 Jan 2001 00:00:00 +0000", "x) by evil (",
                 "x\\", "a b", "\xFF", std::string(1, '\0'));
    Received trace = received();
    trace.from = evil;
    trace.peer_name = evil;
    trace.id = evil;
    const Message message = Message::parse(received_field(trace) + "\r\n");
    REQUIRE(message.fields().size() == 1);
    const std::string value = message.value(message.fields()[0]);
    CHECK(base::split(value, ';').size() == 2);
    CHECK(base::split(value, '(').size() == 2);
    CHECK(base::split(value, ')').size() == 2);
    CHECK(parse_mail_date(base::split(value, ';')[1]) == trace.when);
    CHECK(message.count(Finding::Kind::eight_bit_in_header) == 0);
    CHECK(message.count(Finding::Kind::nul) == 0);
}

TEST_CASE("long names are folded, and even endless ones stay within 998 octets", "[mail]") {
    Received trace = received();
    trace.recipient = Address{std::string(64, 'b'), std::string(63, 'd') + ".example"};
    const std::string field = received_field(trace);
    const auto lines = base::split(field, '\n');
    CHECK(lines.size() == 6);
    CHECK(lines[4] == " Mon, 23 Nov 2026 20:36:19 +0000\r");
    trace.from = std::string(100'000, 'x');
    const Message message = Message::parse(received_field(trace) + "\r\n");
    CHECK(message.fields().size() == 1);
    CHECK(message.count(Finding::Kind::line_too_long) == 0);
}

TEST_CASE("Return-Path names the sender, or nobody", "[mail]") {
    CHECK(return_path_field(Address{"ann", "src.example"}) == "Return-Path: <ann@src.example>\r\n");
    CHECK(return_path_field({}) == "Return-Path: <>\r\n");
    CHECK(return_path_field(Address{"a\r\nX: y", "b"}) == "Return-Path: <a??X: y@b>\r\n");
}

TEST_CASE("Received fields are counted in any case, and in the header only", "[mail]") {
    CHECK(count_received(Message::parse("")) == 0);
    CHECK(count_received(
              Message::parse("Received: a\r\nreceived: b\r\nX-Received: c\r\n\r\nReceived: d\r\n")) == 2);
}
