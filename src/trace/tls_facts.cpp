#include "trace/tls_facts.h"

namespace trace {
namespace {

std::string why_of(const std::vector<crypto::CertificateObjection>& objections) {
    std::string why;
    for (const crypto::CertificateObjection& one : objections) why += (why.empty() ? "" : "; ") + one.why;
    return why;
}

}  // namespace

TlsMessageKind kind_of(crypto::TlsMessageType type) {
    using crypto::TlsMessageType;
    switch (type) {
        case TlsMessageType::client_hello:
            return TlsMessageKind::client_hello;
        case TlsMessageType::server_hello:
            return TlsMessageKind::server_hello;
        case TlsMessageType::hello_retry_request:
            return TlsMessageKind::hello_retry_request;
        case TlsMessageType::encrypted_extensions:
            return TlsMessageKind::encrypted_extensions;
        case TlsMessageType::certificate_request:
            return TlsMessageKind::certificate_request;
        case TlsMessageType::certificate:
            return TlsMessageKind::certificate;
        case TlsMessageType::certificate_verify:
            return TlsMessageKind::certificate_verify;
        case TlsMessageType::finished:
            return TlsMessageKind::finished;
        case TlsMessageType::new_session_ticket:
            return TlsMessageKind::new_session_ticket;
        case TlsMessageType::key_update:
            return TlsMessageKind::key_update;
        case TlsMessageType::server_key_exchange:
            return TlsMessageKind::server_key_exchange;
        case TlsMessageType::server_hello_done:
            return TlsMessageKind::server_hello_done;
        case TlsMessageType::client_key_exchange:
            return TlsMessageKind::client_key_exchange;
        case TlsMessageType::alert:
            return TlsMessageKind::alert;
        case TlsMessageType::hello_request:
        case TlsMessageType::end_of_early_data:
        case TlsMessageType::certificate_status:
        case TlsMessageType::change_cipher_spec:
        case TlsMessageType::unknown:
            break;
    }
    return TlsMessageKind::other;
}

std::uint8_t alert_of(const crypto::TlsMessage& message) {
    constexpr std::size_t description = 1;  // level, description
    const bool alert = message.type == crypto::TlsMessageType::alert && message.octets.size() > description;
    return static_cast<std::uint8_t>(alert ? message.octets[description] : 0);
}

smtp::TlsSession session_of(const crypto::TlsSession& session, crypto::TlsSide side) {
    smtp::TlsSession told;
    told.version = session.version;
    told.cipher = session.cipher;
    if (side == crypto::TlsSide::server) return told;
    told.trust = session.verified() ? smtp::Trust::verified : smtp::Trust::unverified;
    told.why = why_of(session.objections);
    return told;
}

}  // namespace trace
