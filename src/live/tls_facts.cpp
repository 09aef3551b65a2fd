#include "live/tls_facts.h"

#include "trace/tls_facts.h"

namespace live {

trace::Fact tls_message_fact(const crypto::TlsMessage& message, Chronicle& chronicle) {
    const trace::TlsMessageKind kind = trace::kind_of(message.type);
    const std::uint8_t which = trace::alert_of(message);
    const trace::Range octets = chronicle.keep(message.octets);
    if (message.direction == crypto::TlsDirection::sent) return trace::TlsMessageSent{kind, which, octets};
    return trace::TlsMessageReceived{kind, which, octets};
}

trace::Secured secured_fact(const crypto::TlsSession& session, crypto::TlsSide side, Chronicle& chronicle) {
    const smtp::TlsSession told = trace::session_of(session, side);
    std::string peer = session.server_name;
    if (side == crypto::TlsSide::client && session.peer) peer = session.peer->subject;
    return {told.trust, chronicle.keep(told.version), chronicle.keep(told.cipher), chronicle.keep(peer),
            chronicle.keep(told.why)};
}

trace::TlsFailed failed_fact(const crypto::TlsFailure& failure, Chronicle& chronicle) {
    return {reason_of(failure), chronicle.keep(failure.what)};
}

smtp::Reason reason_of(const crypto::TlsFailure& failure) {
    return failure.fault == crypto::TlsFault::certificate_refused ? smtp::Reason::certificate_not_trusted
                                                                  : smtp::Reason::tls_failed;
}

}  // namespace live
