// The parts of a host's table that say whom it serves and by whom it is served: who may log in, as whom it
// logs in, where all its mail goes, what its aliases stand for, which extensions it does without.
#include <fmt/format.h>

#include "base/text.h"
#include "sim/scenario_reader.h"
#include "sim/spelling.h"

namespace sim {
namespace {

using Text = toml::value<std::string>;

constexpr std::size_t most_entries = 1'000;  // of accounts, aliases or hosts in a table; our own bound

/// Calls `read(key, its place, node)` for each entry of a table, in the order of the keys.
template <class Read>
void read_entries(TomlTable& table, std::string_view name, Mistakes& mistakes, Read read) {
    const toml::table* source = table.table(name);
    if (!source) return;
    if (source->size() > most_entries) {
        mistakes.add(*source, fmt::format("'{}' has more than {} entries", name, most_entries),
                     "leave some out");
        return;
    }
    for (auto&& [key, node] : *source) {
        if (mistakes.full()) return;
        read(std::string(key.str()), mistakes.place_of(key.source().begin), node);
    }
}

// NUL separates them in AUTH PLAIN (RFC 4616 2).
bool is_credential(std::string_view text) {
    return !text.empty() && text.size() <= smtp::longest_credential &&
           text.find('\0') == std::string_view::npos;
}

void read_accounts(TomlTable& table, mta::HostSettings& settings, Mistakes& mistakes) {
    read_entries(table, "accounts", mistakes,
                 [&](const std::string& name, const base::Place& place, const toml::node& node) {
                     const Text* password = node.as_string();
                     if (!is_credential(name))
                         mistakes.add(place, "this is no user name",
                                      fmt::format("write 1 to {} octets", smtp::longest_credential));
                     else if (!password || !is_credential(password->get()))
                         mistakes.add(
                             node, fmt::format("the password of '{}' is none", shown(name)),
                             fmt::format("write a text of 1 to {} octets", smtp::longest_credential));
                     else
                         settings.accounts.push_back({name, password->get()});
                 });
}

void read_login(TomlTable& table, mta::HostSettings& settings, Mistakes& mistakes) {
    const toml::table* source = table.table("login");
    if (!source) return;
    TomlTable login(*source, "the login", mistakes);
    const Text* const user = login.text("user", Need::required);
    const Text* const password = login.text("password", Need::required);
    const Text* const plain = login.text("without-tls");
    login.finish();
    smtp::Login read;
    if (user) read.user = user->get();
    if (password) read.password = password->get();
    for (const Text* text : {user, password})
        if (text && !is_credential(text->get()))
            mistakes.add(*text, "this is no name or password",
                         fmt::format("write a text of 1 to {} octets", smtp::longest_credential));
    if (plain && plain->get() != "allowed" && plain->get() != "refused")
        mistakes.add(*plain, fmt::format("without-tls cannot be '{}'", shown(plain->get())),
                     "use allowed or refused");
    if (plain && plain->get() == "allowed")
        read.plaintext_without_tls = smtp::Login::PlaintextWithoutTls::allowed;
    settings.login = std::move(read);
}

std::optional<mail::Address> address_of(const std::string& text, const base::Place& place,
                                        Mistakes& mistakes) {
    auto parsed = mail::parse_address(text, mail::Utf8::allowed);
    if (auto* address = std::get_if<mail::Address>(&parsed)) return std::move(*address);
    const auto& fault = std::get<mail::AddressFault>(parsed);
    mistakes.add(place, fmt::format("'{}' is no address: {}", shown(text), fault.what), fault.mend);
    return {};
}

void read_aliases(TomlTable& table, mta::HostSettings& settings, Mistakes& mistakes) {
    read_entries(table, "aliases", mistakes,
                 [&](const std::string& name, const base::Place& place, const toml::node& node) {
                     auto address = address_of(name, place, mistakes);
                     if (!address) return;
                     if (!settings.is_local_domain(address->domain))
                         mistakes.add(place,
                                      fmt::format("no mail reaches '{}': {} is not local here", shown(name),
                                                  address->domain),
                                      fmt::format("add \"{}\" to local-domains", address->domain));
                     mta::Alias alias{std::move(*address), {}};
                     const toml::array* members = node.as_array();
                     if (!members || members->empty() || members->size() > longest_list) {
                         mistakes.add(node, fmt::format("'{}' stands for nobody", shown(name)),
                                      "write a list of addresses");
                         return;
                     }
                     for (const toml::node& member : *members) {
                         const Text* text = member.as_string();
                         if (!text)
                             mistakes.add(member, "this is no address", "write it in quotes");
                         else if (auto to = read_address(*text, mistakes))
                             alias.members.push_back(std::move(*to));
                     }
                     settings.aliases.push_back(std::move(alias));
                 });
}

// Keywords that it neither offers as a server nor uses as a client.
void read_without(TomlTable& table, mta::HostSettings& settings, Mistakes& mistakes) {
    for (const Text* text : table.texts("without")) {
        if (const auto extension = smtp::extension_named(text->get())) {
            settings.offers.remove(*extension);
            settings.uses.remove(*extension);
            continue;
        }
        std::vector<std::string> known;
        for (const smtp::ExtensionName& one : smtp::extension_names) known.emplace_back(one.keyword);
        mistakes.add(*text, fmt::format("'{}' is no service extension", shown(text->get())),
                     spelling_advice(text->get(), std::move(known)));
    }
}

}  // namespace

std::optional<mta::SubmissionServer> read_server(TomlTable& table, std::string_view key, Mistakes& mistakes) {
    const Text* text = table.text(key);
    if (!text) return {};
    const std::string& written = text->get();
    const std::size_t colon = written.rfind(':');
    mta::SubmissionServer server{written.substr(0, colon), mta::submission_port};
    if (colon != std::string::npos) {
        const auto port = base::parse_number(std::string_view(written).substr(colon + 1));
        if (!port || *port < 1 || *port > 65'535) {
            mistakes.add(mistakes.place_in(*text, colon + 1),
                         fmt::format("'{}' names no port", shown(written)),
                         "write a number from 1 to 65535 after the colon, such as 587");
            return {};
        }
        server.port = static_cast<std::uint16_t>(*port);
    }
    const mail::AddressFault fault = mail::check_domain(server.host);
    if (!fault.what.empty() && !base::parse_ip_address(server.host))
        mistakes.add(mistakes.place_in(*text, fault.position),
                     fmt::format("'{}' names no host: {}", shown(written), fault.what), fault.mend);
    return server;
}

void read_services(TomlTable& table, mta::HostSettings& settings, Mistakes& mistakes) {
    read_accounts(table, settings, mistakes);
    read_login(table, settings, mistakes);
    if (auto server = read_server(table, "smarthost", mistakes)) settings.smarthost = std::move(server);
    read_aliases(table, settings, mistakes);
    read_without(table, settings, mistakes);
}

std::vector<mta::HostTableEntry> read_host_table(TomlTable& document, Mistakes& mistakes) {
    std::vector<mta::HostTableEntry> entries;
    read_entries(document, "host-table", mistakes,
                 [&](const std::string& name, const base::Place& place, const toml::node& node) {
                     const mail::AddressFault fault = mail::check_domain(name);
                     const Text* text = node.as_string();
                     const auto address = text ? base::parse_ip_address(text->get()) : std::nullopt;
                     if (!fault.what.empty())
                         mistakes.add(place, fmt::format("'{}' is no host: {}", shown(name), fault.what),
                                      fault.mend);
                     else if (!address)
                         mistakes.add(node, fmt::format("'{}' has no IP address", shown(name)),
                                      "write one such as \"10.0.0.52\"");
                     else
                         entries.push_back({name, *address});
                 });
    return entries;
}

}  // namespace sim
