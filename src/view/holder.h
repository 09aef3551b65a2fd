// Who has the mail after something broke: a connection, a line or a host. Reads the trace alone, up to one
// event: what was on its way then, and whether its 250 was said and heard (RFC 5321 4.2.5 and 6.1, RFC 1047).
#pragma once
#include <string>

#include "trace/trace.h"

namespace view {

/// Of the mail on one connection; "" when no mail was on it.
std::string holder_text(const trace::Trace& trace, trace::ConnectionId connection,
                        trace::EventNumber through);

/// Of the mails on the connections that cross the line between `a` and `b`, or that `a` has with anybody when
/// `b` is no_host; "" when there is none.
std::string holders_text(const trace::Trace& trace, trace::HostId a, trace::HostId b,
                         trace::EventNumber through);

}  // namespace view
