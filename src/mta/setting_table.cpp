// The settings that a learner may change, a row each: its name, its values, one sentence, and what it does to
// a host's settings.
#include <fmt/format.h>

#include <functional>
#include <span>

#include "base/text.h"
#include "mta/settings.h"

namespace mta {
namespace {

using base::Problem;
using base::Result;

/// Changes one setting; false: it has no such value.
using Apply = std::function<bool(HostSettings&, std::string_view value)>;

struct Row {
    std::string name, values, what;
    Apply apply;
};
using Rows = std::vector<Row>;

// ---- families of settings ----

// A member that is one of two things, by a switch.
template <class T>
Row toggle(std::string name, std::string what, T HostSettings::*member, T on, T off) {
    return {std::move(name), "on or off", std::move(what), [=](HostSettings& host, std::string_view value) {
                if (value != "on" && value != "off") return false;
                host.*member = value == "on" ? on : off;
                return true;
            }};
}

// A member that is one of some words; their order is that of its enumerators.
template <class T>
Row choice(std::string name, std::string what, T HostSettings::*member, std::vector<std::string> words) {
    std::string values;
    for (std::size_t index = 0; index < words.size(); ++index)
        values += (index == 0 ? "" : index + 1 < words.size() ? ", " : " or ") + words[index];
    return {std::move(name), std::move(values), std::move(what),
            [member, words = std::move(words)](HostSettings& host, std::string_view value) {
                const auto found = std::find(words.begin(), words.end(), value);
                if (found == words.end()) return false;
                host.*member = static_cast<T>(found - words.begin());
                return true;
            }};
}

// A member that is a number of at least 1.
template <class T>
Row amount(std::string name, std::string values, std::string what, T HostSettings::*member) {
    return {std::move(name), std::move(values), std::move(what),
            [member](HostSettings& host, std::string_view value) {
                const auto number = base::parse_number(value);
                if (!number || *number < 1) return false;
                host.*member = static_cast<T>(*number);
                return true;
            }};
}

// A number of octets, or no limit at all.
Row room(std::string name, std::string what, std::optional<std::uint64_t> HostSettings::*member) {
    return {std::move(name), "a number of octets, or unlimited", std::move(what),
            [member](HostSettings& host, std::string_view value) {
                const auto number = base::parse_number(value);
                if (!number && value != "unlimited") return false;
                host.*member = number ? std::optional(static_cast<std::uint64_t>(*number)) : std::nullopt;
                return true;
            }};
}

Row extension_toggle(std::string_view side, smtp::Extension extension, std::string what,
                     smtp::ExtensionSet HostSettings::*member) {
    const std::string keyword(to_text(extension));
    return {fmt::format("{}-{}", side, base::lower(keyword)), "on or off",
            fmt::format(fmt::runtime(what), keyword,
                        base::to_text(smtp::extension_names[static_cast<std::size_t>(extension)].citation)),
            [=](HostSettings& host, std::string_view value) {
                if (value == "on")
                    (host.*member).add(extension);
                else if (value == "off")
                    (host.*member).remove(extension);
                else
                    return false;
                return true;
            }};
}

// ---- those that fit no family ----

// Words between spaces; each must be an address.
bool set_at_terminal(HostSettings& host, std::string_view value) {
    std::vector<mail::Address> users;
    for (const std::string_view word : base::words(value == "none" ? "" : value)) {
        const auto parsed = mail::parse_address(word);
        if (!std::holds_alternative<mail::Address>(parsed)) return false;
        users.push_back(std::get<mail::Address>(parsed));
    }
    if (users.empty() && value != "none") return false;
    host.at_terminal = std::move(users);
    return true;
}

bool set_delay_warning(HostSettings& host, std::string_view value) {
    constexpr std::int64_t most_minutes = 60 * 24 * 365;  // our own bound: a year; no queue waits longer
    const auto number = base::parse_number(value);
    if (!number || *number > most_minutes) return false;
    host.delay_warning = base::minutes(*number);
    return true;
}

// TlsUse::implicit is no choice: it comes with port 465 (RFC 8314 3.3).
constexpr std::array tls_words{"never", "opportunistic", "required"};
static_assert(static_cast<std::size_t>(smtp::TlsUse::required) + 1 == tls_words.size());

// ---- the table ----

void add_limits(Rows& rows) {
    using H = HostSettings;
    rows.push_back(amount("letter-limit", "a number of octets, at least 1",
                          "the largest letter taken (RFC 1870)", &H::letter_limit));
    rows.push_back(amount("recipient-limit", "a number of at least 1",
                          "the most recipients of one mail (RFC 5321 4.5.3.1.8)", &H::recipient_limit));
    rows.push_back(room("mailbox-quota", "octets that each mailbox may hold; a full one is 452 4.2.2",
                        &H::mailbox_quota));
    rows.push_back(
        room("disk-space", "octets of mail that may wait here; no more room is 452 4.3.1", &H::disk_space));
    rows.push_back(toggle("disk-full", "on: there is no room for any mail, 452 4.3.1", &H::disk_room,
                          DiskRoom::none, DiskRoom::some));
}

void add_rules(Rows& rows) {
    using H = HostSettings;
    rows.push_back(toggle("relay-control", "off: sends mail on for everyone, an open relay",
                          &H::relay_control, RelayControl::own_networks, RelayControl::open));
    rows.push_back(toggle("recipient-check", "off: unknown recipients are accepted first and bounced later",
                          &H::recipient_check, RecipientCheck::at_rcpt, RecipientCheck::after_acceptance));
    rows.push_back(toggle("strict-line-ends", "off: letters with bare CR or LF are taken", &H::line_ends,
                          LineEnds::strict, LineEnds::lenient));
    rows.push_back(toggle("auth-required",
                          "off: 587 and 465 take mail from its own network without a login (RFC 6409 4.3)",
                          &H::submission_auth, SubmissionAuth::required, SubmissionAuth::optional));
    rows.push_back(choice("plaintext-auth",
                          "always: PLAIN and LOGIN are offered without TLS too (RFC 4954 4 warns of it)",
                          &H::plaintext_auth, {"under-tls", "always"}));
    rows.push_back(choice("tls-required",
                          "who hears 530 until STARTTLS; always: port 25 too, which RFC 3207 4 forbids to a "
                          "server that MX records name",
                          &H::tls_demand, {"off", "submission", "always"}));
}

void add_character(Rows& rows) {
    using H = HostSettings;
    rows.push_back(choice("manner", "whose habits the server has", &H::manner,
                          {smtp::manner_names.begin(), smtp::manner_names.end()}));
    rows.push_back(
        choice("era", "1982: RFC 821 alone, a host table instead of the DNS", &H::era, {"today", "1982"}));
    rows.push_back(toggle("takes-mail", "off: it greets every client with 554 (RFC 5321 3.1)", &H::service,
                          Service::open, Service::refused));
    rows.push_back(choice("misbehaviour",
                          "what the server says instead of SMTP: nothing, nonsense, or half a line",
                          &H::misbehaviour, {"none", "silent", "rubbish", "half-line"}));
    rows.push_back(choice("certificate", "what its certificate is like; none: it offers no STARTTLS",
                          &H::certificate, {"none", "valid", "self-signed", "expired", "other-name"}));
    rows.push_back(choice("tls", "when it turns to TLS as a client; required: verified, or no mail goes",
                          &H::tls, {tls_words.begin(), tls_words.end()}));
    rows.push_back(choice("letter-by",
                          "how its client sends letters; chunks: by BDAT wherever CHUNKING is offered, not "
                          "only where it must (RFC 3030 2)",
                          &H::letter_by, {"data", "chunks"}));
    rows.push_back({"at-terminal", "mailboxes with spaces between, or none",
                    "1982: who reads on a screen what SEND brings (RFC 821 3.4)", set_at_terminal});
}

void add_queue(Rows& rows) {
    using H = HostSettings;
    rows.push_back({"delay-warning", "a number of minutes; 0: never",
                    "how long a mail waits until its sender is told that it is late", set_delay_warning});
    rows.push_back(choice("double-bounce", "what becomes of a bounce that fails itself", &H::double_bounce,
                          {"postmaster", "discard"}));
    rows.push_back(toggle("dns-cache", "off: it asks the DNS again for each mail", &H::dns_caching,
                          DnsCaching::on, DnsCaching::off));
}

void add_extensions(Rows& rows) {
    for (std::size_t index = 0; index < smtp::extension_count; ++index)
        rows.push_back(extension_toggle("offer", static_cast<smtp::Extension>(index),
                                        "off: its server does not offer {} ({})", &HostSettings::offers));
    for (std::size_t index = 0; index < smtp::extension_count; ++index)
        rows.push_back(extension_toggle("use", static_cast<smtp::Extension>(index),
                                        "off: its client does not use {} ({})", &HostSettings::uses));
}

const Rows& rows() {
    static const Rows all = [] {
        Rows list;
        add_limits(list);
        add_rules(list);
        add_character(list);
        add_queue(list);
        add_extensions(list);
        return list;
    }();
    return all;
}

}  // namespace

const std::vector<SettingName>& setting_names() {
    static const std::vector<SettingName> names = [] {
        std::vector<SettingName> list;
        for (const Row& row : rows()) list.push_back({row.name, row.values, row.what});
        return list;
    }();
    return names;
}

Result<HostSettings> with_setting(HostSettings settings, std::string_view name, std::string_view value) {
    const Rows& all = rows();
    const auto row = std::find_if(all.begin(), all.end(), [&](const Row& one) { return one.name == name; });
    if (row == all.end()) {
        std::string list;
        for (const Row& one : all) list += (list.empty() ? "" : ", ") + one.name;
        return Problem{{}, fmt::format("there is no setting '{}'", name), "use one of " + list};
    }
    if (row->apply(settings, value)) return settings;
    return Problem{{}, fmt::format("{} cannot be '{}'", name, value), "use " + row->values};
}

}  // namespace mta
