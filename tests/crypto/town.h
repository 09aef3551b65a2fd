// A small world for the tests of TLS: one authority, servers of different quality, and two endpoints with a
// wire between them that delivers in pieces and remembers every octet.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "crypto/tls_endpoint.h"

namespace town {

inline constexpr std::int64_t now = 1'767'225'600;  // 2026-01-01
inline constexpr std::int64_t day = 86'400;

const crypto::Authority& authority(crypto::Chance::Source source = crypto::Chance::Source::seeded);

/// An identity from the authority for these names, valid around `now` unless said otherwise.
crypto::Identity identity(std::vector<std::string> names, crypto::KeyKind kind = crypto::KeyKind::ed25519,
                          crypto::Validity validity = {now - day, now + 90 * day});

crypto::TlsContext server(const crypto::Identity& identity,
                          crypto::TlsVersion highest = crypto::TlsVersion::tls_1_3);
/// Trusts the authority.
crypto::TlsContext client(crypto::TlsVersion lowest = crypto::TlsVersion::tls_1_2);

/// What one side saw and said until nothing moved any more.
struct Side {
    crypto::TlsEndpoint endpoint;
    std::string sealed;  // all that it sent
    std::string opened;
    std::vector<std::string> messages;  // "> ClientHello", "< ServerHello"
    std::vector<std::string> secrets;
};

class Wire {
public:
    Wire(crypto::TlsEndpoint client, crypto::TlsEndpoint server, std::size_t piece = 1 << 20);

    /// Both start, and what they say crosses the wire until it is silent.
    void shake_hands();
    void client_says(std::string_view text);
    void server_says(std::string_view text);
    void client_closes();
    void server_closes();
    /// The next octets to the server are these instead of what the client said.
    void to_server(std::string octets);
    void to_client(std::string octets);
    void settle();

    Side client;
    Side server;

private:
    void note(Side& side, crypto::TlsStep step, std::string& wire);
    void deliver(Side& to, std::string& wire, std::string& answer);
    std::size_t piece_;
    std::string to_server_, to_client_;
};

/// Two endpoints of the default world: mx.example behind a seeded authority.
Wire connect(std::uint64_t connection, std::size_t piece = 1 << 20, std::uint64_t seed = 7);

}  // namespace town
