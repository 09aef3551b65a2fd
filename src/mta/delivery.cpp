#include "mta/delivery.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/overloaded.h"
#include "base/text.h"
#include "mta/nonce.h"

namespace mta {
namespace {

// The reply in one line, as a bounce and a log quote it.
std::string quoted(const smtp::Reply& reply) {
    std::string text = reply.code > 0 ? fmt::format("{}", reply.code) : std::string();
    if (reply.enhanced) text += " " + smtp::to_text(reply.enhanced);
    for (const std::string& line : reply.lines)
        text += (text.empty() || line.empty() ? "" : " ") + base::visible(line);
    return text;
}

smtp::Reason reason_of(trace::Ending ending) {
    switch (ending) {
        case trace::Ending::refused:
            return smtp::Reason::connection_refused;
        case trace::Ending::timed_out:
            return smtp::Reason::connection_timed_out;
        default:
            return smtp::Reason::connection_lost;
    }
}

}  // namespace

Delivery::Delivery(DeliveryOrder order, std::uint32_t lookup, Premises premises)
    : order_(std::move(order)), lookup_(lookup), premises_(premises), open_(order_.recipients.size()) {
    std::iota(open_.begin(), open_.end(), std::size_t{0});
}

// ---- the route ----

Effects Delivery::start(base::Instant now, std::vector<Settlement>& settled) {
    return search(now, settled);
}

Effects Delivery::resolved(const Resolved& answer, base::Instant now, std::vector<Settlement>& settled) {
    known_.learn(answer.question, answer.answer);
    return finished_ || !route_.hops.empty() ? Effects{} : search(now, settled);
}

RouteSearch Delivery::find_route() const {
    const HostSettings& host = premises_.settings;
    const Families families = families_of(host.addresses);
    switch (order_.way) {
        case trace::Route::submission:
            return route_to_host(order_.domain, known_, families, order_.way);
        case trace::Route::smarthost:
            return without_ourselves(route_to_host(order_.domain, known_, families, order_.way),
                                     host.addresses, order_.domain);
        case trace::Route::host_table:
        case trace::Route::source_route:
            return without_ourselves(route_by_table(order_.domain, host.host_table, order_.way),
                                     host.addresses, order_.domain);
        default:
            return without_ourselves(
                route_by_mx(order_.domain, known_, families, premises_.random, order_.mail), host.addresses,
                order_.domain);
    }
}

bool Delivery::learn_from_cache(const std::vector<dns::Question>& questions, base::Instant now) {
    if (premises_.settings.dns_caching == DnsCaching::off) return false;
    bool learnt = false;
    for (const dns::Question& question : questions)
        if (const dns::Answer* const answer = premises_.cache.find(question, now)) {
            known_.learn(question, *answer);
            learnt = true;
        }
    return learnt;
}

Effects Delivery::search(base::Instant now, std::vector<Settlement>& settled) {
    RouteSearch found = find_route();
    while (const auto* questions = std::get_if<std::vector<dns::Question>>(&found)) {
        if (learn_from_cache(*questions, now)) {
            found = find_route();
            continue;
        }
        Effects effects;
        for (const dns::Question& question : *questions) {
            if (std::find(asked_.begin(), asked_.end(), question) != asked_.end()) continue;
            asked_.push_back(question);
            effects.push_back(Lookup{lookup_, question, order_.mail});
        }
        return effects;
    }
    if (const auto* none = std::get_if<NoRoute>(&found)) {
        const bool for_good = none->lasting == NoRoute::Lasting::for_good;
        settle_open(for_good ? smtp::Outcome::failed : smtp::Outcome::deferred, none->reason, none->about,
                    settled);
        return {};
    }
    route_ = std::move(std::get<FoundRoute>(found));
    Effects effects;
    for (const std::size_t recipient : order_.recipients)
        note(trace::Routed{order_.mail, static_cast<std::uint16_t>(recipient), route_.kind,
                           route_.hops.front().preference, keep(order_.domain),
                           keep(route_.hops.front().host)},
             effects);
    Effects more = connect(Cover::as_wished);
    effects.insert(effects.end(), more.begin(), more.end());
    return effects;
}

// ---- one host after another ----

bool Delivery::another_host_is_left() const {
    return hop_ + 1 < std::min(route_.hops.size(), most_hosts_a_try);
}

Effects Delivery::connect(Cover cover) {
    const Hop& hop = route_.hops[hop_];
    cover_ = cover;
    handle_ = ++premises_.last_handle;
    incoming_ = {};
    session_.reset();
    heard_ = smtp::Verb::none;
    letter_said_ = false;
    Effects effects;
    effects.push_back(
        Note{trace::Attempted{order_.mail, static_cast<std::uint16_t>(order_.attempt), keep(hop.host)}, 0});
    effects.push_back(Connect{handle_, hop.address, order_.port});
    return effects;
}

smtp::TlsUse Delivery::tls_use() const {
    if (order_.port == submissions_port) return smtp::TlsUse::implicit;
    return cover_ == Cover::plaintext ? smtp::TlsUse::never : premises_.settings.tls;
}

smtp::Handover Delivery::handover_for(const Hop& hop) const {
    const HostSettings& host = premises_.settings;
    smtp::Handover handover{
        order_.handover.reverse_path, order_.handover.options, {},
        order_.handover.letter,       order_.handover.manners, order_.handover.reverse_route,
        order_.handover.kind};
    for (const std::size_t index : open_) handover.recipients.push_back(order_.handover.recipients[index]);
    smtp::ClientManners& manners = handover.manners;
    manners.hello_name = host.name;
    manners.server_name = hop.host;
    manners.tls = tls_use();
    const bool ours = order_.way == trace::Route::submission || order_.way == trace::Route::smarthost;
    if (ours) manners.login = host.login;
    manners.uses = host.uses;
    manners.letter_by = host.letter_by;
    manners.era = host.era;
    manners.nonce = nonce_for(premises_.random, host.name, handle_);
    return handover;
}

Effects Delivery::established(base::Instant now, std::vector<Settlement>& settled) {
    if (finished_ || session_) return {};
    session_.emplace(handover_for(route_.hops[hop_]));
    return perform(session_->open(now), settled);
}

Effects Delivery::receive(trace::Range octets, base::Instant now, std::vector<Settlement>& settled) {
    if (finished_ || !session_) return {};
    incoming_.arrived(octets);
    return perform(session_->receive(premises_.octets.view(octets), now), settled);
}

Effects Delivery::secured(const smtp::TlsSession& tls, base::Instant now, std::vector<Settlement>& settled) {
    return session_ && !finished_ ? perform(session_->secured(tls, now), settled) : Effects{};
}

Effects Delivery::ended(const Ended& end, std::vector<Settlement>& settled) {
    if (finished_) return {};
    if (session_) {
        const bool by_tls = end.why != smtp::Reason::none;
        return perform(session_->lost(by_tls ? end.why : smtp::Reason::connection_lost), settled);
    }
    if (another_host_is_left()) {
        ++hop_;
        return connect(Cover::as_wished);
    }
    settle_open(smtp::Outcome::deferred, reason_of(end.ending), route_.hops[hop_].host, settled);
    return {};
}

base::Instant Delivery::deadline() const {
    return session_ && !finished_ ? session_->deadline() : base::never;
}

Effects Delivery::on_deadline(base::Instant now, std::vector<Settlement>& settled) {
    return session_ && !finished_ ? perform(session_->on_deadline(now), settled) : Effects{};
}

// ---- the conversation ----

Effects Delivery::perform(smtp::ClientActions actions, std::vector<Settlement>& settled) {
    Effects effects;
    for (smtp::ClientAction& action : actions) {
        std::visit(
            base::overloaded{
                [&](const smtp::Say& said) { note_sent(said, effects); },
                [&](const smtp::SayLetter& letter) {
                    letter_said_ = true;
                    const trace::Range octets = keep(letter.octets);
                    note(trace::ContentSent{order_.mail, letter.stuffed, octets}, effects);
                    effects.push_back(Send{handle_, octets});
                },
                [&](const smtp::HeardReply& heard) {
                    heard_ = heard.to;
                    const trace::Range text = incoming_.find(heard.offset, heard.length, premises_.octets);
                    incoming_.forget_before(heard.offset);
                    note(trace::ReplyReceived{heard.to, heard.stage, heard.reply.code, heard.reply.enhanced,
                                              order_.mail, text},
                         effects);
                },
                [&](const smtp::Settled& one) { settle(one, effects.size(), settled); },
                [&](const smtp::Rewrote& change) {
                    note(trace::Rewritten{order_.mail, static_cast<trace::Rewriting>(change.how),
                                          keep(change.what)},
                         effects);
                },
                [&](const smtp::BeginTls& tls) {
                    effects.push_back(StartTls{handle_, StartTls::Side::client, tls.server_name, tls.verify});
                },
                [&](const smtp::HangUp&) { effects.push_back(Close{handle_}); },
            },
            action);
    }
    if (!session_->finished()) return effects;
    if (left_.empty()) {
        finished_ = true;
        return effects;
    }
    open_ = std::exchange(left_, {});
    const Next next = std::exchange(next_, Next::nobody);
    if (next == Next::another_host) ++hop_;
    Effects more = connect(next == Next::another_host ? Cover::as_wished : Cover::plaintext);
    effects.insert(effects.end(), more.begin(), more.end());
    return effects;
}

void Delivery::note_sent(const smtp::Say& said, Effects& effects) {
    const trace::Range line = keep(said.line);
    note(trace::CommandSent{said.verb, said.stage, order_.mail, line}, effects);
    effects.push_back(Send{handle_, line});
}

// TLS that was only wished for: the same host once more without it (RFC 7435 3). A host that does not even
// begin with us, or leaves before the letter, says nothing about the mail: another one may take it at once
// (RFC 5321 5.1).
Delivery::Next Delivery::next_after(const smtp::Settled& one) const {
    if (letter_said_ || one.outcome == smtp::Outcome::relayed) return Next::nobody;
    const bool only_wished = tls_use() == smtp::TlsUse::opportunistic && !order_.handover.options.require_tls;
    if (one.reason == smtp::Reason::tls_failed && only_wished) return Next::same_host_in_plaintext;
    if (!another_host_is_left()) return Next::nobody;
    if (one.reason == smtp::Reason::other_reply && one.reply) {
        const bool in_handshake = heard_ == smtp::Verb::none || heard_ == smtp::Verb::ehlo ||
                                  heard_ == smtp::Verb::helo || heard_ == smtp::Verb::starttls;
        return in_handshake || one.reply->code == 421 ? Next::another_host : Next::nobody;
    }
    switch (one.reason) {
        case smtp::Reason::connection_lost:
        case smtp::Reason::reply_overdue:
        case smtp::Reason::reply_not_understood:
        case smtp::Reason::tls_failed:
        case smtp::Reason::tls_not_offered:
        case smtp::Reason::certificate_not_trusted:
            return Next::another_host;
        default:
            return Next::nobody;
    }
}

void Delivery::settle(const smtp::Settled& one, std::size_t effects_before,
                      std::vector<Settlement>& settled) {
    const std::size_t index = open_[one.recipient];
    if (const Next next = next_after(one); next != Next::nobody) {
        next_ = next;
        left_.push_back(index);
        return;
    }
    Settlement settlement;
    settlement.recipient = order_.recipients[index];
    settlement.outcome = one.outcome;
    settlement.reason = one.reason;
    settlement.by = route_.hops[hop_].host;
    settlement.notices = one.notices;
    settlement.effects_before = effects_before;
    if (one.reply) {
        settlement.code = one.reply->code;
        settlement.enhanced = one.reply->enhanced;
        settlement.said = quoted(*one.reply);
    } else {
        settlement.enhanced = one.status;
        settlement.said = one.about.empty() ? settlement.by : base::visible(one.about);
    }
    settled.push_back(std::move(settlement));
}

// Without a session: nobody there could be spoken to.
void Delivery::settle_open(smtp::Outcome outcome, smtp::Reason reason, const std::string& about,
                           std::vector<Settlement>& settled) {
    for (const std::size_t index : open_) {
        Settlement one;
        one.recipient = order_.recipients[index];
        one.outcome = outcome;
        one.reason = reason;
        one.said = about;
        settled.push_back(std::move(one));
    }
    finished_ = true;
}

}  // namespace mta
