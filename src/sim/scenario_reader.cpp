#include "sim/scenario_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "mail/date.h"
#include "sim/fault_text.h"
#include "sim/intervention_check.h"
#include "sim/quantity.h"
#include "sim/scenario_file.h"
#include "sim/spelling.h"

namespace sim {
namespace {

using Text = toml::value<std::string>;

constexpr std::size_t longest_word = 63;  // our own bound: as a label of a name (RFC 1035 2.3.4)

std::vector<std::string> words_of(const Scenario& scenario) {
    std::vector<std::string> words;
    for (const ScenarioHost& host : scenario.hosts) words.push_back(host.name);
    return words;
}

std::int64_t read_start(TomlTable& document, Mistakes& mistakes) {
    const auto* written = document.date_time("start", Need::required);
    if (!written) return 0;
    const toml::date_time& when = written->get();
    const int offset = when.offset ? when.offset->minutes : 0;
    if (!when.offset)
        mistakes.add(*written, "'start' names no time zone", "add Z at its end: 2026-03-02T09:00:00Z");
    const auto text =
        fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", when.date.year, int{when.date.month},
                    int{when.date.day}, int{when.time.hour}, int{when.time.minute}, int{when.time.second},
                    offset < 0 ? '-' : '+', std::abs(offset) / 60, std::abs(offset) % 60);
    const auto seconds = mail::parse_rfc3339(text);
    if (!seconds) mistakes.add(*written, "'start' is no date and time", "write it as 2026-03-02T09:00:00Z");
    return seconds.value_or(0);
}

// Two hosts are told apart by word, domain and address: the trace finds them by each of these.
class Names {
public:
    explicit Names(Mistakes& mistakes) : mistakes_(mistakes) {}

    void claim(const toml::node& node, std::string_view kind, const std::string& name, std::size_t host,
               const std::string& word) {
        if (name.empty()) return;
        const auto [found, fresh] = taken_.try_emplace(base::lower(name), host, word);
        if (fresh || found->second.first == host) return;
        mistakes_.add(node,
                      fmt::format("the {} '{}' is taken by the host '{}'", kind, name, found->second.second),
                      fmt::format("give every host a {} of its own", kind));
    }

private:
    std::map<std::string, std::pair<std::size_t, std::string>> taken_;
    Mistakes& mistakes_;
};

void check_names(const std::vector<const toml::table*>& tables, const Scenario& scenario,
                 Mistakes& mistakes) {
    Names names(mistakes);
    const auto node = [](const toml::table& table, const char* key) -> const toml::node& {
        const toml::node* found = table.get(key);
        return found ? *found : static_cast<const toml::node&>(table);
    };
    for (std::size_t index = 0; index < tables.size(); ++index) {
        const ScenarioHost& host = scenario.hosts[index];
        const toml::table& table = *tables[index];
        names.claim(node(table, "name"), "name", host.name, index, host.name);
        names.claim(node(table, "domain"), "domain", host.settings.name, index, host.name);
        for (const base::IpAddress& address : host.settings.addresses)
            names.claim(node(table, "addresses"), "address", base::to_text(address), index, host.name);
    }
}

void check_asks(const std::vector<const toml::table*>& tables, const Scenario& scenario, Mistakes& mistakes) {
    for (std::size_t index = 0; index < tables.size(); ++index) {
        const ScenarioHost& host = scenario.hosts[index];
        if (host.asks.empty() || mistakes.full()) continue;
        std::vector<std::string> servers;
        for (const ScenarioHost& other : scenario.hosts)
            if (other.role == trace::Role::dns || !other.zones.empty()) servers.push_back(other.name);
        if (std::find(servers.begin(), servers.end(), host.asks) != servers.end()) continue;
        mistakes.add(*tables[index]->get("asks"), fmt::format("there is no name server '{}'", host.asks),
                     spelling_advice(host.asks, std::move(servers)));
    }
}

void read_hosts(TomlTable& document, Scenario& scenario, Mistakes& mistakes) {
    const auto tables = document.tables("host", most_hosts);
    if (tables.empty() && !document.source().contains("host"))
        mistakes.add(document.source(), "the scenario has no host", "add a table [[host]]");
    for (const toml::table* table : tables) scenario.hosts.push_back(read_host(*table, mistakes));
    check_names(tables, scenario, mistakes);
    check_asks(tables, scenario, mistakes);
}

void read_links(TomlTable& document, Scenario& scenario, Mistakes& mistakes) {
    const auto words = words_of(scenario);
    const std::set<std::string> known(words.begin(), words.end());
    std::set<std::pair<std::string, std::string>> joined;
    for (const toml::table* source : document.tables("link-between", most_links)) {
        if (mistakes.full()) return;
        TomlTable table(*source, "the link", mistakes);
        const auto ends = table.texts("hosts", Need::required);
        ScenarioLink link{"", "", read_link_settings(table, scenario.usual_link, mistakes)};
        table.finish();
        for (const Text* end : ends)
            if (!known.contains(end->get()))
                mistakes.add(*end, fmt::format("there is no host '{}'", end->get()),
                             spelling_advice(end->get(), words));
        const bool two = ends.size() == 2 && ends[0]->get() != ends[1]->get();
        if (!ends.empty() && !two)
            mistakes.add(*source->get("hosts"), "a link joins two hosts", "name two different ones");
        if (!two) continue;
        link.a = ends[0]->get();
        link.b = ends[1]->get();
        if (!joined.insert(std::minmax(link.a, link.b)).second)
            mistakes.add(*source, fmt::format("{} and {} have a link already", link.a, link.b),
                         "leave one out");
        scenario.links.push_back(std::move(link));
    }
}

void read_mails(TomlTable& document, Scenario& scenario, Mistakes& mistakes) {
    const auto tables = document.tables("mail", most_mails);
    for (std::size_t index = 0; index < tables.size() && !mistakes.full(); ++index)
        scenario.mails.push_back(read_mail(*tables[index], scenario, index + 1, mistakes));
}

}  // namespace

std::vector<trace::Intervention> read_faults(TomlTable& document, const Scenario& scenario,
                                             Mistakes& mistakes) {
    std::vector<trace::Intervention> faults;
    const trace::World world = world_of(scenario);
    for (const Text* text : document.texts("faults")) {
        auto fault = parse_fault(text->get(), faults.empty() ? nullptr : &faults.back());
        if (!fault) {
            const base::Problem& problem = fault.problem();
            mistakes.add(mistakes.place_in(*text, static_cast<std::size_t>(problem.place.column) - 1),
                         problem.what, problem.mend);
            continue;
        }
        if (auto problem = check_intervention(scenario, world, *fault))
            mistakes.add(*text, problem->what, problem->mend);
        faults.push_back(std::move(*fault));
    }
    return faults;
}

std::string read_text(TomlTable& table, std::string_view key, Need need) {
    const Text* text = table.text(key, need);
    return text ? text->get() : std::string();
}

std::string read_word(TomlTable& table, std::string_view key, Mistakes& mistakes) {
    const Text* text = table.text(key, Need::required);
    if (!text) return {};
    const std::string& word = text->get();
    const bool good = !word.empty() && word.size() <= longest_word &&
                      std::all_of(word.begin(), word.end(),
                                  [](char c) { return base::is_lower(c) || base::is_digit(c) || c == '-'; });
    if (!good)
        mistakes.add(*text,
                     fmt::format("'{}' is no word for it", base::visible(word.substr(0, longest_word))),
                     fmt::format("use 1 to {} lower-case letters, digits and hyphens", longest_word));
    return good ? word : std::string();
}

std::optional<mail::Address> read_address(const Text& text, Mistakes& mistakes) {
    auto parsed = mail::parse_address(text.get(), mail::Utf8::allowed);
    if (auto* address = std::get_if<mail::Address>(&parsed)) return std::move(*address);
    const auto& fault = std::get<mail::AddressFault>(parsed);
    mistakes.add(mistakes.place_in(text, fault.position),
                 fmt::format("'{}' is no address: {}", base::visible(text.get().substr(0, 320)), fault.what),
                 fault.mend);
    return {};
}

std::optional<base::Duration> read_duration(const Text& text, Mistakes& mistakes) {
    const auto duration = parse_duration(text.get());
    if (!duration)
        mistakes.add(text, fmt::format("'{}' is no span of time", base::visible(text.get().substr(0, 80))),
                     fmt::format("write {}, at most 365 days", duration_form));
    return duration;
}

LinkSettings read_link_settings(TomlTable& table, LinkSettings usual, Mistakes& mistakes) {
    const auto wrong = [&](const Text& text, std::string_view what, std::string_view form) {
        mistakes.add(text, fmt::format("'{}' is no {}", base::visible(text.get().substr(0, 80)), what),
                     fmt::format("write {}", form));
    };
    if (const Text* text = table.text("latency"))
        usual.latency = read_duration(*text, mistakes).value_or(usual.latency);
    if (const Text* text = table.text("bandwidth")) {
        const auto bandwidth = parse_bandwidth(text->get());
        if (bandwidth)
            usual.bits_per_second = *bandwidth;
        else
            wrong(*text, "bandwidth", bandwidth_form);
    }
    if (const Text* text = table.text("loss")) {
        const auto loss = parse_loss(text->get());
        if (loss)
            usual.loss_per_million = *loss;
        else
            wrong(*text, "loss", loss_form);
    }
    return usual;
}

Scenario read_scenario(const toml::table& source, Mistakes& mistakes) {
    TomlTable document(source, "the scenario", mistakes);
    Scenario scenario;
    scenario.name = read_word(document, "name", mistakes);
    scenario.title = read_text(document, "title", Need::required);
    scenario.description = read_text(document, "description");
    scenario.start = read_start(document, mistakes);
    if (const auto* seed = document.number("seed")) {
        if (seed->get() < 0) mistakes.add(*seed, "'seed' is negative", "write a whole number from 0 on");
        scenario.seed = static_cast<std::uint64_t>(seed->get());
    }
    if (const toml::table* link = document.table("link")) {
        TomlTable table(*link, "the usual link", mistakes);
        scenario.usual_link = read_link_settings(table, scenario.usual_link, mistakes);
        table.finish();
    }
    read_hosts(document, scenario, mistakes);
    read_links(document, scenario, mistakes);
    const auto host_table = read_host_table(document, mistakes);
    for (ScenarioHost& host : scenario.hosts)
        if (host.settings.era == smtp::Era::y1982) host.settings.host_table = host_table;
    read_mails(document, scenario, mistakes);
    scenario.faults = read_faults(document, scenario, mistakes);
    document.finish();
    return scenario;
}

}  // namespace sim
