// From what a TLS endpoint did to what a trace says of it and what a session is told.
#pragma once
#include "crypto/tls_endpoint.h"
#include "live/chronicle.h"
#include "smtp/tls_session.h"

namespace live {

trace::Fact tls_message_fact(const crypto::TlsMessage& message, Chronicle& chronicle);
trace::Secured secured_fact(const crypto::TlsSession& session, crypto::TlsSide side, Chronicle& chronicle);
trace::TlsFailed failed_fact(const crypto::TlsFailure& failure, Chronicle& chronicle);

/// A server asks for no certificate: its trust is not_asked.
smtp::TlsSession session_of(const crypto::TlsSession& session, crypto::TlsSide side);
smtp::Reason reason_of(const crypto::TlsFailure& failure);

}  // namespace live
