#include "mta/delivery.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.h"
#include "base/text.h"

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

Delivery::Delivery(DeliveryOrder order, std::uint32_t lookup, trace::Octets& octets,
                   const base::Random& random)
    : order_(std::move(order)), lookup_(lookup), octets_(octets), random_(random) {}

Effects Delivery::start(std::vector<Settlement>& settled) {
    return search(settled);
}

Effects Delivery::resolved(const Resolved& answer, std::vector<Settlement>& settled) {
    known_.learn(answer.question, answer.answer);
    return finished_ || !route_.hops.empty() ? Effects{} : search(settled);
}

Effects Delivery::search(std::vector<Settlement>& settled) {
    RouteSearch found = order_.submission
                            ? route_to_host(order_.domain, known_)
                            : without_ourselves(route_by_mx(order_.domain, known_, random_, order_.mail),
                                                order_.own_addresses, order_.domain);
    if (auto* questions = std::get_if<std::vector<dns::Question>>(&found)) {
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
        settle_everyone(for_good ? smtp::Outcome::failed : smtp::Outcome::deferred, none->reason, none->about,
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
    Effects more = connect();
    effects.insert(effects.end(), more.begin(), more.end());
    return effects;
}

Effects Delivery::connect() {
    const Hop& hop = route_.hops[hop_];
    handle_ = next_handle_;
    incoming_ = {};
    Effects effects;
    effects.push_back(
        Note{trace::Attempted{order_.mail, static_cast<std::uint16_t>(order_.attempt), keep(hop.host)}, 0});
    effects.push_back(Connect{handle_, hop.address, order_.submission.value_or(relay_port)});
    return effects;
}

Effects Delivery::established(base::Instant now) {
    session_.emplace(order_.handover);
    std::vector<Settlement> none;
    return perform(session_->open(now), none);
}

Effects Delivery::receive(trace::Range octets, base::Instant now, std::vector<Settlement>& settled) {
    incoming_.arrived(octets);
    return session_ ? perform(session_->receive(octets_.view(octets), now), settled) : Effects{};
}

Effects Delivery::ended(trace::Ending ending, std::vector<Settlement>& settled) {
    if (finished_) return {};
    if (session_) {
        Effects effects = perform(session_->lost(), settled);
        finished_ = true;
        return effects;
    }
    if (++hop_ < route_.hops.size()) return connect();  // the next address (RFC 5321 5.1)
    settle_everyone(smtp::Outcome::deferred, reason_of(ending), route_.hops.back().host, settled);
    return {};
}

base::Instant Delivery::deadline() const {
    return session_ && !finished_ ? session_->deadline() : base::never;
}

Effects Delivery::on_deadline(base::Instant now, std::vector<Settlement>& settled) {
    return session_ ? perform(session_->on_deadline(now), settled) : Effects{};
}

Effects Delivery::perform(smtp::ClientActions actions, std::vector<Settlement>& settled) {
    Effects effects;
    for (const smtp::ClientAction& action : actions) {
        std::visit(
            base::overloaded{
                [&](const smtp::Say& said) { note_sent(said, effects); },
                [&](const smtp::SayLetter& letter) {
                    const trace::Range octets = keep(letter.octets);
                    note(trace::ContentSent{order_.mail, letter.stuffed, octets}, effects);
                    effects.push_back(Send{handle_, octets});
                },
                [&](const smtp::HeardReply& heard) {
                    const trace::Range text = incoming_.find(heard.offset, heard.length, octets_);
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
    if (session_->finished()) finished_ = true;
    return effects;
}

void Delivery::note_sent(const smtp::Say& said, Effects& effects) {
    const trace::Range line = keep(said.line);
    note(trace::CommandSent{said.verb, said.stage, order_.mail, line}, effects);
    effects.push_back(Send{handle_, line});
}

void Delivery::settle(const smtp::Settled& one, std::size_t effects_before,
                      std::vector<Settlement>& settled) {
    Settlement settlement{
        order_.recipients[one.recipient], one.outcome, one.reason, 0, {}, {}, route_.hops[hop_].host};
    if (one.reply) {
        settlement.code = one.reply->code;
        settlement.enhanced = one.reply->enhanced;
        settlement.said = quoted(*one.reply);
    } else {
        settlement.said = settlement.by;
    }
    settlement.effects_before = effects_before;
    settled.push_back(std::move(settlement));
}

void Delivery::settle_everyone(smtp::Outcome outcome, smtp::Reason reason, const std::string& about,
                               std::vector<Settlement>& settled) {
    for (const std::size_t recipient : order_.recipients)
        settled.push_back({recipient, outcome, reason, 0, {}, about, {}});
    finished_ = true;
}

}  // namespace mta
