#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "mail/compose.h"
#include "mail/encoding.h"
#include "mail/line_ends.h"
#include "sim/recipient_text.h"
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
    } else if (const auto from = mail::parse_address(mail.reverse_path, mail::Utf8::allowed);
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
            if (const auto to = parse_recipient(recipient);
                std::holds_alternative<smtp::HandoverRecipient>(to))
                letter.to.push_back({"", std::get<smtp::HandoverRecipient>(to).address});
    letter.subject = read_text(table, "subject");
    letter.body = read_text(table, "body");
    letter.date = scenario.start + (mail.at - base::Instant{}).nanoseconds / base::seconds(1).nanoseconds;
    letter.message_id = fmt::format("{}.{}@{}", number, scenario.name, host ? host->settings.name : "");
    return whole ? mail::compose(letter) : std::string();
}

// ---- the envelope ----

bool read_recipient(const Text& text, Mistakes& mistakes) {
    const auto parsed = parse_recipient(text.get());
    const auto* fault = std::get_if<mail::AddressFault>(&parsed);
    if (fault)
        mistakes.add(
            mistakes.place_in(text, fault->position),
            fmt::format("'{}' is no address: {}", base::visible(text.get().substr(0, 320)), fault->what),
            fault->mend);
    return !fault;
}

smtp::Notify read_notify(TomlTable& table, Mistakes& mistakes) {
    smtp::Notify notify;
    if (!table.source().contains("notify")) return notify;
    notify = {true, false, false, false};
    bool never = false;
    const auto words = table.texts("notify");
    for (const Text* text : words) {
        const std::string& word = text->get();
        if (word == "never")
            never = true;
        else if (word == "success")
            notify.success = true;
        else if (word == "failure")
            notify.failure = true;
        else if (word == "delay")
            notify.delay = true;
        else
            mistakes.add(*text, fmt::format("nobody is notified of '{}'", base::visible(word.substr(0, 80))),
                         spelling_advice(word, {"success", "failure", "delay", "never"}));
    }
    if (never && words.size() > 1)  // RFC 3461 4.1
        mistakes.add(*words.front(), "'never' stands beside other words", "leave them or it out");
    return notify;
}

void read_envelope(TomlTable& table, ScenarioMail& mail, Mistakes& mistakes) {
    mail.recipient_options.assign(mail.recipients.size(), {read_notify(table, mistakes), {}});
    if (const Text* text = table.text("return")) {
        if (text->get() == "full")
            mail.options.returned = smtp::Return::full;
        else if (text->get() == "header")
            mail.options.returned = smtp::Return::header;
        else
            mistakes.add(*text,
                         fmt::format("return cannot be '{}'", base::visible(text->get().substr(0, 80))),
                         "use full or header");
    }
    if (const Text* text = table.text("envelope-id")) {
        constexpr std::size_t longest = 100;  // RFC 3461 4.4
        mail.options.envelope_id = text->get();
        const bool good = !text->get().empty() && text->get().size() <= longest &&
                          std::all_of(text->get().begin(), text->get().end(), base::is_printable);
        if (!good)
            mistakes.add(*text, "this is no envelope identifier",
                         fmt::format("write 1 to {} printable ASCII characters", longest));
    }
    const auto originals = table.texts("original-recipients");
    if (originals.size() > mail.recipients.size())
        mistakes.add(*originals.back(), "there are more original recipients than recipients",
                     "write one for each address of 'to', in their order");
    for (std::size_t index = 0; index < originals.size() && index < mail.recipients.size(); ++index) {
        const std::string& text = originals[index]->get();
        const std::size_t type = text.find(';');
        constexpr std::size_t longest = 500;  // RFC 3461 4.2
        if (type == std::string::npos || type == 0 || type + 1 == text.size() || text.size() > longest)
            mistakes.add(*originals[index], "this is no original recipient",
                         "write its kind, ';' and the address, such as rfc822;ann@src.example");
        mail.recipient_options[index].original_recipient = text;
    }
    if (const auto* require = table.find("require-tls")) {
        if (!require->as_boolean())
            mistakes.add(*require, "'require-tls' is a switch", "make it true or false");
        mail.options.require_tls = require->value_or(false);
    }
}

std::string read_whole_letter(TomlTable& table, ScenarioMail& mail, Mistakes& mistakes) {
    const Text* const letter = table.text("letter");
    const Text* const base64 = table.text("letter-base64");
    for (const std::string_view key : {"subject", "body", "header-from", "header-to"})
        if (const toml::node* node = table.find(key))
            mistakes.add(*node, fmt::format("'{}' stands beside a whole letter", key),
                         "leave one of them out");
    if (letter && base64)
        mistakes.add(*base64, "'letter-base64' stands beside a letter", "leave one of them out");
    if (!base64) return letter ? mail::import_line_ends(letter->get()).octets : std::string();
    std::string packed;
    for (const char c : base64->get())
        if (c != ' ' && c != '\n' && c != '\r') packed += c;
    const auto octets = mail::from_base64(packed);
    if (!octets) mistakes.add(*base64, "this is no base64", "write it as RFC 4648 4 says");
    mail.options.body = smtp::Body::binary;  // as they are: any octets, with or without lines (RFC 3030 3)
    return octets.value_or("");
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
        if (read_recipient(*to, mistakes)) mail.recipients.push_back(to->get());
    read_envelope(table, mail, mistakes);
    const bool whole = table.source().contains("letter") || table.source().contains("letter-base64");
    mail.letter = whole ? read_whole_letter(table, mail, mistakes)
                        : compose_letter(table, mail, host, scenario, number, mistakes);
    table.finish();
    return mail;
}

}  // namespace sim
