#include "mta/policy.h"

#include <fmt/format.h>

#include "mail/limits.h"
#include "smtp/replies.h"

namespace mta {
namespace {

using smtp::Ruling;
using trace::Rule;
using trace::Verdict;
namespace replies = smtp::replies;

Judgement accepted(Rule rule, base::Citation citation, std::string about, std::string because,
                   smtp::Reply reply) {
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

Judgement judge_local(const HostSettings& settings, const mail::Address& address) {
    const std::string text = mail::to_text(address);
    const auto mailbox = settings.mailbox_for(address);
    if (mailbox || settings.recipient_check == RecipientCheck::after_acceptance)
        return accepted(
            Rule::recipient_exists, {5321, "4.1.1.3"}, text,
            mailbox ? fmt::format("mailbox {}", mail::to_text(*mailbox)) : "recipient-check is off",
            replies::recipient_is_local(text));
    return refused(Rule::recipient_exists, text, fmt::format("{} has no such mailbox", address.domain),
                   replies::user_unknown(text));
}

Judgement judge_foreign(const HostSettings& settings, const Client& client, const mail::Address& address) {
    const std::string text = mail::to_text(address), peer = base::to_text(client.address);
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

}  // namespace

std::optional<Judgement> judge_sender(const HostSettings& settings, const Client& client) {
    if (client.port != submission_port) return {};
    const std::string peer = base::to_text(client.address);
    if (const auto network = settings.own_network_of(client.address))
        return Judgement{{},   Rule::own_network,      Verdict::accept, {6409, "4.3"},
                         peer, base::to_text(*network)};
    return refused(Rule::own_network, peer, "not in its own network",
                   replies::submission_sender_denied(peer));
}

Judgement judge_recipient(const HostSettings& settings, const Client& client, const mail::Path& recipient) {
    if (recipient.kind == mail::PathKind::bare_postmaster) {
        // RFC 5321 4.1.1.3 and 4.5.1: <Postmaster> without a domain is this host's own.
        const std::string domain =
            settings.local_domains.empty() ? settings.name : settings.local_domains.front();
        return judge_local(settings, {"postmaster", domain});
    }
    const mail::Address& address = *recipient.mailbox;
    return settings.is_local_domain(address.domain) ? judge_local(settings, address)
                                                    : judge_foreign(settings, client, address);
}

std::optional<Judgement> judge_letter(const HostSettings& settings, const smtp::DataReader& reader,
                                      std::size_t received_fields) {
    const auto bare_lf = reader.count(smtp::Oddity::bare_lf), bare_cr = reader.count(smtp::Oddity::bare_cr);
    if (settings.line_ends == LineEnds::strict && (bare_lf > 0 || bare_cr > 0)) {
        const std::string what =
            bare_lf > 0 ? fmt::format("{} LF without CR", bare_lf) : fmt::format("{} CR without LF", bare_cr);
        return refused(Rule::line_ends, "the letter's line ends", what, replies::letter_line_end_wrong(what));
    }
    if (received_fields > mail::most_received_fields)
        return refused(Rule::hop_count, "the letter's path",
                       fmt::format("{} Received fields", received_fields),
                       replies::too_many_hops(received_fields));
    return {};
}

}  // namespace mta
