// AUTH exchanges: the examples of the RFCs, both halves against each other, and everything that a peer can
// get or do wrong.
#include "smtp/sasl.h"

#include <catch2/catch.hpp>

#include "base/text.h"
#include "crypto/hash.h"
#include "mail/encoding.h"

using namespace smtp;

namespace {

const Users users{{"tim", "tanstaaftanstaaf"},
                  {"user", "pencil", mail::from_base64("W22ZaJ0SNY7soEsUEjb6gQ==").value()},
                  {"test", "1234"},
                  {"a,b=c d", "comma, equals = and space"},
                  {"nobody", ""},
                  {"j\xC3\xB6rg", "gr\xC3\xBC\xC3\x9F"}};
constexpr auto server_nonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
constexpr auto client_nonce = "rOprNGfwEbeRWgbNEkqO";

SaslServer server_of(Mechanism mechanism) {
    return {mechanism, "mx.example", server_nonce, users};
}

std::string text_of(const SaslServer::Outcome& outcome) {
    if (const auto* challenge = std::get_if<SaslServer::Challenge>(&outcome))
        return "334 " + challenge->octets;
    if (const auto* granted = std::get_if<SaslServer::Granted>(&outcome)) return "235 " + granted->user;
    if (const auto* denied = std::get_if<SaslServer::Denied>(&outcome)) return "535 " + denied->why;
    if (const auto* malformed = std::get_if<SaslServer::Malformed>(&outcome))
        return "501 " + std::to_string(static_cast<int>(malformed->fault)) + ' ' + malformed->what;
    return "cancelled";
}

bool is_malformed(const SaslServer::Outcome& outcome, SaslServer::Fault fault) {
    const auto* malformed = std::get_if<SaslServer::Malformed>(&outcome);
    return malformed && malformed->fault == fault && !malformed->what.empty();
}

std::string encoded(std::string_view octets) {
    return mail::to_base64(octets);
}

using namespace std::string_literals;

enum class Initial { sent, asked_for };

/// Both halves until one ends it: "235 user", "535 ...", or "client: why".
std::string meet(SaslClient& client, SaslServer server, Initial initial = Initial::sent) {
    const auto first = initial == Initial::sent ? client.initial() : std::nullopt;
    auto outcome = first ? server.begin(to_initial_response(*first)) : server.begin({});
    for (int turn = 0; turn < 10; ++turn) {
        const auto* challenge = std::get_if<SaslServer::Challenge>(&outcome);
        if (!challenge) break;
        const auto answer = client.answer(encoded(challenge->octets));
        if (const auto* broken = std::get_if<SaslClient::Broken>(&answer)) return "client: " + broken->why;
        outcome = server.respond(encoded(std::get<SaslClient::Response>(answer).octets));
    }
    return text_of(outcome);
}

}  // namespace

TEST_CASE("mechanisms have names, and some show the password", "[sasl]") {
    const auto [mechanism, name, plaintext] = GENERATE(table<Mechanism, std::string, bool>({
        {Mechanism::plain, "PLAIN", true},
        {Mechanism::login, "LOGIN", true},
        {Mechanism::cram_md5, "CRAM-MD5", false},
        {Mechanism::scram_sha_256, "SCRAM-SHA-256", false},
    }));
    CHECK(to_text(mechanism) == name);
    CHECK(mechanism_named(name) == mechanism);
    CHECK(mechanism_named(base::lower(name)) == mechanism);
    CHECK(is_plaintext(mechanism) == plaintext);
    CHECK_FALSE(mechanism_named(name + " "));
    CHECK_FALSE(mechanism_named("SCRAM-SHA-256-PLUS"));
    CHECK_FALSE(mechanism_named(""));
}

TEST_CASE("PLAIN of RFC 4954 4.1, with and without an initial response", "[sasl]") {
    SaslServer at_once = server_of(Mechanism::plain);
    CHECK(text_of(at_once.begin("dGVzdAB0ZXN0ADEyMzQ=")) == "235 test");
    SaslServer asked = server_of(Mechanism::plain);
    CHECK(text_of(asked.begin({})) == "334 ");
    CHECK(text_of(asked.respond("dGVzdAB0ZXN0ADEyMzQ=")) == "235 test");
}

TEST_CASE("PLAIN of RFC 4616 4: an empty identity is the user's own, another's is refused", "[sasl]") {
    SaslServer own = server_of(Mechanism::plain), other = server_of(Mechanism::plain);
    CHECK(text_of(own.begin(encoded("\0tim\0tanstaaftanstaaf"s))) == "235 tim");
    const auto outcome = other.begin(encoded("Ursel\0tim\0tanstaaftanstaaf"s));
    REQUIRE(std::holds_alternative<SaslServer::Denied>(outcome));
}

TEST_CASE("PLAIN messages that are none", "[sasl]") {
    const std::string octets =
        GENERATE(as<std::string>{}, "", "tim", "\0"s, "\0tim"s, "\0tim\0"s, "\0\0secret"s, "\0tim\0secret\0"s,
                 "\0tim\0\xC3\x28"s, "\0\xFF\0secret"s, '\0' + std::string(256, 'a') + "\0secret"s,
                 "\0tim\0"s + std::string(256, 'a'), "\xFF\0tim\0tanstaaftanstaaf"s);
    SaslServer server = server_of(Mechanism::plain);
    CHECK(is_malformed(server.begin(to_initial_response(octets)), SaslServer::Fault::not_of_this_mechanism));
}

TEST_CASE("CRAM-MD5 of RFC 2195 2", "[sasl]") {
    SaslServer server(Mechanism::cram_md5, "postoffice.reston.mci.net", "1896.697170952", users);
    const auto challenge = server.begin({});
    CHECK(text_of(challenge) == "334 <1896.697170952@postoffice.reston.mci.net>");
    CHECK(encoded(std::get<SaslServer::Challenge>(challenge).octets) ==
          "PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+");
    SaslClient client(Mechanism::cram_md5, "tim", "tanstaaftanstaaf", client_nonce);
    CHECK_FALSE(client.initial());
    CHECK(client.doubt());
    const auto answer = client.answer("PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+");
    REQUIRE(std::holds_alternative<SaslClient::Response>(answer));
    CHECK(std::get<SaslClient::Response>(answer).octets == "tim b913a602c7eda7a495b4e6e7334d3890");
    CHECK(text_of(server.respond("dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw")) == "235 tim");
    CHECK_FALSE(client.doubt());
}

TEST_CASE("CRAM-MD5 answers that are none, and that are wrong", "[sasl]") {
    const auto answer = [](std::string_view octets) {
        SaslServer server(Mechanism::cram_md5, "postoffice.reston.mci.net", "1896.697170952", users);
        server.begin({});
        return server.respond(encoded(octets));
    };
    for (const char* octets : {"", "tim", "tim ", "tim b913a602c7eda7a495b4e6e7334d389",
                               "tim b913a602c7eda7a495b4e6e7334d38900", " b913a602c7eda7a495b4e6e7334d3890"})
        CHECK(is_malformed(answer(octets), SaslServer::Fault::not_of_this_mechanism));
    CHECK(std::holds_alternative<SaslServer::Denied>(answer("tim b913a602c7eda7a495b4e6e7334d3891")));
    CHECK(std::holds_alternative<SaslServer::Denied>(answer("tom b913a602c7eda7a495b4e6e7334d3890")));
}

TEST_CASE("an initial response where the server speaks first is refused, RFC 4954 4", "[sasl]") {
    const std::string initial = GENERATE(as<std::string>{}, "=", "dGltIGI5MTM=");
    SaslServer server = server_of(Mechanism::cram_md5);
    CHECK(is_malformed(server.begin(initial), SaslServer::Fault::server_speaks_first));
}

TEST_CASE("SCRAM-SHA-256 of RFC 7677 3, word for word", "[sasl]") {
    const std::string server_first =
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    const std::string client_final =
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
        "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    const std::string server_final = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    SaslClient client(Mechanism::scram_sha_256, "user", "pencil", client_nonce);
    SaslServer server = server_of(Mechanism::scram_sha_256);
    const auto first = client.initial();
    REQUIRE(first);
    CHECK(*first == "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
    CHECK(text_of(server.begin(encoded(*first))) == "334 " + server_first);
    const auto second = client.answer(encoded(server_first));
    REQUIRE(std::holds_alternative<SaslClient::Response>(second));
    CHECK(std::get<SaslClient::Response>(second).octets == client_final);
    CHECK(text_of(server.respond(encoded(client_final))) == "334 " + server_final);
    CHECK(client.doubt());
    const auto third = client.answer(encoded(server_final));
    REQUIRE(std::holds_alternative<SaslClient::Response>(third));
    CHECK(std::get<SaslClient::Response>(third).octets.empty());
    CHECK_FALSE(client.doubt());
    CHECK(text_of(server.respond("")) == "235 user");
}

TEST_CASE("both halves understand each other, whatever the mechanism and the name", "[sasl]") {
    const Mechanism mechanism =
        GENERATE(Mechanism::plain, Mechanism::login, Mechanism::cram_md5, Mechanism::scram_sha_256);
    const Initial initial = GENERATE(Initial::sent, Initial::asked_for);
    for (const User& user : users) {
        if (user.password.empty()) continue;
        INFO(to_text(mechanism) << ' ' << user.name);
        SaslClient client(mechanism, user.name, user.password, client_nonce);
        CHECK(meet(client, server_of(mechanism), initial) == "235 " + user.name);
        CHECK_FALSE(client.doubt());
    }
}

TEST_CASE("a wrong password and an unknown user get the same answer", "[sasl]") {
    const Mechanism mechanism =
        GENERATE(Mechanism::plain, Mechanism::login, Mechanism::cram_md5, Mechanism::scram_sha_256);
    const auto [name, password] = GENERATE(table<std::string, std::string>({
        {"tim", "wrong"},
        {"tim", "Tanstaaftanstaaf"},
        {"nobody at all", "tanstaaftanstaaf"},
        {"nobody at all", "stand-in"},
        {"nobody", "x"},
        {"TIM", "tanstaaftanstaaf"},
    }));
    INFO(to_text(mechanism) << ' ' << name);
    SaslClient client(mechanism, name, password, client_nonce);
    CHECK(meet(client, server_of(mechanism)) == "535 the user name or the password is wrong");
}

TEST_CASE("nobody logs in with an empty password", "[sasl]") {
    const Mechanism mechanism = GENERATE(Mechanism::cram_md5, Mechanism::scram_sha_256);
    const std::string name = GENERATE(as<std::string>{}, "nobody", "nobody at all", "tim");
    SaslClient client(mechanism, name, "", client_nonce);
    CHECK(meet(client, server_of(mechanism)) == "535 the user name or the password is wrong");
}

TEST_CASE("a user that does not exist has a salt as well, and always the same", "[sasl]") {
    const auto salt = [](const std::string& name) {
        SaslServer server = server_of(Mechanism::scram_sha_256);
        return text_of(server.begin(encoded("n,,n=" + name + ",r=abc")));
    };
    CHECK(salt("ghost") == salt("ghost"));
    CHECK(salt("ghost") != salt("spectre"));
    CHECK(salt("ghost").size() == salt("tim").size());
}

TEST_CASE("LOGIN asks two questions, and takes the name with AUTH", "[sasl]") {
    SaslServer server = server_of(Mechanism::login);
    CHECK(text_of(server.begin({})) == "334 Username:");
    CHECK(text_of(server.respond(encoded("tim"))) == "334 Password:");
    CHECK(text_of(server.respond(encoded("tanstaaftanstaaf"))) == "235 tim");
    SaslServer sooner = server_of(Mechanism::login);
    CHECK(text_of(sooner.begin(encoded("tim"))) == "334 Password:");
    CHECK(text_of(sooner.respond(encoded("tanstaaftanstaaf"))) == "235 tim");
    SaslServer empty = server_of(Mechanism::login);
    CHECK(is_malformed(empty.begin("="), SaslServer::Fault::not_of_this_mechanism));
}

TEST_CASE("a lone star cancels at every step, RFC 4954 4", "[sasl]") {
    const Mechanism mechanism =
        GENERATE(Mechanism::plain, Mechanism::login, Mechanism::cram_md5, Mechanism::scram_sha_256);
    SaslServer server = server_of(mechanism);
    server.begin({});
    CHECK(text_of(server.respond("*")) == "cancelled");
    CHECK(is_malformed(server.respond(encoded("tim")), SaslServer::Fault::not_of_this_mechanism));
    SaslServer late = server_of(mechanism);
    const std::string first = mechanism == Mechanism::login ? "tim" : "n,,n=tim,r=abc";
    if (mechanism == Mechanism::plain || mechanism == Mechanism::cram_md5) return;
    late.begin(encoded(first));
    CHECK(text_of(late.respond("*")) == "cancelled");
}

TEST_CASE("what is not base64 is refused, RFC 4954 4", "[sasl]") {
    const Mechanism mechanism =
        GENERATE(Mechanism::plain, Mechanism::login, Mechanism::cram_md5, Mechanism::scram_sha_256);
    const std::string line = GENERATE(as<std::string>{}, "=", "====", "=AAA", "AAA=BBB", "AAA=BBBB", "A",
                                      "AAA", "AAAA AAAA", " AAAA", "AAAA\r", "\xC3\xA9==", "AAAA*", "**",
                                      "AB==CD==", "AAAAB===", std::string("AA\0A", 4));
    SaslServer server = server_of(mechanism);
    server.begin({});
    INFO(line);
    CHECK(is_malformed(server.respond(line), SaslServer::Fault::not_base64));
    CHECK(is_malformed(server.respond(encoded("tim")), SaslServer::Fault::not_of_this_mechanism));
    SaslClient client(mechanism, "tim", "secret", client_nonce);
    CHECK(std::holds_alternative<SaslClient::Broken>(client.answer(line)));
    CHECK(client.doubt());
}

TEST_CASE("lines longer than RFC 4954 4 foresees are refused, shorter ones are read", "[sasl]") {
    const Mechanism mechanism =
        GENERATE(Mechanism::plain, Mechanism::login, Mechanism::cram_md5, Mechanism::scram_sha_256);
    const std::string longest(longest_auth_line, 'A'), longer(longest_auth_line + 4, 'A'),
        huge(10 << 20, 'A');
    for (const auto& [line, fault] :
         {std::pair{longest, SaslServer::Fault::not_of_this_mechanism},
          std::pair{longer, SaslServer::Fault::too_long}, std::pair{huge, SaslServer::Fault::too_long}}) {
        SaslServer server = server_of(mechanism);
        server.begin({});
        CHECK(is_malformed(server.respond(line), fault));
    }
    SaslClient client(mechanism, "tim", "secret", client_nonce);
    CHECK(std::holds_alternative<SaslClient::Broken>(client.answer(longer)));
}

TEST_CASE("first messages of SCRAM that are none", "[sasl]") {
    const std::string octets = GENERATE(
        as<std::string>{}, "", "n", "n,", "n,,", "x,,n=user,r=abc", "n,n=user,r=abc", "n,,r=abc,n=user",
        "n,,n=user", "n,,n=user,r=", "n,,n=,r=abc", "n,,n=us=er,r=abc", "n,,n=us=2cer,r=abc",
        "n,,n=user=2,r=abc", "n,,m=x,n=user,r=abc", "n,a=,n=user,r=abc", "n,a==,n=user,r=abc",
        "n,,n=user,r=a c", "n,,n=user,r=\xC3\xA9", "n,,n=\xFF,r=abc", "N,,n=user,r=abc", "n,,n=us\0er,r=abc"s,
        "n,,n=user,r=" + std::string(1025, 'x'), "n,,n=" + std::string(256, 'x') + ",r=abc");
    SaslServer server = server_of(Mechanism::scram_sha_256);
    INFO(octets);
    CHECK(is_malformed(server.begin(to_initial_response(octets)), SaslServer::Fault::not_of_this_mechanism));
}

TEST_CASE("SCRAM's channel binding: 'y' is taken, 'p' is refused, RFC 5802 6", "[sasl]") {
    SaslServer without = server_of(Mechanism::scram_sha_256), insisting = server_of(Mechanism::scram_sha_256);
    CHECK(text_of(without.begin(encoded("y,,n=user,r=abc,ext=1"))).starts_with("334 r=abc%hv"));
    const auto refused = insisting.begin(encoded("p=tls-exporter,,n=user,r=abc"));
    CHECK(std::holds_alternative<SaslServer::Denied>(refused));
}

TEST_CASE("SCRAM's identity to act as is the user's own or nobody's", "[sasl]") {
    SaslServer own = server_of(Mechanism::scram_sha_256), other = server_of(Mechanism::scram_sha_256);
    CHECK(text_of(own.begin(encoded("n,a=user,n=user,r=abc"))).starts_with("334 "));
    CHECK(std::holds_alternative<SaslServer::Denied>(other.begin(encoded("n,a=tim,n=user,r=abc"))));
}

TEST_CASE("final messages of SCRAM that are none or false", "[sasl]") {
    const std::string nonce = "rOprNGfwEbeRWgbNEkqO"s + server_nonce;
    const std::string proof = ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    const auto answer = [](const std::string& final_message) {
        SaslServer server = server_of(Mechanism::scram_sha_256);
        server.begin(encoded("n,,n=user,r=rOprNGfwEbeRWgbNEkqO"));
        return server.respond(encoded(final_message));
    };
    REQUIRE(text_of(answer("c=biws,r=" + nonce + proof)).starts_with("334 v="));
    for (const std::string& none : {""s, "c=biws"s, "c=biws,r=" + nonce, "r=" + nonce + proof,
                                    "c=biws" + proof, "r=" + nonce + ",c=biws" + proof,
                                    "c=biws,r=" + nonce + ",p=!", "c=biws,r=" + nonce + proof + ",x=1"}) {
        INFO(none);
        CHECK(is_malformed(answer(none), SaslServer::Fault::not_of_this_mechanism));
    }
    for (const std::string& wrong :
         {"c=eSws,r=" + nonce + proof,  // the header was "n,,", not "y,,"
          "c=,r=" + nonce + proof, "c=biws,r=" + nonce + "x" + proof, "c=biws,r=rOprNGfwEbeRWgbNEkqO" + proof,
          "c=biws,r=" + nonce + ",x=1" + proof,  // not what was signed
          "c=biws,r=" + nonce + ",p=", "c=biws,r=" + nonce + ",p=AAAA",
          "c=biws,r=" + nonce + ",p=" + encoded(std::string(32, '\0')),
          "c=biws,r=" + nonce + ",p=" + encoded(std::string(5000, 'x'))}) {
        INFO(wrong);
        CHECK(std::holds_alternative<SaslServer::Denied>(answer(wrong)));
    }
}

TEST_CASE("after SCRAM's signature the answer is empty", "[sasl]") {
    SaslServer server = server_of(Mechanism::scram_sha_256);
    server.begin(encoded("n,,n=user,r=rOprNGfwEbeRWgbNEkqO"));
    server.respond(
        encoded("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
    CHECK(is_malformed(server.respond("AAAA"), SaslServer::Fault::not_of_this_mechanism));
}

TEST_CASE("challenges of a SCRAM server that a client does not believe", "[sasl]") {
    const std::string challenge =
        GENERATE(as<std::string>{}, "", "r=", "m=x,r=rOprNGfwEbeRWgbNEkqOabc,s=AAAA,i=4096",
                 "r=rOprNGfwEbeRWgbNEkqO,s=AAAA,i=4096",     // nothing of the server's
                 "r=XOprNGfwEbeRWgbNEkqOabc,s=AAAA,i=4096",  // not ours
                 "r=rOprNGfwEbeRWgbNEkqOabc,s=,i=4096", "r=rOprNGfwEbeRWgbNEkqOabc,s=AAA,i=4096",
                 "r=rOprNGfwEbeRWgbNEkqOabc,s=AAAA",
                 "r=rOprNGfwEbeRWgbNEkqOabc,s=AAAA,i=", "r=rOprNGfwEbeRWgbNEkqOabc,s=AAAA,i=-1",
                 "r=rOprNGfwEbeRWgbNEkqOabc,s=AAAA,i=4095", "r=rOprNGfwEbeRWgbNEkqOabc,s=AAAA,i=1000001",
                 "r=rOprNGfwEbeRWgbNEkqOabc,s=AAAA,i=99999999999999999999",
                 "r=rOprNGfwEbeRWgbNEkqOa\x01,s=AAAA,i=4096");
    SaslClient client(Mechanism::scram_sha_256, "user", "pencil", client_nonce);
    client.initial();
    INFO(challenge);
    CHECK(std::holds_alternative<SaslClient::Broken>(client.answer(encoded(challenge))));
    CHECK(client.doubt());
    CHECK(std::holds_alternative<SaslClient::Broken>(client.answer("")));
}

TEST_CASE("a server that does not know the password is found out", "[sasl]") {
    const std::string last = GENERATE(
        as<std::string>{}, "", "v=", "v=AAAA", "e=other-error", "e=\x01\xFF",
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G8=", "x=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    SaslClient client(Mechanism::scram_sha_256, "user", "pencil", client_nonce);
    client.initial();
    client.answer(
        encoded("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"));
    const auto outcome = client.answer(encoded(last));
    REQUIRE(std::holds_alternative<SaslClient::Broken>(outcome));
    for (const char c : std::get<SaslClient::Broken>(outcome).why) CHECK((c >= 0x20 && c <= 0x7E));
    CHECK(client.doubt());
}

TEST_CASE("a server that asks without end is left", "[sasl]") {
    const Mechanism mechanism =
        GENERATE(Mechanism::plain, Mechanism::login, Mechanism::cram_md5, Mechanism::scram_sha_256);
    SaslClient client(mechanism, "user", "pencil", client_nonce);
    int answered = 0;
    while (answered < 10 && std::holds_alternative<SaslClient::Response>(client.answer(""))) ++answered;
    CHECK(answered <= 2);
}

TEST_CASE("an empty initial response is written '='", "[sasl]") {
    CHECK(to_initial_response("") == "=");
    CHECK(to_initial_response("a") == "YQ==");
    SaslServer server = server_of(Mechanism::plain);
    CHECK(is_malformed(server.begin(""), SaslServer::Fault::not_base64));
}
