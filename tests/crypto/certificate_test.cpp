// Authorities, identities and their descriptions: repeatable where a seed says so, readable in PEM, and exact
// about what cannot be.
#include "crypto/certificate.h"

#include <catch2/catch.hpp>

#include "crypto/tls_context.h"
#include "crypto/town.h"

using namespace crypto;
using town::day;
using town::now;

namespace {

constexpr Validity a_year{now, now + 365 * day};

Identity issued(const Authority& authority, const IdentityRequest& request, const Chance& chance) {
    const auto made = authority.issue(request, chance);
    REQUIRE(made);
    return *made;
}

}  // namespace

TEST_CASE("a seed fixes an authority and what it issues, to the octet", "[certificate]") {
    const KeyKind kind = GENERATE(KeyKind::ed25519, KeyKind::p256);
    const auto first = Authority::make("Root", a_year, kind, Chance::seeded(5));
    const auto again = Authority::make("Root", a_year, kind, Chance::seeded(5));
    const auto other = Authority::make("Root", a_year, kind, Chance::seeded(6));
    REQUIRE((first && again && other));
    CHECK(first->key_pem() == again->key_pem());
    CHECK(first->certificate() == again->certificate());
    CHECK(first->certificate() != other->certificate());
    const IdentityRequest request{{"mx.example"}, a_year, kind};
    CHECK(issued(*first, request, Chance::seeded(5)) == issued(*again, request, Chance::seeded(5)));
    CHECK(issued(*first, request, Chance::seeded(5)).key !=
          issued(*first, {{"mx2.example"}, a_year, kind}, Chance::seeded(5)).key);
    CHECK(issued(*first, request, Chance::system()).key != issued(*first, request, Chance::system()).key);
}

TEST_CASE("a certificate describes itself", "[certificate]") {
    const Identity own =
        issued(town::authority(), {{"mx.example", "*.example", "192.0.2.1", "2001:db8::1"}, a_year},
               Chance::seeded(1));
    REQUIRE(own.chain.size() == 1);
    const auto leaf = describe_certificate(own.chain[0]),
               root = describe_certificate(town::authority().certificate());
    REQUIRE((leaf && root));
    CHECK(leaf->subject == "CN=mx.example");
    CHECK(leaf->issuer == "CN=Example Root");
    CHECK(leaf->names == std::vector<std::string>{"mx.example", "*.example", "192.0.2.1", "2001:db8::1"});
    CHECK(leaf->names_left_out == 0);
    CHECK(leaf->validity == a_year);
    CHECK(leaf->key == "Ed25519");
    CHECK(leaf->serial.size() == 32);
    CHECK(leaf->fingerprint.size() == 64);
    CHECK_FALSE(leaf->self_signed);
    CHECK(root->self_signed);
    CHECK(root->names.empty());
    CHECK(root->serial != leaf->serial);
}

TEST_CASE("a description has a bound, and says what it left out", "[certificate]") {
    IdentityRequest request{{}, a_year, KeyKind::p256};
    for (int i = 0; i < 60; ++i) request.names.push_back("mx" + std::to_string(i) + ".example");
    const auto alone = self_signed(request, Chance::seeded(1));
    REQUIRE(alone);
    const auto described = describe_certificate(alone->chain.front());
    REQUIRE(described);
    CHECK(described->names.size() == most_described_names);
    CHECK(described->names_left_out == 60 - most_described_names);
    CHECK(described->key == "P-256");
    CHECK(described->self_signed);
}

TEST_CASE("the farthest dates survive", "[certificate]") {
    const Validity validity =
        GENERATE(Validity{0, 0}, Validity{0, 253402300799}, Validity{2524607999, 2524608000});
    const auto alone = self_signed({{"mx.example"}, validity, KeyKind::ed25519}, Chance::seeded(1));
    REQUIRE(alone);
    CHECK(describe_certificate(alone->chain.front())->validity == validity);
}

TEST_CASE("a name too long for the subject stands among the names alone", "[certificate]") {
    const std::string name = std::string(63, 'a') + ".mail.example";
    const auto alone = self_signed({{name}, a_year, KeyKind::ed25519}, Chance::seeded(1));
    REQUIRE(alone);
    const auto described = describe_certificate(alone->chain.front());
    CHECK(described->subject.empty());
    CHECK(described->names == std::vector<std::string>{name});
}

TEST_CASE("octets that are no certificate have no description", "[certificate]") {
    const std::string der = town::authority().certificate();
    CHECK_FALSE(describe_certificate(""));
    CHECK_FALSE(describe_certificate("-----BEGIN CERTIFICATE-----"));
    CHECK_FALSE(describe_certificate(der + "x"));
    for (std::size_t size = 0; size < der.size(); ++size)
        CHECK_FALSE(describe_certificate(der.substr(0, size)));
}

TEST_CASE("a certificate with any octet changed is described or refused, never worse", "[certificate]") {
    const std::string der = town::identity({"mx.example"}).chain.front();
    std::size_t described = 0;
    for (std::size_t at = 0; at < der.size(); ++at)
        for (const int change : {0x01, 0x80, 0xFF}) {
            std::string changed = der;
            changed[at] = static_cast<char>(changed[at] ^ change);
            const auto text = describe_certificate(changed);
            if (!text) continue;
            ++described;
            for (const std::string& part : {text->subject, text->issuer, text->key})
                CHECK(std::all_of(part.begin(), part.end(), [](char c) { return c >= 0x20 && c <= 0x7E; }));
        }
    CHECK(described > 0);
}

TEST_CASE("PEM goes out and comes in again", "[certificate]") {
    const KeyKind kind = GENERATE(KeyKind::ed25519, KeyKind::p256);
    const auto root = Authority::make("Root on disk", a_year, kind, Chance::seeded(5));
    REQUIRE(root);
    const std::string certificate = root->certificate_pem(), key = root->key_pem();
    CHECK(certificate.starts_with("-----BEGIN CERTIFICATE-----\n"));
    CHECK(key.starts_with("-----BEGIN PRIVATE KEY-----\n"));
    const auto read = Authority::from_pem(certificate, key, "ca.pem");
    REQUIRE(read);
    CHECK(read->certificate() == root->certificate());
    const IdentityRequest request{{"mx.example"}, a_year, kind};
    const Identity own = issued(*read, request, Chance::seeded(5));
    CHECK(own == issued(*root, request, Chance::seeded(5)));
    const auto again = identity_from_pem(chain_pem(own), key_pem(own), "server.pem");
    REQUIRE(again);
    CHECK(*again == own);
    const auto one_file =
        identity_from_pem(key_pem(own) + chain_pem(own), key_pem(own) + chain_pem(own), "all.pem");
    REQUIRE(one_file);
    CHECK(*one_file == own);
}

TEST_CASE("PEM that cannot be used says in which file and why", "[certificate]") {
    const Identity one = town::identity({"one.example"}), two = town::identity({"two.example"});
    const auto [chain, key, what] = GENERATE_COPY(table<std::string, std::string, std::string>({
        {"", key_pem(one), "no certificate"},
        {"hello", key_pem(one), "no certificate"},
        {"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", key_pem(one), "no certificate"},
        {chain_pem(one) + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", key_pem(one),
         "cannot be read"},
        {chain_pem(one), "", "no private key"},
        {chain_pem(one), chain_pem(one), "no private key"},
        {chain_pem(one), key_pem(two), "not the first certificate's"},
        {chain_pem(one),
         "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAg=\n"
         "-----END ENCRYPTED PRIVATE KEY-----\n",
         "no private key"},
    }));
    const auto read = identity_from_pem(chain, key, "server.pem");
    REQUIRE_FALSE(read);
    CHECK(read.problem().place.file == "server.pem");
    CHECK(read.problem().what.find(what) != std::string::npos);
    CHECK_FALSE(read.problem().mend.empty());
}

TEST_CASE("an identity's certificate is no authority", "[certificate]") {
    const Identity one = town::identity({"one.example"});
    const auto read = Authority::from_pem(chain_pem(one), key_pem(one), "ca.pem");
    REQUIRE_FALSE(read);
    CHECK(read.problem().what.find("not an authority's") != std::string::npos);
}

TEST_CASE("names that no certificate can hold are refused", "[certificate]") {
    const std::string name = GENERATE(
        as<std::string>{}, "", " ", "mx example", "mx.example,DNS:evil.example", "mx..example", ".example",
        "mx.example.", "*.", "a.*.example", "caf\xC3\xA9.example", std::string("mx\0.example", 11),
        std::string(64, 'a') + ".example", std::string(254, 'a'), "mx.example\r\n");
    const auto made = self_signed({{name}, a_year, KeyKind::ed25519}, Chance::seeded(1));
    REQUIRE_FALSE(made);
    CHECK_FALSE(made.problem().mend.empty());
}

TEST_CASE("requests that make no sense are refused", "[certificate]") {
    CHECK_FALSE(self_signed({{}, a_year}, Chance::seeded(1)));
    CHECK_FALSE(self_signed({std::vector<std::string>(101, "mx.example"), a_year}, Chance::seeded(1)));
    CHECK_FALSE(self_signed({{"mx.example"}, {2, 1}}, Chance::seeded(1)));
    CHECK_FALSE(self_signed({{"mx.example"}, {-1, 1}}, Chance::seeded(1)));
    CHECK_FALSE(self_signed({{"mx.example"}, {0, 253402300800}}, Chance::seeded(1)));
    CHECK_FALSE(Authority::make("", a_year, KeyKind::ed25519, Chance::seeded(1)));
    CHECK_FALSE(Authority::make(std::string(65, 'a'), a_year, KeyKind::ed25519, Chance::seeded(1)));
    CHECK_FALSE(Authority::make("Ro\not", a_year, KeyKind::ed25519, Chance::seeded(1)));
}

TEST_CASE("a context refuses an identity or an authority that it cannot use", "[certificate]") {
    const Identity one = town::identity({"one.example"}), two = town::identity({"two.example"});
    TlsSettings mixed, broken, empty, untrusted;
    mixed.identity = Identity{one.chain, two.key};
    broken.identity = Identity{{"no certificate"}, one.key};
    empty.identity = Identity{{}, one.key};
    untrusted.authorities = {"no certificate"};
    for (const TlsSettings& settings : {mixed, broken, empty, untrusted}) {
        const auto made = TlsContext::make(settings);
        REQUIRE_FALSE(made);
        CHECK_FALSE(made.problem().what.empty());
    }
}
