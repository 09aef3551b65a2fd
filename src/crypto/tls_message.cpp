#include "crypto/tls_message.h"

#include <algorithm>
#include <array>

namespace crypto {
namespace {

struct HandshakeKind {
    std::uint8_t number;  // RFC 8446 4, RFC 5246 7.4
    TlsMessageType type;
    std::string_view name;
};

constexpr std::array handshake_kinds{
    HandshakeKind{0, TlsMessageType::hello_request, "HelloRequest"},
    HandshakeKind{1, TlsMessageType::client_hello, "ClientHello"},
    HandshakeKind{2, TlsMessageType::server_hello, "ServerHello"},
    HandshakeKind{4, TlsMessageType::new_session_ticket, "NewSessionTicket"},
    HandshakeKind{5, TlsMessageType::end_of_early_data, "EndOfEarlyData"},
    HandshakeKind{8, TlsMessageType::encrypted_extensions, "EncryptedExtensions"},
    HandshakeKind{11, TlsMessageType::certificate, "Certificate"},
    HandshakeKind{12, TlsMessageType::server_key_exchange, "ServerKeyExchange"},
    HandshakeKind{13, TlsMessageType::certificate_request, "CertificateRequest"},
    HandshakeKind{14, TlsMessageType::server_hello_done, "ServerHelloDone"},
    HandshakeKind{15, TlsMessageType::certificate_verify, "CertificateVerify"},
    HandshakeKind{16, TlsMessageType::client_key_exchange, "ClientKeyExchange"},
    HandshakeKind{20, TlsMessageType::finished, "Finished"},
    HandshakeKind{22, TlsMessageType::certificate_status, "CertificateStatus"},
    HandshakeKind{24, TlsMessageType::key_update, "KeyUpdate"},
};

struct Alert {
    std::uint8_t number;
    std::string_view name;
    std::string_view meaning;
};

// RFC 8446 6; those of TLS 1.2 alone: RFC 5246 7.2.
constexpr std::array alerts{
    Alert{0, "close_notify", "has said all that it had to say"},
    Alert{10, "unexpected_message", "got a message that has no place at this point"},
    Alert{20, "bad_record_mac", "got a record that was changed on its way"},
    Alert{21, "decryption_failed", "could not decrypt a record"},
    Alert{22, "record_overflow", "got a record longer than TLS allows"},
    Alert{40, "handshake_failure", "has no cipher or parameters in common with this one"},
    Alert{42, "bad_certificate", "does not accept the certificate, or it is for another name"},
    Alert{43, "unsupported_certificate", "cannot use a certificate of this kind"},
    Alert{44, "certificate_revoked", "knows that the certificate was revoked"},
    Alert{45, "certificate_expired", "finds the certificate expired or not valid yet"},
    Alert{46, "certificate_unknown", "does not accept the certificate"},
    Alert{47, "illegal_parameter", "got a value that the handshake does not allow"},
    Alert{48, "unknown_ca", "does not know the authority that signed the certificate"},
    Alert{49, "access_denied", "accepts the certificate but lets nobody in with it"},
    Alert{50, "decode_error", "got a message that it cannot take apart"},
    Alert{51, "decrypt_error", "found a signature or a Finished message wrong"},
    Alert{70, "protocol_version", "does not speak a version of TLS that this one speaks"},
    Alert{71, "insufficient_security", "wants stronger ciphers than this one has"},
    Alert{80, "internal_error", "failed for a reason of its own"},
    Alert{86, "inappropriate_fallback", "sees a retry with an older version than both can speak"},
    Alert{90, "user_canceled", "gave up"},
    Alert{100, "no_renegotiation", "does not shake hands twice"},
    Alert{109, "missing_extension", "misses an extension that must be there"},
    Alert{110, "unsupported_extension", "got an extension that it had not offered"},
    Alert{112, "unrecognized_name", "does not know the server name that was asked for"},
    Alert{113, "bad_certificate_status_response", "got a wrong answer about revocation"},
    Alert{115, "unknown_psk_identity", "does not know the shared key"},
    Alert{116, "certificate_required", "wants a certificate from the client"},
    Alert{120, "no_application_protocol", "speaks none of the application protocols offered"},
};

// RFC 8446 4.1.3: the SHA-256 of "HelloRetryRequest", in the place of a ServerHello's random.
constexpr std::string_view retry_random =
    "\xCF\x21\xAD\x74\xE5\x9A\x61\x11\xBE\x1D\x8C\x02\x1E\x65\xB8\x91\xC2\xA2\x11\x16\x7A\xBB\x8C\x5E\x07\x9E"
    "\x09\xE2\xC8\xA8\x33\x9C";
constexpr std::size_t random_offset = 6;  // after type, length (3) and version (2)

const Alert* alert_of(std::uint8_t description) {
    const auto* const found = std::find_if(alerts.begin(), alerts.end(),
                                           [&](const Alert& alert) { return alert.number == description; });
    return found == alerts.end() ? nullptr : found;
}

}  // namespace

TlsMessageType handshake_type(std::string_view octets) {
    if (octets.empty()) return TlsMessageType::unknown;
    const auto number = static_cast<std::uint8_t>(octets.front());
    for (const HandshakeKind& kind : handshake_kinds) {
        if (kind.number != number) continue;
        const bool retry = kind.type == TlsMessageType::server_hello && octets.size() > random_offset &&
                           octets.substr(random_offset).starts_with(retry_random);
        return retry ? TlsMessageType::hello_retry_request : kind.type;
    }
    return TlsMessageType::unknown;
}

std::string_view name_of(TlsMessageType type) {
    if (type == TlsMessageType::hello_retry_request) return "HelloRetryRequest";
    if (type == TlsMessageType::change_cipher_spec) return "ChangeCipherSpec";
    if (type == TlsMessageType::alert) return "Alert";
    for (const HandshakeKind& kind : handshake_kinds)
        if (kind.type == type) return kind.name;
    return "unknown message";
}

std::string to_text(const TlsMessage& message) {
    std::string text(name_of(message.type));
    if (message.type != TlsMessageType::alert || message.octets.size() != 2) return text;
    text += message.octets[0] == 1 ? " warning " : " fatal ";  // RFC 8446 6: AlertLevel
    return text + alert_name(static_cast<std::uint8_t>(message.octets[1]));
}

std::string alert_name(std::uint8_t description) {
    const Alert* const alert = alert_of(description);
    return alert ? std::string(alert->name) : "alert " + std::to_string(description);
}

std::string_view alert_meaning(std::uint8_t description) {
    const Alert* const alert = alert_of(description);
    return alert ? alert->meaning : std::string_view();
}

}  // namespace crypto
