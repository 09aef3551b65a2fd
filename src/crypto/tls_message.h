// The messages of a TLS connection as a stage shows them: handshake messages and alerts, decrypted, under the
// names that RFC 8446 (TLS 1.3) and RFC 5246 (TLS 1.2) give them. Knows no keys and no connection.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace crypto {

enum class TlsMessageType : std::uint8_t {
    hello_request,
    client_hello,
    server_hello,
    hello_retry_request,  // a ServerHello with a random of its own (RFC 8446 4.1.3)
    new_session_ticket,
    end_of_early_data,
    encrypted_extensions,
    certificate,
    server_key_exchange,
    certificate_request,
    server_hello_done,
    certificate_verify,
    client_key_exchange,
    finished,
    certificate_status,
    key_update,
    change_cipher_spec,
    alert,
    unknown
};

enum class TlsDirection : std::uint8_t { sent, received };

struct TlsMessage {
    TlsDirection direction = TlsDirection::sent;
    TlsMessageType type = TlsMessageType::unknown;
    std::string octets;  // decrypted, without the record's header
    friend bool operator==(const TlsMessage&, const TlsMessage&) = default;
};

/// "ClientHello", "EncryptedExtensions", "Alert".
std::string_view name_of(TlsMessageType type);

/// "ClientHello"; an alert with its level and description: "Alert fatal unknown_ca".
std::string to_text(const TlsMessage& message);

/// "close_notify" (RFC 8446 6); "alert 99" for a number that has no name.
std::string alert_name(std::uint8_t description);

/// What the alert means, for a student: "does not know the authority that signed the certificate". To be read
/// after 'the other side'; empty for a number that has no name.
std::string_view alert_meaning(std::uint8_t description);

/// What a handshake message is by its octets; `unknown` for none that we name.
TlsMessageType handshake_type(std::string_view octets);

}  // namespace crypto
