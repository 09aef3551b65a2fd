#include "live/tls_facts.h"

namespace live {
namespace {

using crypto::TlsMessageType;
using trace::TlsMessageKind;

TlsMessageKind kind_of(TlsMessageType type) {
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

std::string why_of(const std::vector<crypto::CertificateObjection>& objections) {
    std::string why;
    for (const crypto::CertificateObjection& one : objections) why += (why.empty() ? "" : "; ") + one.why;
    return why;
}

}  // namespace

trace::Fact tls_message_fact(const crypto::TlsMessage& message, Chronicle& chronicle) {
    const TlsMessageKind kind = kind_of(message.type);
    constexpr std::size_t description = 1;  // of an alert: level, description (RFC 8446 6)
    const bool alert = kind == TlsMessageKind::alert && message.octets.size() > description;
    const auto which = static_cast<std::uint8_t>(alert ? message.octets[description] : 0);
    const trace::Range octets = chronicle.keep(message.octets);
    if (message.direction == crypto::TlsDirection::sent) return trace::TlsMessageSent{kind, which, octets};
    return trace::TlsMessageReceived{kind, which, octets};
}

trace::Secured secured_fact(const crypto::TlsSession& session, crypto::TlsSide side, Chronicle& chronicle) {
    const smtp::TlsSession told = session_of(session, side);
    std::string peer = session.server_name;
    if (side == crypto::TlsSide::client && session.peer) peer = session.peer->subject;
    return {told.trust, chronicle.keep(told.version), chronicle.keep(told.cipher), chronicle.keep(peer),
            chronicle.keep(told.why)};
}

trace::TlsFailed failed_fact(const crypto::TlsFailure& failure, Chronicle& chronicle) {
    return {reason_of(failure), chronicle.keep(failure.what)};
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

smtp::Reason reason_of(const crypto::TlsFailure& failure) {
    return failure.fault == crypto::TlsFault::certificate_refused ? smtp::Reason::certificate_not_trusted
                                                                  : smtp::Reason::tls_failed;
}

}  // namespace live
