// The name under which an address is looked up: in-addr.arpa (RFC 1035 3.5) or ip6.arpa (RFC 3596 2.5).
#pragma once
#include "base/ip_address.h"
#include "dns/name.h"

namespace dns {

/// 192.0.2.1 -> 1.2.0.192.in-addr.arpa; for IPv6 32 nibbles, the last one first.
Name reverse_name(const base::IpAddress& address);

}  // namespace dns
