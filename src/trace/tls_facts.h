// What a TLS endpoint did, in the words of facts and sessions: for whoever drives one, in a virtual world or
// over sockets. Keeps no octets and notes nothing. RFC 8446.
#pragma once
#include <cstdint>

#include "crypto/tls_endpoint.h"
#include "trace/fact.h"

namespace trace {

TlsMessageKind kind_of(crypto::TlsMessageType type);

/// What an alert says, its description (RFC 8446 6); 0 for every other message.
std::uint8_t alert_of(const crypto::TlsMessage& message);

/// What a session is told of an open connection. A server asks for no certificate: its trust is not_asked.
smtp::TlsSession session_of(const crypto::TlsSession& session, crypto::TlsSide side);

}  // namespace trace
