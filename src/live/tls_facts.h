// What a trace over sockets says of what a TLS endpoint did, with its octets kept.
#pragma once
#include "crypto/tls_endpoint.h"
#include "live/chronicle.h"
#include "smtp/reason.h"

namespace live {

trace::Fact tls_message_fact(const crypto::TlsMessage& message, Chronicle& chronicle);
trace::Secured secured_fact(const crypto::TlsSession& session, crypto::TlsSide side, Chronicle& chronicle);
trace::TlsFailed failed_fact(const crypto::TlsFailure& failure, Chronicle& chronicle);

smtp::Reason reason_of(const crypto::TlsFailure& failure);

}  // namespace live
