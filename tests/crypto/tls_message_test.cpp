// The names of TLS messages and alerts.
#include "crypto/tls_message.h"

#include <catch2/catch.hpp>

#include <set>

#include "crypto/hash.h"

using namespace crypto;
using namespace std::string_literals;

TEST_CASE("handshake messages are known by their first octet", "[tls]") {
    const auto [octets, name] = GENERATE(table<std::string, std::string>({
        {"\x01\0\0\0"s, "ClientHello"},
        {"\x02\0\0\0"s, "ServerHello"},
        {"\x04\0\0\0"s, "NewSessionTicket"},
        {"\x08\0\0\0"s, "EncryptedExtensions"},
        {"\x0B\0\0\0"s, "Certificate"},
        {"\x0D\0\0\0"s, "CertificateRequest"},
        {"\x0F\0\0\0"s, "CertificateVerify"},
        {"\x14\0\0\0"s, "Finished"},
        {"\x18\0\0\x01\x01"s, "KeyUpdate"},
        {"\x63\0\0\0"s, "unknown message"},
        {""s, "unknown message"},
    }));
    CHECK(name_of(handshake_type(octets)) == name);
}

TEST_CASE("a HelloRetryRequest is a ServerHello with the random of RFC 8446 4.1.3", "[tls]") {
    const std::string hello = "\x02\0\0\x30\x03\x03"s + sha256("HelloRetryRequest");
    CHECK(handshake_type(hello) == TlsMessageType::hello_retry_request);
    CHECK(name_of(handshake_type(hello)) == "HelloRetryRequest");
    CHECK(handshake_type(hello.substr(0, hello.size() - 1)) == TlsMessageType::server_hello);
    CHECK(handshake_type("\x02\0\0\x30\x03\x03"s + sha256("another")) == TlsMessageType::server_hello);
}

TEST_CASE("alerts are said with level and description", "[tls]") {
    const auto [octets, text] = GENERATE(table<std::string, std::string>({
        {"\x01\0"s, "Alert warning close_notify"},
        {"\x02\x30"s, "Alert fatal unknown_ca"},
        {"\x02\x63"s, "Alert fatal alert 99"},
        {"\x02"s, "Alert"},
    }));
    CHECK(to_text(TlsMessage{TlsDirection::received, TlsMessageType::alert, octets}) == text);
}

TEST_CASE("each type of message has a name of its own, and each named alert a meaning", "[tls]") {
    std::set<std::string_view> names;
    for (int type = 0; type <= static_cast<int>(TlsMessageType::unknown); ++type)
        names.insert(name_of(static_cast<TlsMessageType>(type)));
    CHECK(names.size() == static_cast<std::size_t>(TlsMessageType::unknown) + 1);
    int named = 0;
    for (int number = 0; number < 256; ++number) {
        const auto description = static_cast<std::uint8_t>(number);
        const bool has_name = !alert_name(description).starts_with("alert ");
        named += has_name ? 1 : 0;
        CHECK(alert_meaning(description).empty() == !has_name);
    }
    CHECK(named >= 27);
}
