#include "dns/reverse_name.h"

#include <fmt/format.h>

#include "base/expects.h"

namespace dns {

Name reverse_name(const base::IpAddress& address) {
    std::string text;
    if (address.family == base::IpAddress::Family::v4) {
        for (std::size_t i = 4; i-- > 0;) text += fmt::format("{}.", address.octets[i]);
        text += "in-addr.arpa";
    } else {
        for (std::size_t i = address.octets.size(); i-- > 0;)
            text += fmt::format("{:x}.{:x}.", address.octets[i] & 0xF, address.octets[i] >> 4);
        text += "ip6.arpa";
    }
    const auto name = parse_name(text);
    base::expects(name.has_value());
    return *name;
}

}  // namespace dns
