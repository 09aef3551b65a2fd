#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "mail/compose.h"
#include "mail/line_ends.h"
#include "sim/scenario_reader.h"
#include "sim/simulation.h"
#include "sim/spelling.h"

namespace sim {
namespace {

using Text = toml::value<std::string>;

/// "Ann Example <ann@src.example>", or the address alone.
std::optional<mail::Correspondent> read_correspondent(const Text& text, Mistakes& mistakes) {
    const std::string_view written = base::trim(text.get());
    const std::size_t angle = written.rfind('<');
    if (angle == std::string_view::npos || !written.ends_with('>')) {
        auto address = read_address(text, mistakes);
        if (!address) return {};
        return mail::Correspondent{"", std::move(*address)};
    }
    auto parsed = mail::parse_address(written.substr(angle + 1, written.size() - angle - 2));
    if (auto* address = std::get_if<mail::Address>(&parsed))
        return mail::Correspondent{std::string(base::trim(written.substr(0, angle))), std::move(*address)};
    const auto& fault = std::get<mail::AddressFault>(parsed);
    mistakes.add(text, fmt::format("the address between < and > is none: {}", fault.what), fault.mend);
    return {};
}

const ScenarioHost* find_host(const Scenario& scenario, std::string_view word) {
    const auto found = std::find_if(scenario.hosts.begin(), scenario.hosts.end(),
                                    [&](const ScenarioHost& host) { return host.name == word; });
    return found == scenario.hosts.end() ? nullptr : &*found;
}

const ScenarioHost* read_sender(TomlTable& table, const Scenario& scenario, Mistakes& mistakes) {
    const Text* text = table.text("host", Need::required);
    if (!text) return nullptr;
    const ScenarioHost* host = find_host(scenario, text->get());
    if (!host) {
        std::vector<std::string> words;
        for (const ScenarioHost& one : scenario.hosts) words.push_back(one.name);
        mistakes.add(*text, fmt::format("there is no host '{}'", base::visible(text->get().substr(0, 80))),
                     spelling_advice(text->get(), std::move(words)));
    }
    return host;
}

base::Instant read_instant(TomlTable& table, Mistakes& mistakes) {
    const Text* text = table.text("at");
    if (!text) return {};
    const auto at = read_duration(*text, mistakes);
    if (at && *at > longest_run)
        mistakes.add(*text, fmt::format("a run ends after {}", base::to_text(longest_run)),
                     "let it begin sooner");
    return base::Instant{} + at.value_or(base::Duration{});
}

// The letter as a mail program composes it; the envelope stands in for what the header does not say.
std::string compose_letter(TomlTable& table, const ScenarioMail& mail, const ScenarioHost* host,
                           const Scenario& scenario, std::size_t number, Mistakes& mistakes) {
    mail::Letter letter;
    bool whole = true;
    const auto take = [&](const Text& text, auto store) {
        if (auto one = read_correspondent(text, mistakes))
            store(std::move(*one));
        else
            whole = false;
    };
    if (const Text* text = table.text("header-from")) {
        take(*text, [&](mail::Correspondent one) { letter.from = std::move(one); });
    } else if (const auto from = mail::parse_address(mail.reverse_path);
               std::holds_alternative<mail::Address>(from)) {
        letter.from.address = std::get<mail::Address>(from);
    } else {
        if (mail.reverse_path.empty() && table.source().contains("from"))
            mistakes.add(*table.source().get("from"),
                         "a mail with the null path does not say whom it is from",
                         "add header-from = \"...\", or the whole letter");
        whole = false;
    }
    for (const Text* text : table.texts("header-to"))
        take(*text, [&](mail::Correspondent one) { letter.to.push_back(std::move(one)); });
    if (!table.source().contains("header-to"))
        for (const std::string& recipient : mail.recipients)
            if (const auto to = mail::parse_address(recipient); std::holds_alternative<mail::Address>(to))
                letter.to.push_back({"", std::get<mail::Address>(to)});
    letter.subject = read_text(table, "subject");
    letter.body = read_text(table, "body");
    letter.date = scenario.start + (mail.at - base::Instant{}).nanoseconds / base::seconds(1).nanoseconds;
    letter.message_id = fmt::format("{}.{}@{}", number, scenario.name, host ? host->settings.name : "");
    return whole ? mail::compose(letter) : std::string();
}

}  // namespace

ScenarioMail read_mail(const toml::table& source, const Scenario& scenario, std::size_t number,
                       Mistakes& mistakes) {
    TomlTable table(source, fmt::format("mail {}", number), mistakes);
    ScenarioMail mail;
    mail.at = read_instant(table, mistakes);
    const ScenarioHost* host = read_sender(table, scenario, mistakes);
    if (host) mail.host = host->name;
    if (const Text* from = table.text("from", Need::required); from && !from->get().empty())
        if (read_address(*from, mistakes)) mail.reverse_path = from->get();
    for (const Text* to : table.texts("to", Need::required))
        if (read_address(*to, mistakes)) mail.recipients.push_back(to->get());
    if (const Text* letter = table.text("letter")) {
        mail.letter = mail::import_line_ends(letter->get()).octets;
        for (const std::string_view key : {"subject", "body", "header-from", "header-to"})
            if (const toml::node* node = table.find(key))
                mistakes.add(*node, fmt::format("'{}' stands beside a whole letter", key),
                             "leave one of them out");
    } else {
        mail.letter = compose_letter(table, mail, host, scenario, number, mistakes);
    }
    table.finish();
    return mail;
}

}  // namespace sim
