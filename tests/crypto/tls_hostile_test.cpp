// What a peer may throw at an endpoint: every mistake ends as a failure that is explained, at any split, in
// time that grows with the octets and no faster.
#include <catch2/catch.hpp>

#include "base/random.h"
#include "crypto/tls_endpoint.h"
#include "crypto/town.h"

using namespace crypto;

namespace {

std::string noise(std::uint64_t seed, std::size_t size) {
    const base::Random random(seed);
    std::string octets(size, '\0');
    for (std::size_t i = 0; i < size; ++i)
        octets[i] = static_cast<char>(random.below(256, 0, base::Purpose::jitter, 0, i));
    return octets;
}

std::string record(char type, std::string_view octets) {
    std::string out{type, '\x03', '\x03', static_cast<char>(octets.size() >> 8),
                    static_cast<char>(octets.size() & 0xFF)};
    return out += octets;
}

std::string times(std::size_t count, std::string_view text) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
}

std::string hello() {
    town::Wire wire = town::connect(1);
    return wire.client.endpoint.start().sealed;
}

/// Fails with an explanation, and nothing comes out of it afterwards.
void check_failed(town::Side& side) {
    REQUIRE(side.endpoint.state() == TlsState::failed);
    REQUIRE(side.endpoint.failure());
    CHECK(side.endpoint.failure()->what.size() > 20);
    const TlsStep after = side.endpoint.receive("more");
    CHECK((after.sealed.empty() && after.opened.empty() && after.state == TlsState::failed));
    CHECK(side.endpoint.send("text").sealed.empty());
    CHECK(side.endpoint.close().sealed.empty());
}

}  // namespace

TEST_CASE("who speaks plain SMTP where TLS begins is told so", "[tls][hostile]") {
    const std::size_t piece = GENERATE(1, 3, 1 << 20);
    const auto [text, quoted] = GENERATE(table<std::string, std::string>({
        {"EHLO client.example\r\nMAIL FROM:<ann@example>\r\n", "'EHLO"},
        {"220 mx.example ESMTP ready and waiting for you\r\n", "'220 "},
        {"GET / HTTP/1.1\r\nHost: mx.example\r\n\r\n", "'GET "},
        {std::string(2000, '\0'), "'\\0\\0"},
    }));
    town::Wire to_server = town::connect(1, piece), to_client = town::connect(1, piece);
    to_server.server.endpoint.start();
    to_server.to_server(text);
    check_failed(to_server.server);
    CHECK(to_server.server.endpoint.failure()->fault == TlsFault::not_tls);
    CHECK(to_server.server.endpoint.failure()->what.find(quoted) != std::string::npos);
    to_client.client.endpoint.start();
    to_client.to_client(text);
    check_failed(to_client.client);
    CHECK(to_client.client.endpoint.failure()->fault == TlsFault::not_tls);
}

TEST_CASE("noise of any size is survived", "[tls][hostile]") {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        std::string octets = noise(seed, 1 + seed * 13);
        if (seed % 3 == 0) octets = record(22, octets);            // in a well-made record
        if (seed % 3 == 1) octets = hello() + record(23, octets);  // after a good beginning
        town::Wire server = town::connect(1, seed % 2 ? 7 : 1 << 20), client = town::connect(1);
        client.client.endpoint.start();
        server.to_server(octets);
        client.to_client(octets);
        INFO(seed);
        CHECK(server.server.endpoint.state() != TlsState::open);
        CHECK(client.client.endpoint.state() != TlsState::open);
        CHECK(server.server.sealed.size() < 5000);
    }
}

TEST_CASE("half a record waits for its other half", "[tls][hostile]") {
    const std::string first = hello();
    town::Wire wire = town::connect(1);
    wire.to_server(first.substr(0, first.size() / 2));
    CHECK(wire.server.endpoint.state() == TlsState::handshaking);
    CHECK(wire.server.sealed.empty());
    wire.to_server(first.substr(first.size() / 2));
    CHECK_FALSE(wire.server.sealed.empty());
}

TEST_CASE("a hello in records of one octet each is still a hello", "[tls][hostile]") {
    const std::string message = hello().substr(5);
    std::string records;
    for (const char c : message) records += record(22, {&c, 1});
    town::Wire wire = town::connect(1);
    wire.to_server(records);
    REQUIRE_FALSE(wire.server.messages.empty());
    CHECK(wire.server.messages.front() == "< ClientHello");
}

TEST_CASE("records longer than TLS allows are refused at their header", "[tls][hostile]") {
    town::Wire wire = town::connect(1);
    wire.to_server(std::string("\x16\x03\x01\xFF\xFF", 5));
    check_failed(wire.server);
    CHECK(alert_name(*wire.server.endpoint.failure()->alert) == "record_overflow");
}

TEST_CASE("floods end soon", "[tls][hostile]") {
    const auto [what, flood] = GENERATE_COPY(table<const char*, std::string>({
        {"empty records", times(100'000, record(22, ""))},
        {"warnings", times(100'000, record(21, "\x01\x5A"))},
        {"a hello and warnings", hello() + times(100'000, record(21, "\x01\x5A"))},
        {"a hello and changes of cipher", hello() + times(100'000, record(20, "\x01"))},
        {"hello after hello", times(1000, hello())},
        {"noise", noise(1, 8 << 20)},
        {"a hello and noise in records", hello() + times(400, record(23, noise(2, 16'000)))},
        {"a message that never ends",
         record(22, std::string("\x01\xFF\xFF\xFF", 4)) + times(2000, record(22, std::string(16'000, 'x')))},
    }));
    INFO(what);
    town::Wire wire = town::connect(1);
    wire.to_server(flood);
    check_failed(wire.server);
    CHECK(wire.server.sealed.size() < 5000);
    CHECK(wire.server.messages.size() < 100);
}

TEST_CASE("one octet changed on its way is noticed, whichever it is", "[tls][hostile]") {
    town::Wire good = town::connect(1);
    good.shake_hands();
    const std::string from_server = good.server.sealed;
    for (std::size_t at = 0; at < from_server.size(); at += 3) {
        town::Wire wire = town::connect(1);
        wire.client.endpoint.start();
        std::string changed = from_server;
        changed[at] = static_cast<char>(changed[at] ^ 0x11);
        wire.to_client(changed);
        INFO("octet " << at);
        CHECK(wire.client.endpoint.state() != TlsState::open);
    }
}

TEST_CASE("text changed on its way breaks its seal", "[tls][hostile]") {
    town::Wire wire = town::connect(1);
    wire.shake_hands();
    std::string sealed = wire.client.endpoint.send("MAIL FROM:<ann@example>\r\n").sealed;
    sealed.back() = static_cast<char>(sealed.back() ^ 1);
    wire.to_server(sealed);
    check_failed(wire.server);
    CHECK(wire.server.endpoint.failure()->fault == TlsFault::damaged_record);
    CHECK(wire.server.opened.empty());
    CHECK(wire.server.messages.back() == "> Alert fatal bad_record_mac");
    CHECK(wire.client.endpoint.state() == TlsState::failed);
    CHECK(wire.client.endpoint.failure()->what.find("bad_record_mac") != std::string::npos);
}

TEST_CASE("sealed text played again is refused", "[tls][hostile]") {
    town::Wire wire = town::connect(1);
    wire.shake_hands();
    const std::string sealed = wire.client.endpoint.send("RCPT TO:<bo@example>\r\n").sealed;
    wire.to_server(sealed);
    CHECK(wire.server.opened == "RCPT TO:<bo@example>\r\n");
    wire.to_server(sealed);
    check_failed(wire.server);
    CHECK(wire.server.opened == "RCPT TO:<bo@example>\r\n");
}

TEST_CASE("plain text before the handshake's octets is never taken for the peer's", "[tls][hostile]") {
    // RFC 3207 6: a middleman's command, put before the ClientHello.
    town::Wire wire = town::connect(1);
    wire.to_server("RSET\r\n" + hello());
    check_failed(wire.server);
    CHECK(wire.server.opened.empty());
}

TEST_CASE("what follows close_notify is not looked at", "[tls][hostile]") {
    town::Wire wire = town::connect(1);
    wire.shake_hands();
    const std::string end = wire.client.endpoint.close().sealed;
    wire.to_server(end + noise(1, 5000));
    CHECK(wire.server.endpoint.state() == TlsState::closed_by_peer);
    CHECK(wire.server.opened.empty());
    wire.to_server(noise(2, 5000));
    CHECK(wire.server.endpoint.state() == TlsState::closed_by_peer);
}

TEST_CASE("a peer that leaves during the handshake has failed it", "[tls][hostile]") {
    const auto [alert, fault] = GENERATE_COPY(table<std::string, TlsFault>({
        {std::string("\x01\0", 2), TlsFault::other},          // close_notify
        {"\x02\x28", TlsFault::no_common_cipher},             // handshake_failure
        {"\x02\x46", TlsFault::no_common_version},            // protocol_version
        {"\x02\x30", TlsFault::certificate_refused_by_peer},  // unknown_ca
        {"\x02\xFE", TlsFault::other},
    }));
    town::Wire wire = town::connect(1);
    wire.client.endpoint.start();
    wire.to_client(record(21, alert));
    check_failed(wire.client);
    CHECK(wire.client.endpoint.failure()->fault == fault);
    CHECK(wire.client.endpoint.failure()->what.find(alert_name(static_cast<std::uint8_t>(alert[1]))) !=
          std::string::npos);
}

TEST_CASE("an endpoint that failed leaves nothing behind for another", "[tls][hostile]") {
    for (int i = 0; i < 20; ++i) {
        town::Wire broken = town::connect(1), whole = town::connect(2);
        broken.to_server("HELO client.example\r\n");
        whole.shake_hands();
        broken.to_client(noise(3, 500));
        whole.client_says("NOOP\r\n");
        CHECK(whole.server.opened == "NOOP\r\n");
        CHECK(whole.client.endpoint.state() == TlsState::open);
        CHECK_FALSE(whole.server.endpoint.failure());
    }
}
