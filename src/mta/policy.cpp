#include "mta/policy.h"

#include <fmt/format.h>

#include "mail/limits.h"
#include "smtp/replies.h"

namespace mta {
namespace {

using smtp::Ruling;
using trace::Rule;
using trace::Verdict;
using Kind = smtp::Transaction::Kind;
namespace replies = smtp::replies;

Judgement accepted(Rule rule, base::Citation citation, std::string about, std::string because,
                   std::optional<smtp::Reply> reply = {}) {
    return {{Ruling::Outcome::accept, std::move(reply)},
            rule,
            Verdict::accept,
            citation,
            std::move(about),
            std::move(because)};
}

Judgement refused(Rule rule, std::string about, std::string because, smtp::Reply reply) {
    const base::Citation citation = reply.citation;
    const Verdict verdict = smtp::is_transient(reply) ? Verdict::come_back : Verdict::refuse;
    return {{Ruling::Outcome::refuse, std::move(reply)},
            rule,
            verdict,
            citation,
            std::move(about),
            std::move(because)};
}

// ---- room ----

std::optional<Judgement> judge_disk(const HostSettings& settings, const Storage& storage,
                                    std::uint64_t octets) {
    if (has_disk_for(settings, storage, octets)) return {};
    const std::string because =
        settings.disk_room == DiskRoom::none
            ? std::string("the disk is full")
            : fmt::format("{} of {} octets are taken", storage.custody, *settings.disk_space);
    return refused(Rule::storage, fmt::format("room for {} octets", octets), because, replies::disk_full());
}

std::string fill_of(const HostSettings& settings, const Storage& storage, const mail::Address& mailbox) {
    return fmt::format("{} of {} octets are taken", storage.in_mailbox(mailbox), *settings.mailbox_quota);
}

// ---- our own users ----

// RFC 821 3.4: SEND is for the screen alone; the other two have the mailbox as well, or instead.
std::optional<Judgement> judge_terminal(const HostSettings& settings, const mail::Address& mailbox,
                                        const std::string& text, Kind kind) {
    if (!settings.is_1982() || kind != Kind::send || settings.is_at_terminal(mailbox)) return {};
    return refused(Rule::recipient_exists, text, "nobody of this name is at a terminal",
                   replies::terminal_not_there(text));
}

Judgement judge_alias(const HostSettings& settings, const Alias& alias, const std::string& text, Kind kind) {
    const bool moved = alias.members.size() == 1 && !settings.is_local_domain(alias.members[0].domain);
    if (settings.is_1982() && moved) {
        const std::string there = mail::to_text(alias.members[0]);
        if (kind == Kind::send)
            return refused(Rule::aliases, text, "the user reads mail at " + there,
                           replies::user_elsewhere(there));
        return accepted(Rule::aliases, {821, "3.2"}, text, "the user reads mail at " + there,
                        replies::will_forward(there));
    }
    const std::string because = fmt::format("an alias of {} {}", alias.members.size(),
                                            alias.members.size() == 1 ? "address" : "addresses");
    return accepted(Rule::aliases, {5321, "3.9.1"}, text, because, replies::recipient_is_local(text));
}

Judgement judge_local(const HostSettings& settings, const mail::Address& address, Kind kind,
                      const Storage& storage) {
    const std::string text = mail::to_text(address);
    if (const Alias* const alias = settings.alias_for(address))
        return judge_alias(settings, *alias, text, kind);
    const auto mailbox = settings.mailbox_for(address);
    if (mailbox) {
        if (auto judgement = judge_terminal(settings, *mailbox, text, kind)) return std::move(*judgement);
        if (!has_room_for(settings, storage, *mailbox, 1))
            return refused(Rule::storage, text, fill_of(settings, storage, *mailbox),
                           replies::mailbox_full(text));
    }
    if (mailbox || settings.recipient_check == RecipientCheck::after_acceptance)
        return accepted(
            Rule::recipient_exists, {5321, "4.1.1.3"}, text,
            mailbox ? fmt::format("mailbox {}", mail::to_text(*mailbox)) : "recipient-check is off",
            replies::recipient_is_local(text));
    return refused(Rule::recipient_exists, text, fmt::format("{} has no such mailbox", address.domain),
                   replies::user_unknown(text));
}

// ---- mail for others ----

Judgement judge_foreign(const HostSettings& settings, const Client& client, const mail::Address& address) {
    const std::string text = mail::to_text(address), peer = base::to_text(client.address);
    if (!client.user.empty()) {
        const std::string why = fmt::format("{} logged in", client.user);
        return accepted(Rule::authentication, {6409, "4.3"}, text, why,
                        replies::recipient_is_relayed(text, why, {6409, "4.3"}));
    }
    if (const auto network = settings.own_network_of(client.address)) {
        const std::string why = fmt::format("{} is in its own network {}", peer, base::to_text(*network));
        return accepted(Rule::relay_control, {6409, "4.3"}, text, why,
                        replies::recipient_is_relayed(text, why, {6409, "4.3"}));
    }
    if (settings.relay_control == RelayControl::open)
        return accepted(
            Rule::relay_control, {5321, "3.6.2"}, text, "relay-control is off: an open relay",
            replies::recipient_is_relayed(text, "an open relay asks nobody who they are", {5321, "3.6.2"}));
    return refused(
        Rule::relay_control, text,
        fmt::format("{} is not one of its domains and {} is not in its own network", address.domain, peer),
        replies::relaying_denied(text));
}

// RFC 821 3.6: every host passes on what its name is taken out of, or what is for a host that it knows.
Judgement judge_passing_on(const HostSettings& settings, const std::string& next, const std::string& text,
                           bool by_source_route, Kind kind) {
    const bool known =
        (next.size() > 2 && next.front() == '[') ||
        std::any_of(settings.host_table.begin(), settings.host_table.end(),
                    [&](const auto& one) { return base::equal_ignoring_case(one.name, next); });
    if (!known)
        return refused(Rule::relay_control, text, next + " is not in the host table",
                       replies::host_not_in_table(next));
    if (kind == Kind::send)
        return refused(Rule::relay_control, text, "terminals of " + next + " are not here",
                       replies::user_elsewhere(text));
    if (by_source_route)
        return accepted(Rule::relay_control, {821, "3.6"}, text, "the source route goes on to " + next,
                        replies::source_route_obeyed(text, next));
    return accepted(Rule::relay_control, {821, "3.6"}, text, "every host of 1982 passes mail on",
                    replies::recipient_is_relayed(text, "every host of 1982 passes mail on", {821, "3.6"}));
}

}  // namespace

bool has_disk_for(const HostSettings& settings, const Storage& storage, std::uint64_t octets) {
    if (settings.disk_room == DiskRoom::none) return false;
    return !settings.disk_space ||
           (storage.custody <= *settings.disk_space && octets <= *settings.disk_space - storage.custody);
}

bool has_room_for(const HostSettings& settings, const Storage& storage, const mail::Address& mailbox,
                  std::uint64_t octets) {
    if (!settings.mailbox_quota) return true;
    const std::uint64_t taken = storage.in_mailbox(mailbox);
    return taken <= *settings.mailbox_quota && octets <= *settings.mailbox_quota - taken;
}

std::vector<std::string> route_beyond(const HostSettings& settings, const mail::Path& recipient) {
    std::vector<std::string> hosts = recipient.source_route;
    if (!hosts.empty() && settings.is_us(hosts.front())) hosts.erase(hosts.begin());
    return hosts;
}

std::optional<Judgement> judge_sender(const HostSettings& settings, const Client& client,
                                      const smtp::SenderOptions& options,
                                      std::optional<std::uint64_t> announced_size, const Storage& storage) {
    const std::string peer = base::to_text(client.address);
    if (options.require_tls && client.cover == Client::Cover::plaintext)
        return refused(Rule::tls_policy, peer, "REQUIRETLS was said without TLS",
                       replies::require_tls_not_possible());
    // Room for one octet at least: 452 comes before the letter is sent for nothing (RFC 1870 6.1).
    if (auto judgement = judge_disk(settings, storage, announced_size.value_or(1))) return judgement;
    if (!client.user.empty()) return accepted(Rule::authentication, {4954, "4"}, client.user, "logged in");
    if (HostSettings::door_of(client.port) == smtp::Door::relay) return {};
    if (const auto network = settings.own_network_of(client.address))
        return accepted(Rule::own_network, {6409, "4.3"}, peer, base::to_text(*network));
    return refused(Rule::own_network, peer, "not in its own network",
                   replies::submission_sender_denied(peer));
}

Judgement judge_recipient(const HostSettings& settings, const Client& client, const mail::Path& recipient,
                          smtp::Transaction::Kind kind, const Storage& storage) {
    // RFC 5321 4.1.1.3 and 4.5.1: <Postmaster> without a domain is this host's own.
    if (recipient.kind == mail::PathKind::bare_postmaster)
        return judge_local(settings, settings.postmaster(), kind, storage);
    const mail::Address& address = *recipient.mailbox;
    if (!settings.is_1982())  // source routes are ignored today (RFC 5321 4.1.1.3)
        return settings.is_local_domain(address.domain) ? judge_local(settings, address, kind, storage)
                                                        : judge_foreign(settings, client, address);
    const auto hosts = route_beyond(settings, recipient);
    if (hosts.empty() && settings.is_local_domain(address.domain))
        return judge_local(settings, address, kind, storage);
    return judge_passing_on(settings, hosts.empty() ? address.domain : hosts.front(), mail::to_text(address),
                            !recipient.source_route.empty(), kind);
}

std::optional<Judgement> judge_letter(const HostSettings& settings, const smtp::DataReader& reader,
                                      std::size_t received_fields,
                                      const std::vector<smtp::EnvelopeRecipient>& recipients,
                                      const Storage& storage, smtp::Body body) {
    const auto bare_lf = reader.count(smtp::Oddity::bare_lf), bare_cr = reader.count(smtp::Oddity::bare_cr);
    const bool lines = body != smtp::Body::binary;
    if (lines && settings.line_ends == LineEnds::strict && (bare_lf > 0 || bare_cr > 0)) {
        const std::string what =
            bare_lf > 0 ? fmt::format("{} LF without CR", bare_lf) : fmt::format("{} CR without LF", bare_cr);
        return refused(Rule::line_ends, "the letter's line ends", what, replies::letter_line_end_wrong(what));
    }
    if (received_fields > mail::most_received_fields)
        return refused(Rule::hop_count, "the letter's path",
                       fmt::format("{} Received fields", received_fields),
                       replies::too_many_hops(received_fields));
    if (auto judgement = judge_disk(settings, storage, reader.size())) return judgement;
    // One answer for all: when nobody has room for it, it is given; else those who have none wait (4.2.2).
    std::optional<mail::Address> full;
    for (const smtp::EnvelopeRecipient& one : recipients) {
        const auto mailbox = one.path.mailbox ? settings.mailbox_for(*one.path.mailbox)
                                              : settings.mailbox_for(settings.postmaster());
        if (!mailbox || has_room_for(settings, storage, *mailbox, reader.size())) return {};
        full = mailbox;
    }
    if (!full) return {};
    return refused(Rule::storage, mail::to_text(*full),
                   fmt::format("{}, and the letter has {}", fill_of(settings, storage, *full), reader.size()),
                   replies::mailbox_full(mail::to_text(*full)));
}

}  // namespace mta
