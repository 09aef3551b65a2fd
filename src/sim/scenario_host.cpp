#include <fmt/format.h>

#include <algorithm>

#include "base/ip_address.h"
#include "base/text.h"
#include "dns/master_file.h"
#include "mail/path.h"
#include "sim/scenario_reader.h"
#include "sim/spelling.h"

namespace sim {
namespace {

using Text = toml::value<std::string>;

trace::Role read_role(TomlTable& table, Mistakes& mistakes) {
    const Text* text = table.text("role", Need::required);
    if (!text) return trace::Role::client;
    const auto& words = trace::role_names;
    const auto found = std::find(words.begin(), words.end(), text->get());
    if (found != words.end()) return static_cast<trace::Role>(found - words.begin());
    mistakes.add(*text, fmt::format("'{}' is no role", shown(text->get())),
                 spelling_advice(text->get(), {words.begin(), words.end()}));
    return trace::Role::client;
}

bool is_domain(const Text& text, Mistakes& mistakes) {
    const mail::AddressFault fault = mail::check_domain(text.get());
    if (fault.what.empty()) return true;
    mistakes.add(mistakes.place_in(text, fault.position),
                 fmt::format("'{}' is no domain: {}", shown(text.get()), fault.what), fault.mend);
    return false;
}

void read_addresses(TomlTable& table, mta::HostSettings& settings, Mistakes& mistakes) {
    for (const Text* text : table.texts("addresses", Need::required)) {
        if (const auto address = base::parse_ip_address(text->get()))
            settings.addresses.push_back(*address);
        else
            mistakes.add(*text, fmt::format("'{}' is no IP address", shown(text->get())),
                         "write one such as 192.0.2.10 or 2001:db8::10");
    }
    for (const Text* text : table.texts("own-networks")) {
        if (const auto network = base::parse_ip_network(text->get()))
            settings.own_networks.push_back(*network);
        else
            mistakes.add(*text, fmt::format("'{}' is no network", shown(text->get())),
                         "write an address and how many of its bits count, such as 192.0.2.0/24");
    }
}

void read_ports(TomlTable& table, mta::HostSettings& settings, Mistakes& mistakes) {
    for (const auto* port : table.numbers("ports")) {
        if (port->get() >= 1 && port->get() <= 65'535)
            settings.ports.push_back(static_cast<std::uint16_t>(port->get()));
        else
            mistakes.add(*port, fmt::format("{} is no port", port->get()), "write a number from 1 to 65535");
    }
}

void read_mailboxes(TomlTable& table, mta::HostSettings& settings, Mistakes& mistakes) {
    for (const Text* text : table.texts("local-domains"))
        if (is_domain(*text, mistakes)) settings.local_domains.push_back(text->get());
    for (const Text* text : table.texts("mailboxes")) {
        auto address = read_address(*text, mistakes);
        if (!address) continue;
        if (!settings.is_local_domain(address->domain))
            mistakes.add(
                *text,
                fmt::format("no mail reaches '{}': {} is not local here", text->get(), address->domain),
                fmt::format("add \"{}\" to local-domains", address->domain));
        settings.mailboxes.push_back(std::move(*address));
    }
}

void read_retry(TomlTable& table, mta::HostSettings& settings, Mistakes& mistakes) {
    std::vector<base::Duration> waits;
    for (const Text* text : table.texts("retry")) {
        const auto wait = read_duration(*text, mistakes);
        if (!wait) continue;
        if (wait->nanoseconds == 0)
            mistakes.add(*text, "a retry without a wait never ends", "write a longer one");
        waits.push_back(*wait);
    }
    if (!waits.empty()) settings.retry.waits = std::move(waits);
    if (const Text* text = table.text("expiry"))
        settings.retry.expiry = read_duration(*text, mistakes).value_or(settings.retry.expiry);
}

void read_settings(TomlTable& table, mta::HostSettings& settings, Mistakes& mistakes) {
    const toml::table* source = table.table("settings");
    if (!source) return;
    for (auto&& [key, node] : *source) {
        if (mistakes.full()) return;
        const std::string_view name = key.str();
        const auto& known = mta::setting_names();
        if (std::none_of(known.begin(), known.end(), [&](const auto& one) { return one.name == name; })) {
            std::vector<std::string> names;
            for (const auto& one : known) names.emplace_back(one.name);
            mistakes.add(mistakes.place_of(key.source().begin),
                         fmt::format("there is no setting '{}'", shown(name)),
                         spelling_advice(name, std::move(names)));
            continue;
        }
        std::string value;
        if (const auto* on = node.as_boolean())
            value = on->get() ? "on" : "off";
        else if (const auto* number = node.as_integer())
            value = std::to_string(number->get());
        else if (const auto* text = node.as_string())
            value = text->get();
        auto changed = mta::with_setting(settings, name, value);
        if (changed)
            settings = std::move(*changed);
        else
            mistakes.add(node, changed.problem().what, changed.problem().mend);
    }
}

void read_zones(TomlTable& table, ScenarioHost& host, Mistakes& mistakes) {
    for (const Text* text : table.texts("zones")) {
        auto zone = dns::parse_master_file(text->get(), "");
        if (zone) {
            host.zones.push_back(std::move(*zone));
            continue;
        }
        const base::Problem& problem = zone.problem();
        mistakes.add(mistakes.place_in(*text, problem.place.line, problem.place.column), problem.what,
                     problem.mend);
    }
}

}  // namespace

ScenarioHost read_host(const toml::table& source, Mistakes& mistakes) {
    TomlTable table(source, "the host", mistakes);
    ScenarioHost host;
    host.name = read_word(table, "name", mistakes);
    if (!host.name.empty()) table.call(fmt::format("the host '{}'", host.name));
    host.label = read_text(table, "label");
    if (host.label.empty()) host.label = host.name;
    host.role = read_role(table, mistakes);
    host.asks = read_text(table, "asks");
    mta::HostSettings& settings = host.settings;
    if (const Text* domain = table.text("domain", Need::required))
        if (is_domain(*domain, mistakes)) settings.name = domain->get();
    read_addresses(table, settings, mistakes);
    read_ports(table, settings, mistakes);
    read_mailboxes(table, settings, mistakes);
    if (auto server = read_server(table, "submits-to", mistakes)) settings.submits_to = std::move(server);
    read_retry(table, settings, mistakes);
    read_services(table, settings, mistakes);
    read_settings(table, settings, mistakes);
    read_zones(table, host, mistakes);
    table.finish();
    return host;
}

}  // namespace sim
