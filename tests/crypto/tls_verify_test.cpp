// What speaks against a certificate: said by an opportunistic client, refused with an alert by a strict one.
#include <catch2/catch.hpp>

#include "crypto/tls_endpoint.h"
#include "crypto/town.h"

using namespace crypto;
using town::day;
using town::now;

namespace {

struct WrongCertificate {
    const char* what;
    Identity identity;
    std::string asked;
    std::vector<CertificateFault> faults;
    const char* alert;
};

Identity alone(std::vector<std::string> names) {
    auto made = self_signed({std::move(names), {now - day, now + day}, KeyKind::ed25519}, Chance::seeded(1));
    REQUIRE(made);
    return *made;
}

Identity of_a_stranger() {
    auto stranger = Authority::make("Stranger", {now - day, now + day}, KeyKind::ed25519, Chance::seeded(4));
    REQUIRE(stranger);
    auto issued =
        stranger->issue({{"mx.example"}, {now - day, now + day}, KeyKind::ed25519}, Chance::seeded(4));
    REQUIRE(issued);
    return *issued;
}

std::vector<WrongCertificate> wrong_certificates() {
    using Fault = CertificateFault;
    const auto ed25519 = KeyKind::ed25519;
    return {
        {"expired",
         town::identity({"mx.example"}, ed25519, {now - 2 * day, now - day}),
         "mx.example",
         {Fault::expired},
         "certificate_expired"},
        {"not yet valid",
         town::identity({"mx.example"}, ed25519, {now + day, now + 2 * day}),
         "mx.example",
         {Fault::not_yet_valid},
         "bad_certificate"},
        {"another name",
         town::identity({"other.example"}),
         "mx.example",
         {Fault::wrong_name},
         "bad_certificate"},
        {"a wildcard deeper than one label",
         town::identity({"*.mail.example"}),
         "a.mx.mail.example",
         {Fault::wrong_name},
         "bad_certificate"},
        {"another address",
         town::identity({"192.0.2.1"}),
         "192.0.2.2",
         {Fault::wrong_name},
         "bad_certificate"},
        {"a name that is none",
         town::identity({"mx.example"}),
         std::string("mx\0.example", 11),
         {Fault::wrong_name},
         "bad_certificate"},
        {"self-signed", alone({"mx.example"}), "mx.example", {Fault::self_signed}, "unknown_ca"},
        {"a stranger's", of_a_stranger(), "mx.example", {Fault::unknown_authority}, "unknown_ca"},
        {"expired and for another name",
         town::identity({"other.example"}, ed25519, {now - 2 * day, now - day}),
         "mx.example",
         {Fault::expired, Fault::wrong_name},
         nullptr},
    };
}

std::vector<CertificateFault> faults_of(std::vector<CertificateObjection> objections) {
    std::vector<CertificateFault> faults;
    for (const auto& objection : objections) faults.push_back(objection.fault);
    std::sort(faults.begin(), faults.end());
    return faults;
}

town::Wire ask(const WrongCertificate& wrong, Verify verify) {
    const Chance chance = Chance::seeded(2, 1);
    return {TlsEndpoint(town::client(), TlsSide::client, chance, {wrong.asked, verify, now}),
            TlsEndpoint(town::server(wrong.identity), TlsSide::server, chance)};
}

}  // namespace

TEST_CASE("an opportunistic client takes any certificate and says what is wrong with it", "[tls]") {
    for (const WrongCertificate& wrong : wrong_certificates()) {
        INFO(wrong.what);
        town::Wire wire = ask(wrong, Verify::opportunistic);
        wire.shake_hands();
        REQUIRE(wire.client.endpoint.session());
        CHECK(wire.client.endpoint.state() == TlsState::open);
        CHECK(wire.server.endpoint.state() == TlsState::open);
        CHECK_FALSE(wire.client.endpoint.session()->verified());
        CHECK(wire.client.endpoint.session()->peer);
        CHECK(faults_of(wire.client.endpoint.session()->objections) == wrong.faults);
    }
}

TEST_CASE("a client that requires verification refuses with the alert that fits", "[tls]") {
    for (const WrongCertificate& wrong : wrong_certificates()) {
        INFO(wrong.what);
        town::Wire wire = ask(wrong, Verify::required);
        wire.shake_hands();
        CHECK(wire.client.endpoint.state() == TlsState::failed);
        CHECK(wire.server.endpoint.state() == TlsState::failed);
        const auto& ours = wire.client.endpoint.failure();
        const auto& theirs = wire.server.endpoint.failure();
        REQUIRE(ours);
        REQUIRE(theirs);
        CHECK(ours->fault == TlsFault::certificate_refused);
        CHECK(theirs->fault == TlsFault::certificate_refused_by_peer);
        CHECK(faults_of(ours->objections) == wrong.faults);
        CHECK(ours->what.find(ours->objections.front().why) != std::string::npos);
        CHECK(ours->alert == theirs->alert);
        if (wrong.alert) CHECK(alert_name(*ours->alert) == wrong.alert);
        CHECK_FALSE(wire.client.endpoint.session());
    }
}

TEST_CASE("names that a certificate covers verify", "[tls]") {
    const auto [name, asked] = GENERATE(table<std::string, std::string>({
        {"mx.example", "MX.Example"},
        {"*.mail.example", "mx.mail.example"},
        {"under_score.example", "under_score.example"},
        {"192.0.2.1", "192.0.2.1"},
        {"2001:db8::1", "2001:db8:0::1"},
        {std::string(63, 'a') + "." + std::string(63, 'b') + ".example",
         std::string(63, 'a') + "." + std::string(63, 'b') + ".example"},
    }));
    for (const KeyKind kind : {KeyKind::ed25519, KeyKind::p256}) {
        town::Wire wire = ask({"", town::identity({name}, kind), asked, {}, nullptr}, Verify::required);
        wire.shake_hands();
        INFO(name << " " << asked);
        REQUIRE(wire.client.endpoint.session());
        CHECK(wire.client.endpoint.session()->verified());
    }
}

TEST_CASE("without common versions both sides say so", "[tls]") {
    const Chance chance = Chance::seeded(2, 1);
    const TlsContext serving = town::server(town::identity({"mx.example"}), TlsVersion::tls_1_2);
    const TlsContext asking = town::client(TlsVersion::tls_1_3);
    town::Wire wire(TlsEndpoint(asking, TlsSide::client, chance, {"mx.example", Verify::required, now}),
                    TlsEndpoint(serving, TlsSide::server, chance));
    wire.shake_hands();
    REQUIRE(wire.client.endpoint.failure());
    REQUIRE(wire.server.endpoint.failure());
    CHECK(wire.client.endpoint.failure()->fault == TlsFault::no_common_version);
    CHECK(wire.server.endpoint.failure()->fault == TlsFault::no_common_version);
}
