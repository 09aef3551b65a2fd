#include "mta/settings.h"

#include <algorithm>

#include "base/text.h"

namespace mta {

base::Duration RetrySchedule::wait_after(std::uint32_t attempts) const {
    if (waits.empty()) return base::minutes(30);
    const std::size_t index = attempts == 0 ? 0 : attempts - 1;
    return waits[std::min(index, waits.size() - 1)];
}

// A host takes mail for its own addresses as for its domains (RFC 5321 4.1.3; RFC 1123 5.2.17).
bool HostSettings::is_own_literal(std::string_view domain) const {
    if (local_domains.empty() || domain.size() < 3 || domain.front() != '[') return false;
    std::string_view inner = domain.substr(1, domain.size() - 2);
    if (base::starts_with_ignoring_case(inner, "IPv6:")) inner.remove_prefix(5);
    const auto address = base::parse_ip_address(inner);
    return address && std::find(addresses.begin(), addresses.end(), *address) != addresses.end();
}

bool HostSettings::is_local_domain(std::string_view domain) const {
    if (is_own_literal(domain)) return true;
    return std::any_of(local_domains.begin(), local_domains.end(),
                       [&](const std::string& local) { return base::equal_ignoring_case(local, domain); });
}

std::optional<mail::Address> HostSettings::mailbox_for(const mail::Address& address) const {
    if (!is_local_domain(address.domain)) return {};
    // RFC 5321 2.4: what case means in a local part is the receiving host's own matter, and telling mailboxes
    // apart by it is discouraged. Like most servers, ours does not.
    const std::string wanted = mail::unquoted_local_part(address);
    for (const mail::Address& mailbox : mailboxes)
        if ((base::equal_ignoring_case(mailbox.domain, address.domain) || is_own_literal(address.domain)) &&
            base::equal_ignoring_case(mail::unquoted_local_part(mailbox), wanted))
            return mailbox;
    if (base::equal_ignoring_case(address.local_part, "postmaster")) {
        for (const mail::Address& mailbox : mailboxes)
            if (base::equal_ignoring_case(mailbox.local_part, "postmaster")) return mailbox;
        if (!mailboxes.empty()) return mailboxes.front();
    }
    return {};
}

std::optional<base::IpNetwork> HostSettings::own_network_of(const base::IpAddress& address) const {
    for (const base::IpNetwork& network : own_networks)
        if (network.contains(address)) return network;
    return {};
}

const Alias* HostSettings::alias_for(const mail::Address& address) const {
    if (!is_local_domain(address.domain)) return nullptr;
    const std::string wanted = mail::unquoted_local_part(address);
    for (const Alias& alias : aliases)
        if ((base::equal_ignoring_case(alias.name.domain, address.domain) ||
             is_own_literal(address.domain)) &&
            base::equal_ignoring_case(mail::unquoted_local_part(alias.name), wanted))
            return &alias;
    return nullptr;
}

bool HostSettings::is_us(std::string_view host) const {
    return base::equal_ignoring_case(host, name) || is_local_domain(host);
}

mail::Address HostSettings::postmaster() const {
    return {"postmaster", local_domains.empty() ? name : local_domains.front()};
}

bool HostSettings::is_at_terminal(const mail::Address& mailbox) const {
    return std::any_of(at_terminal.begin(), at_terminal.end(), [&](const mail::Address& one) {
        return base::equal_ignoring_case(one.domain, mailbox.domain) &&
               base::equal_ignoring_case(one.local_part, mailbox.local_part);
    });
}

Door HostSettings::door_of(std::uint16_t port) {
    if (port == submission_port) return Door::submission;
    return port == submissions_port ? Door::submissions : Door::relay;
}

}  // namespace mta
