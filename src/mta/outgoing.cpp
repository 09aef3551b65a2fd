// A host's mails go out: who is due, where to, and what became of each recipient (RFC 5321 4.5.4).
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "mta/host.h"
#include "mta/notices.h"

namespace mta {

// ---- who is due ----

void Host::work_on(QueuedMail& mail, base::Instant now, Effects& effects) {
    std::map<Stop, std::size_t> known;                              // a place in `groups`
    std::vector<std::pair<Stop, std::vector<std::size_t>>> groups;  // in the order of first mention
    for (const std::size_t recipient : queue_.begin_tries(mail, now)) {
        if (is_for_us(mail.recipients[recipient])) {
            deliver_here(mail, recipient, now, effects);
            continue;
        }
        Stop stop = stop_for(mail.recipients[recipient]);
        const auto [place, is_new] = known.try_emplace(stop, groups.size());
        if (is_new) groups.push_back({std::move(stop), {}});
        groups[place->second].second.push_back(recipient);
    }
    for (auto& [stop, recipients] : groups) send_out(mail, stop, std::move(recipients), now, effects);
    tell(mail, now, effects);
}

Host::Stop Host::stop_for(const QueuedRecipient& recipient) const {
    const std::string domain = base::lower(recipient.address.domain);
    if (settings_.is_1982()) {
        if (settings_.submits_to)
            return {trace::Route::host_table, settings_.submits_to->host, settings_.submits_to->port};
        if (recipient.route.empty()) return {trace::Route::host_table, domain, relay_port};
        return {trace::Route::source_route, base::lower(recipient.route.front()), relay_port};
    }
    if (settings_.submits_to)
        return {trace::Route::submission, settings_.submits_to->host, settings_.submits_to->port};
    if (settings_.smarthost)
        return {trace::Route::smarthost, settings_.smarthost->host, settings_.smarthost->port};
    return {trace::Route::mx, domain, relay_port};
}

void Host::send_out(QueuedMail& mail, const Stop& stop, std::vector<std::size_t> recipients,
                    base::Instant now, Effects& effects) {
    DeliveryOrder order;
    order.mail = mail.id;
    order.domain = stop.domain;
    order.way = stop.way;
    order.port = stop.port;
    order.handover = {mail.reverse_path, mail.options, {}, mail.letter, {}, mail.reverse_route, mail.drop};
    order.handover.manners.part = mail.part;
    // A host of 1982 that passes a mail on puts its name on the way back (RFC 821 3.6).
    const bool passed_on = settings_.is_1982() && mail.part == smtp::ClientManners::Part::relay;
    if (passed_on && mail.reverse_path)
        order.handover.reverse_route.insert(order.handover.reverse_route.begin(), settings_.name);
    for (const std::size_t recipient : recipients) {
        QueuedRecipient& one = mail.recipients[recipient];
        order.handover.recipients.push_back({one.address, one.options, one.route});
        order.attempt = std::max(order.attempt, ++one.attempts);
    }
    order.recipients = std::move(recipients);
    const std::uint32_t number = ++last_delivery_;
    OpenDelivery& open = deliveries_[number];
    open.delivery = std::make_unique<Delivery>(std::move(order), number,
                                               Premises{settings_, octets_, random_, cache_, last_handle_});
    std::vector<Settlement> settled;
    Effects more = open.delivery->start(now, settled);
    after(open, std::move(more), settled, now, effects);
    watch(number, open);
}

// ---- what became of it ----

// What was settled is concluded at its place among the effects: the mail is handed over with the 250, before
// QUIT.
void Host::after(OpenDelivery& open, Effects more, const std::vector<Settlement>& settled, base::Instant now,
                 Effects& effects) {
    Delivery& delivery = *open.delivery;
    std::size_t told = 0;
    const auto tell_until = [&](std::size_t place) {
        while (told < place) effects.push_back(std::move(more[told++]));
    };
    for (std::size_t begin = 0; begin < settled.size();) {
        const std::size_t place = settled[begin].effects_before;
        std::size_t end = begin;
        while (end < settled.size() && settled[end].effects_before == place) ++end;
        tell_until(place);
        conclude(queue_.at(delivery.order().mail), delivery.handle(),
                 std::span(settled).subspan(begin, end - begin), now, effects);
        begin = end;
    }
    tell_until(more.size());
}

void Host::conclude(QueuedMail& mail, Handle handle, std::span<const Settlement> settled, base::Instant now,
                    Effects& effects) {
    for (const Settlement& one : settled) {
        switch (one.outcome) {
            case smtp::Outcome::relayed:
                relay(mail, handle, one, effects);
                break;
            case smtp::Outcome::failed:
                fail(mail, handle, one, effects);
                break;
            case smtp::Outcome::deferred:
                defer(mail, handle, one, now, effects);
                break;
        }
    }
    tell(mail, now, effects);
}

void Host::relay(QueuedMail& mail, Handle handle, const Settlement& one, Effects& effects) {
    queue_.settle(mail, one.recipient);
    effects.push_back(Note{
        trace::Relayed{mail.id, static_cast<std::uint16_t>(one.recipient), one.code, keep(one.by)}, handle});
    if (one.notices == smtp::Settled::Notices::ours) owe(mail, one, mail::DeliveryAction::relayed);
}

void Host::fail(QueuedMail& mail, Handle handle, const Settlement& one, Effects& effects) {
    queue_.settle(mail, one.recipient);
    effects.push_back(Note{trace::Failed{mail.id, static_cast<std::uint16_t>(one.recipient), one.code,
                                         status_of(one), one.reason, keep(one.said), keep(one.by)},
                           handle});
    owe(mail, one, mail::DeliveryAction::failed);
}

// The next try is the sender's own decision (RFC 5321 4.5.4.1); after the expiry there is none, and it has
// failed.
void Host::defer(QueuedMail& mail, Handle handle, Settlement one, base::Instant now, Effects& effects) {
    QueuedRecipient& recipient = mail.recipients[one.recipient];
    const base::Instant next = now + settings_.retry.wait_after(recipient.attempts);
    if (next - mail.arrival > settings_.retry.expiry) {
        one.outcome = smtp::Outcome::failed;
        if (one.code == 0) one.said += fmt::format(" ({})", smtp::to_text(one.reason));
        one.reason = smtp::Reason::expired;
        one.enhanced = {5, 4, 7};
        return fail(mail, handle, one, effects);
    }
    effects.push_back(Note{trace::Deferred{mail.id, static_cast<std::uint16_t>(one.recipient), one.code,
                                           status_of(one), one.reason, next, keep(one.said)},
                           handle});
    queue_.retry(mail, one.recipient, next);
    const bool may_warn =
        settings_.delay_warning > base::Duration{} && !recipient.warned && mail.warn_at == base::never;
    if (may_warn) queue_.warn_at(mail, std::max(now, mail.arrival + settings_.delay_warning));
    recipient.trouble = std::make_shared<const Settlement>(std::move(one));
}

}  // namespace mta
