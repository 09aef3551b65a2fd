// Two endpoints and a wire: the handshake by its messages, the text, the end; and the same octets in each
// run.
#include "crypto/tls_endpoint.h"

#include <catch2/catch.hpp>

#include <algorithm>

#include "crypto/town.h"

using namespace crypto;

namespace {

std::string exchange_once(town::Wire& wire) {
    wire.shake_hands();
    wire.client_says("EHLO client.example\r\n");
    wire.server_says("250 mx.example\r\n");
    wire.client_closes();
    wire.server_closes();
    return wire.client.sealed + wire.server.sealed;
}

}  // namespace

TEST_CASE("a handshake of TLS 1.3 shows its messages by name to both sides", "[tls]") {
    const std::size_t piece = GENERATE(1, 2, 7, 1 << 20);
    town::Wire wire = town::connect(1, piece);
    wire.shake_hands();
    CHECK(wire.client.messages == std::vector<std::string>{"> ClientHello", "< ServerHello",
                                                           "< ChangeCipherSpec", "< EncryptedExtensions",
                                                           "< Certificate", "< CertificateVerify",
                                                           "< Finished", "> ChangeCipherSpec", "> Finished"});
    CHECK(wire.server.messages == std::vector<std::string>{"< ClientHello", "> ServerHello",
                                                           "> ChangeCipherSpec", "> EncryptedExtensions",
                                                           "> Certificate", "> CertificateVerify",
                                                           "> Finished", "< ChangeCipherSpec", "< Finished"});
    CHECK(wire.client.endpoint.state() == TlsState::open);
    CHECK(wire.server.endpoint.state() == TlsState::open);
}

TEST_CASE("an open session says what was agreed on", "[tls]") {
    town::Wire wire = town::connect(1);
    wire.shake_hands();
    const auto& session = wire.client.endpoint.session();
    REQUIRE(session);
    CHECK(session->version == "TLSv1.3");
    CHECK(session->cipher == "TLS_AES_256_GCM_SHA384");
    CHECK(session->group == "x25519");
    CHECK(session->server_name == "mx.example");
    CHECK(session->verified());
    REQUIRE(session->peer);
    CHECK(session->peer->subject == "CN=mx.example");
    CHECK(session->peer->issuer == "CN=Example Root");
    const auto& servers = wire.server.endpoint.session();
    REQUIRE(servers);
    CHECK(servers->server_name == "mx.example");
    CHECK(servers->cipher == session->cipher);
    CHECK_FALSE(servers->peer);
    CHECK_FALSE(servers->verified());
}

TEST_CASE("TLS 1.2 works as well, and its names differ", "[tls]") {
    const Chance chance = Chance::seeded(3, 1);
    const TlsContext serving = town::server(town::identity({"mx.example"}), TlsVersion::tls_1_2);
    const TlsContext asking = town::client();
    town::Wire wire(TlsEndpoint(asking, TlsSide::client, chance, {"mx.example", Verify::required, town::now}),
                    TlsEndpoint(serving, TlsSide::server, chance));
    wire.shake_hands();
    REQUIRE(wire.client.endpoint.session());
    CHECK(wire.client.endpoint.session()->version == "TLSv1.2");
    CHECK(wire.client.messages == std::vector<std::string>{"> ClientHello", "< ServerHello", "< Certificate",
                                                           "< ServerKeyExchange", "< ServerHelloDone",
                                                           "> ClientKeyExchange", "> ChangeCipherSpec",
                                                           "> Finished", "< ChangeCipherSpec", "< Finished"});
    wire.client_says("NOOP\r\n");
    CHECK(wire.server.opened == "NOOP\r\n");
}

TEST_CASE("text crosses in both directions, sealed, at any split", "[tls]") {
    const std::size_t piece = GENERATE(1, 5, 1000, 1 << 20);
    town::Wire wire = town::connect(1, piece);
    wire.shake_hands();
    const std::string letter(40'000, 'x');  // three records
    wire.client_says("MAIL FROM:<ann@example>\r\n");
    wire.client_says(letter);
    wire.server_says("250 ok\r\n");
    CHECK(wire.server.opened == "MAIL FROM:<ann@example>\r\n" + letter);
    CHECK(wire.client.opened == "250 ok\r\n");
    CHECK(wire.client.sealed.find("MAIL FROM") == std::string::npos);
}

TEST_CASE("what is said before the connection is open goes out as soon as it is", "[tls]") {
    town::Wire wire = town::connect(1);
    wire.client_says("EHLO early.example\r\n");
    CHECK(wire.client.sealed.empty());
    wire.server_says("220 mx.example\r\n");
    wire.shake_hands();
    CHECK(wire.server.opened == "EHLO early.example\r\n");
    CHECK(wire.client.opened == "220 mx.example\r\n");
}

TEST_CASE("the end is said by each side for itself", "[tls]") {
    town::Wire wire = town::connect(1);
    wire.shake_hands();
    wire.client_closes();
    CHECK(wire.client.endpoint.state() == TlsState::closing);
    CHECK(wire.server.endpoint.state() == TlsState::closed_by_peer);
    CHECK(wire.server.messages.back() == "< Alert warning close_notify");
    wire.server_says("221 bye\r\n");
    CHECK(wire.client.opened == "221 bye\r\n");
    wire.client_says("too late");
    CHECK(wire.server.opened.empty());
    wire.server_closes();
    CHECK(wire.client.endpoint.state() == TlsState::closed);
    CHECK(wire.server.endpoint.state() == TlsState::closed);
    CHECK(wire.server.endpoint.session());
}

TEST_CASE("who gives up during the handshake is closed and says nothing more", "[tls]") {
    town::Wire wire = town::connect(1);
    wire.client_closes();
    CHECK(wire.client.endpoint.state() == TlsState::closed);
    wire.to_client("anything");
    CHECK(wire.client.sealed.empty());
}

TEST_CASE("a seed and a connection fix every octet", "[tls][repeat]") {
    const auto run = [](std::uint64_t connection, std::uint64_t seed) {
        town::Wire wire = town::connect(connection, 1 << 20, seed);
        return exchange_once(wire);
    };
    const std::string first = run(1, 7);
    CHECK(first == run(1, 7));
    CHECK(first != run(2, 7));
    CHECK(first != run(1, 8));
}

TEST_CASE("the two sides of a connection draw different octets", "[tls][repeat]") {
    town::Wire wire = town::connect(1);
    wire.shake_hands();
    // RFC 8446 4.1.2: after the record's and the message's headers and the version, 32 octets of random.
    CHECK(wire.client.sealed.substr(11, 32) != wire.server.sealed.substr(11, 32));
}

TEST_CASE("other connections in between change nothing", "[tls][repeat]") {
    town::Wire alone = town::connect(1), second_alone = town::connect(2);
    const std::string octets = exchange_once(alone), second_octets = exchange_once(second_alone);

    town::Wire first = town::connect(1), second = town::connect(2);
    first.shake_hands();
    second.shake_hands();
    CHECK(town::authority().issue({{"between.example"}, {0, 1}, KeyKind::p256}, Chance::seeded(9)));
    second.client_says("EHLO client.example\r\n");
    first.client_says("EHLO client.example\r\n");
    town::Wire broken = town::connect(3);
    broken.to_server("HELO plain\r\n");
    first.server_says("250 mx.example\r\n");
    second.server_says("250 mx.example\r\n");
    first.client_closes();
    first.server_closes();
    second.client_closes();
    second.server_closes();
    CHECK(first.client.sealed + first.server.sealed == octets);
    CHECK(second.client.sealed + second.server.sealed == second_octets);
}

TEST_CASE("a context made again gives the same octets", "[tls][repeat]") {
    const auto version = GENERATE(TlsVersion::tls_1_2, TlsVersion::tls_1_3);
    const auto run = [&] {
        const TlsContext serving = town::server(town::identity({"mx.example"}), version);
        const TlsContext asking = town::client();
        const Chance chance = Chance::seeded(5, 4);
        town::Wire wire(
            TlsEndpoint(asking, TlsSide::client, chance, {"mx.example", Verify::required, town::now}),
            TlsEndpoint(serving, TlsSide::server, chance));
        return exchange_once(wire);
    };
    const std::string once = run();
    CHECK(once.size() > 1000);
    CHECK(once == run());
}

TEST_CASE("the system's chance never repeats itself", "[tls]") {
    const auto system = Chance::Source::system;
    const auto issued = town::authority(system).issue(
        {{"mx.example"}, {town::now - town::day, town::now + town::day}, KeyKind::p256}, Chance::system());
    REQUIRE(issued);
    TlsSettings serving, asking;
    serving.source = asking.source = system;
    serving.identity = *issued;
    asking.authorities = {town::authority(system).certificate()};
    const auto server = TlsContext::make(serving), client = TlsContext::make(asking);
    REQUIRE(server);
    REQUIRE(client);
    const auto run = [&] {
        town::Wire wire(TlsEndpoint(*client, TlsSide::client, Chance::system(),
                                    {"mx.example", Verify::required, town::now}),
                        TlsEndpoint(*server, TlsSide::server, Chance::system()));
        const std::string octets = exchange_once(wire);
        REQUIRE(wire.client.endpoint.session());
        CHECK(wire.client.endpoint.session()->verified());
        CHECK(wire.client.endpoint.session()->peer->key == "P-256");
        return octets;
    };
    CHECK(run() != run());
}

TEST_CASE("the secrets of a connection can be written to a key log", "[tls]") {
    town::Wire wire = town::connect(1);
    wire.shake_hands();
    CHECK(wire.client.secrets.size() == 5);
    CHECK(wire.client.secrets.front().starts_with("SERVER_HANDSHAKE_TRAFFIC_SECRET "));
    auto clients = wire.client.secrets, servers = wire.server.secrets;
    std::sort(clients.begin(), clients.end());
    std::sort(servers.begin(), servers.end());
    CHECK(clients == servers);
}

TEST_CASE("a DNS name is sent in the ClientHello, an address is not", "[tls]") {
    const auto [name, sent] = GENERATE(table<std::string, std::string>({
        {"mx.example", "mx.example"},
        {"mx.example.", "mx.example"},
        {"192.0.2.1", ""},
        {"2001:db8::1", ""},
        {"", ""},
    }));
    const Chance chance = Chance::seeded(3, 1);
    const TlsContext serving = town::server(town::identity({"mx.example", "192.0.2.1", "2001:db8::1"}));
    town::Wire wire(TlsEndpoint(town::client(), TlsSide::client, chance, {name, Verify::required, town::now}),
                    TlsEndpoint(serving, TlsSide::server, chance));
    wire.shake_hands();
    REQUIRE(wire.server.endpoint.session());
    CHECK(wire.server.endpoint.session()->server_name == sent);
    CHECK(wire.client.endpoint.session()->verified());
}
