#include "crypto/town.h"

#include <catch2/catch.hpp>

namespace town {

using namespace crypto;

const Authority& authority(Chance::Source source) {
    const auto make = [](const Chance& chance, KeyKind kind) {
        auto made = Authority::make("Example Root", {now - day, now + 3650 * day}, kind, chance);
        REQUIRE(made);
        return *made;
    };
    static const Authority seeded = make(Chance::seeded(1), KeyKind::ed25519);
    static const Authority system = make(Chance::system(), KeyKind::p256);
    return source == Chance::Source::seeded ? seeded : system;
}

Identity identity(std::vector<std::string> names, KeyKind kind, Validity validity) {
    auto issued = authority().issue({std::move(names), validity, kind}, Chance::seeded(1));
    REQUIRE(issued);
    return *issued;
}

TlsContext server(const Identity& identity, TlsVersion highest) {
    TlsSettings settings;
    settings.identity = identity;
    settings.highest = highest;
    auto made = TlsContext::make(settings);
    REQUIRE(made);
    return *made;
}

TlsContext client(TlsVersion lowest) {
    TlsSettings settings;
    settings.authorities = {authority().certificate()};
    settings.lowest = lowest;
    auto made = TlsContext::make(settings);
    REQUIRE(made);
    return *made;
}

Wire::Wire(TlsEndpoint client_side, TlsEndpoint server_side, std::size_t piece)
    : client{std::move(client_side), {}, {}, {}, {}},
      server{std::move(server_side), {}, {}, {}, {}},
      piece_(piece) {}

void Wire::note(Side& side, TlsStep step, std::string& wire) {
    CHECK(step.state == side.endpoint.state());
    side.sealed += step.sealed;
    side.opened += step.opened;
    for (const TlsMessage& message : step.messages)
        side.messages.push_back((message.direction == TlsDirection::sent ? "> " : "< ") + to_text(message));
    for (std::string& secret : step.secrets) side.secrets.push_back(std::move(secret));
    wire += step.sealed;
}

void Wire::deliver(Side& to, std::string& wire, std::string& answer) {
    const std::string octets = std::exchange(wire, {});
    for (std::size_t i = 0; i < octets.size(); i += piece_)
        note(to, to.endpoint.receive(std::string_view(octets).substr(i, piece_)), answer);
}

void Wire::settle() {
    for (int turn = 0; turn < 50 && !(to_server_.empty() && to_client_.empty()); ++turn) {
        deliver(server, to_server_, to_client_);
        deliver(client, to_client_, to_server_);
    }
}

void Wire::shake_hands() {
    note(server, server.endpoint.start(), to_client_);
    note(client, client.endpoint.start(), to_server_);
    settle();
}

void Wire::client_says(std::string_view text) {
    note(client, client.endpoint.send(text), to_server_);
    settle();
}

void Wire::server_says(std::string_view text) {
    note(server, server.endpoint.send(text), to_client_);
    settle();
}

void Wire::client_closes() {
    note(client, client.endpoint.close(), to_server_);
    settle();
}

void Wire::server_closes() {
    note(server, server.endpoint.close(), to_client_);
    settle();
}

void Wire::to_server(std::string octets) {
    to_server_ = std::move(octets);
    settle();
}

void Wire::to_client(std::string octets) {
    to_client_ = std::move(octets);
    settle();
}

Wire connect(std::uint64_t connection, std::size_t piece, std::uint64_t seed) {
    static const TlsContext serving = server(identity({"mx.example"}));
    static const TlsContext asking = client();
    const Chance chance = Chance::seeded(seed, connection);
    return {TlsEndpoint(asking, TlsSide::client, chance, {"mx.example", Verify::required, now}),
            TlsEndpoint(serving, TlsSide::server, chance), piece};
}

}  // namespace town
