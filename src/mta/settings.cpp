#include "mta/settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace mta {
namespace {

using base::Problem;
using base::Result;

std::optional<bool> parse_switch(std::string_view value) {
    if (value == "on") return true;
    if (value == "off") return false;
    return {};
}

Problem bad_value(std::string_view name, std::string_view value, std::string_view values) {
    return {{}, fmt::format("{} cannot be '{}'", name, value), fmt::format("use {}", values)};
}

}  // namespace

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

const std::vector<SettingName>& setting_names() {
    static const std::vector<SettingName> names{
        {"letter-limit", "a number of octets, at least 1", "the largest letter taken (RFC 1870)"},
        {"recipient-limit", "a number of at least 1", "the most recipients of one mail (RFC 5321 4.5.3.1.8)"},
        {"relay-control", "on or off", "off: sends mail on for everyone, an open relay"},
        {"recipient-check", "on or off", "off: unknown recipients are accepted first and bounced later"},
        {"strict-line-ends", "on or off", "off: letters with bare CR or LF are taken"},
    };
    return names;
}

Result<HostSettings> with_setting(HostSettings settings, std::string_view name, std::string_view value) {
    const auto& names = setting_names();
    const auto known =
        std::find_if(names.begin(), names.end(), [&](const SettingName& one) { return one.name == name; });
    if (known == names.end()) {
        std::string list;
        for (const SettingName& one : names) list += (list.empty() ? "" : ", ") + std::string(one.name);
        return Problem{{}, fmt::format("there is no setting '{}'", name), "use one of " + list};
    }
    const auto number = base::parse_number(value);
    const auto on = parse_switch(value);
    if (name == "letter-limit" && number && *number > 0)  // SIZE 0 would say that there is none (RFC 1870 4)
        settings.letter_limit = static_cast<std::uint64_t>(*number);
    else if (name == "recipient-limit" && number && *number > 0)
        settings.recipient_limit = static_cast<std::size_t>(*number);
    else if (name == "relay-control" && on)
        settings.relay_control = *on ? RelayControl::own_networks : RelayControl::open;
    else if (name == "recipient-check" && on)
        settings.recipient_check = *on ? RecipientCheck::at_rcpt : RecipientCheck::after_acceptance;
    else if (name == "strict-line-ends" && on)
        settings.line_ends = *on ? LineEnds::strict : LineEnds::lenient;
    else
        return bad_value(name, value, known->values);
    return settings;
}

}  // namespace mta
