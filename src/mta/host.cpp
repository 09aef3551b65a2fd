#include "mta/host.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.h"
#include "base/text.h"
#include "mail/trace_fields.h"
#include "mta/bounce.h"

namespace mta {
namespace {

std::string text_of(const std::optional<mail::Address>& address) {
    return address ? mail::to_text(*address) : "";
}

}  // namespace

Host::Host(HostSettings settings, mail::UnixSeconds start, base::Random random, trace::Octets& octets)
    : settings_(std::move(settings)), start_(start), random_(random), octets_(octets) {}

Effects Host::receive(const Input& input, base::Instant now) {
    Effects effects = std::visit([&](const auto& one) { return on(one, now); }, input);
    work(now, effects);
    return effects;
}

// ---- connections ----

Effects Host::on(const Incoming& input, base::Instant now) {
    auto take_letter = [this](PassedLetter letter, base::Instant at, Effects& effects) {
        return take(std::move(letter), at, effects);
    };
    auto reception = std::make_unique<Reception>(settings_, octets_, input.handle,
                                                 Client{input.peer, input.port}, std::move(take_letter));
    Effects effects = reception->open(now);
    receptions_[input.handle] = std::move(reception);
    return effects;
}

Effects Host::on(const Established& input, base::Instant now) {
    Delivery* const delivery = delivery_on(input.handle);
    return delivery ? delivery->established(now) : Effects{};
}

Effects Host::on(const Arrived& input, base::Instant now) {
    if (const auto found = receptions_.find(input.handle); found != receptions_.end())
        return found->second->receive(input.octets, now);
    Effects effects;
    if (Delivery* const delivery = delivery_on(input.handle)) {
        std::vector<Settlement> settled;
        Effects more = delivery->receive(input.octets, now, settled);
        after(*delivery, std::move(more), settled, now, effects);
    }
    return effects;
}

Effects Host::on(const Secured&, base::Instant) {
    return {};
}

Effects Host::on(const Ended& input, base::Instant now) {
    receptions_.erase(input.handle);
    Effects effects;
    if (Delivery* const delivery = delivery_on(input.handle)) {
        delivery->use_handle(++last_handle_);
        std::vector<Settlement> settled;
        Effects more = delivery->ended(input.ending, settled);
        after(*delivery, std::move(more), settled, now, effects);
    }
    return effects;
}

Effects Host::on(const Resolved& input, base::Instant now) {
    Effects effects;
    const auto found = deliveries_.find(input.lookup);
    if (found == deliveries_.end()) return effects;
    found->second->use_handle(++last_handle_);
    std::vector<Settlement> settled;
    Effects more = found->second->resolved(input, settled);
    after(*found->second, std::move(more), settled, now, effects);
    return effects;
}

Delivery* Host::delivery_on(Handle handle) {
    for (const auto& [number, delivery] : deliveries_)
        if (delivery->handle() == handle && !delivery->finished()) return delivery.get();
    return nullptr;
}

// ---- custody ----

Effects Host::on(const Submitted& input, base::Instant now) {
    Effects effects;
    if (input.recipients.empty()) return effects;
    QueuedMail mail;
    mail.queue_id = queue_id_for(now);
    mail.reverse_path = input.reverse_path;
    mail.options = input.options;
    for (const smtp::HandoverRecipient& one : input.recipients)
        mail.recipients.push_back({one.address, one.options, {}, 0, now});
    mail.letter = std::make_shared<const std::string>(input.letter);
    const QueuedMail& kept = queue_.add(std::move(mail), now);
    effects.push_back(Note{trace::Written{kept.id, 0, trace::LetterKind::original,
                                          static_cast<std::uint16_t>(kept.recipients.size()),
                                          keep(text_of(kept.reverse_path)), keep(*kept.letter)},
                           0});
    note_recipients(kept, effects);
    return effects;
}

void Host::note_recipients(const QueuedMail& mail, Effects& effects) {
    for (std::size_t recipient = 0; recipient < mail.recipients.size(); ++recipient)
        effects.push_back(Note{trace::Addressed{mail.id, static_cast<std::uint16_t>(recipient),
                                                keep(mail::to_text(mail.recipients[recipient].address))},
                               0});
}

// The mail is in the queue, with our Received: on top, before the 250 is said (RFC 5321 4.4, 6.1).
std::string Host::take(PassedLetter letter, base::Instant now, Effects& effects) {
    QueuedMail mail;
    mail.queue_id = queue_id_for(now);
    mail.reverse_path = letter.transaction.reverse_path.mailbox;
    const std::string own_domain =
        settings_.local_domains.empty() ? settings_.name : settings_.local_domains.front();
    mail.options = letter.transaction.options;
    for (const smtp::EnvelopeRecipient& one : letter.transaction.recipients)
        mail.recipients.push_back(
            {one.path.mailbox.value_or(mail::Address{"postmaster", own_domain}), one.options, {}, 0, now});
    mail::Received received;
    received.from = letter.hello.name;
    received.peer = letter.client.address;
    received.by = settings_.name;
    received.with = letter.hello.verb == smtp::Verb::ehlo ? "ESMTP" : "SMTP";
    received.id = mail.queue_id;
    if (mail.recipients.size() == 1) received.recipient = mail.recipients.front().address;
    received.when = start_ + now.nanoseconds / 1'000'000'000;
    // A letter without a header gets the blank line that it lacks, or its text would be read as our header.
    std::string fields = mail::received_field(received);
    if (letter.header == PassedLetter::Header::missing) fields += "\r\n";
    mail.letter = std::make_shared<const std::string>(fields + letter.letter);
    const QueuedMail& kept = queue_.add(std::move(mail), now);
    effects.push_back(
        Note{trace::Accepted{kept.id, static_cast<std::uint16_t>(kept.recipients.size()), keep(kept.queue_id),
                             keep(text_of(kept.reverse_path)), keep(fields), letter.letter_range},
             letter.handle});
    note_recipients(kept, effects);
    return kept.queue_id;
}

// Unique on this host, and readable: the second of the run and a count.
std::string Host::queue_id_for(base::Instant now) {
    return fmt::format("{:X}{:04X}", 0xA0000 + now.nanoseconds / 1'000'000'000, ++last_queue_id_);
}

// ---- the queue's work ----

void Host::work(base::Instant now, Effects& effects) {
    std::erase_if(deliveries_, [](const auto& one) { return one.second->finished(); });
    while (const trace::MailId id = queue_.due(now)) work_on(queue_.at(id), now, effects);
    queue_.remove_settled();  // only here: until now a mail may be spoken of in more than one place
}

void Host::work_on(QueuedMail& mail, base::Instant now, Effects& effects) {
    std::vector<std::pair<std::string, std::vector<std::size_t>>> by_domain;  // in the order of first mention
    std::vector<Settlement> failures;
    for (std::size_t recipient = 0; recipient < mail.recipients.size(); ++recipient) {
        QueuedRecipient& one = mail.recipients[recipient];
        if (one.status != QueuedRecipient::Status::waiting || one.next_try > now) continue;
        if (settings_.is_local_domain(one.address.domain)) {
            deliver_here(mail, recipient, failures, effects);
            continue;
        }
        one.status = QueuedRecipient::Status::trying;
        const std::string domain =
            settings_.submits_to ? settings_.submits_to->host : base::lower(one.address.domain);
        auto group = std::find_if(by_domain.begin(), by_domain.end(),
                                  [&](const auto& other) { return other.first == domain; });
        if (group == by_domain.end()) group = by_domain.insert(by_domain.end(), {domain, {}});
        group->second.push_back(recipient);
    }
    for (auto& [domain, recipients] : by_domain) send_out(mail, domain, std::move(recipients), now, effects);
    if (!failures.empty()) report(mail, failures, now, effects);
}

void Host::deliver_here(QueuedMail& mail, std::size_t recipient, std::vector<Settlement>& failures,
                        Effects& effects) {
    QueuedRecipient& one = mail.recipients[recipient];
    one.status = QueuedRecipient::Status::settled;
    const auto number = static_cast<std::uint16_t>(recipient);
    const std::string text = mail::to_text(one.address);
    if (const auto mailbox = settings_.mailbox_for(one.address)) {
        const std::string name = mail::to_text(*mailbox);
        effects.push_back(Note{
            trace::Routed{mail.id, number, trace::Route::local, 0, keep(one.address.domain), keep(name)}, 0});
        effects.push_back(Note{
            trace::Delivered{mail.id, number, keep(name), keep(mail::return_path_field(mail.reverse_path))},
            0});
        return;
    }
    const smtp::EnhancedCode status{5, 1, 1};
    failures.push_back({recipient, smtp::Outcome::failed, smtp::Reason::user_unknown, 0, status, text, {}});
    effects.push_back(
        Note{trace::Failed{mail.id, number, 0, status, smtp::Reason::user_unknown, keep(text), {}}, 0});
}

void Host::send_out(QueuedMail& mail, const std::string& domain, std::vector<std::size_t> recipients,
                    base::Instant now, Effects& effects) {
    DeliveryOrder order;
    order.mail = mail.id;
    order.domain = domain;
    if (settings_.submits_to) order.submission = settings_.submits_to->port;
    order.own_addresses = settings_.addresses;
    order.handover = {mail.reverse_path, mail.options, {}, mail.letter, {}};
    order.handover.manners.hello_name = settings_.name;
    for (const std::size_t recipient : recipients) {
        order.handover.recipients.push_back(
            {mail.recipients[recipient].address, mail.recipients[recipient].options});
        order.attempt = std::max(order.attempt, ++mail.recipients[recipient].attempts);
    }
    order.recipients = std::move(recipients);
    const std::uint32_t number = ++last_delivery_;
    auto& delivery =
        *(deliveries_[number] = std::make_unique<Delivery>(std::move(order), number, octets_, random_));
    delivery.use_handle(++last_handle_);
    std::vector<Settlement> settled;
    Effects more = delivery.start(settled);
    after(delivery, std::move(more), settled, now, effects);
}

// ---- what became of it ----

// What was settled is concluded at its place among the effects: the mail is handed over with the 250, before
// QUIT.
void Host::after(Delivery& delivery, Effects more, const std::vector<Settlement>& settled, base::Instant now,
                 Effects& effects) {
    std::size_t told = 0;
    for (std::size_t begin = 0; begin < settled.size();) {
        const std::size_t place = settled[begin].effects_before;
        std::size_t end = begin;
        while (end < settled.size() && settled[end].effects_before == place) ++end;
        while (told < place) effects.push_back(std::move(more[told++]));
        conclude(queue_.at(delivery.order().mail), delivery.handle(),
                 {settled.begin() + begin, settled.begin() + end}, now, effects);
        begin = end;
    }
    while (told < more.size()) effects.push_back(std::move(more[told++]));
}

void Host::conclude(QueuedMail& mail, Handle handle, const std::vector<Settlement>& settled,
                    base::Instant now, Effects& effects) {
    std::vector<Settlement> failures;
    for (const Settlement& one : settled) {
        const auto number = static_cast<std::uint16_t>(one.recipient);
        switch (one.outcome) {
            case smtp::Outcome::relayed:
                mail.recipients[one.recipient].status = QueuedRecipient::Status::settled;
                effects.push_back(Note{trace::Relayed{mail.id, number, one.code, keep(one.by)}, handle});
                break;
            case smtp::Outcome::failed:
                fail(mail, handle, one, effects), failures.push_back(one);
                break;
            case smtp::Outcome::deferred:
                if (auto expired = defer(mail, handle, one, now, effects))
                    failures.push_back(std::move(*expired));
                break;
        }
    }
    if (!failures.empty()) report(mail, failures, now, effects);
}

void Host::fail(QueuedMail& mail, Handle handle, const Settlement& one, Effects& effects) {
    mail.recipients[one.recipient].status = QueuedRecipient::Status::settled;
    effects.push_back(Note{trace::Failed{mail.id, static_cast<std::uint16_t>(one.recipient), one.code,
                                         status_of(one), one.reason, keep(one.said), keep(one.by)},
                           handle});
}

// The next try is the sender's own decision (RFC 5321 4.5.4.1); after the expiry there is none, and it has
// failed.
std::optional<Settlement> Host::defer(QueuedMail& mail, Handle handle, Settlement one, base::Instant now,
                                      Effects& effects) {
    QueuedRecipient& recipient = mail.recipients[one.recipient];
    const base::Instant next = now + settings_.retry.wait_after(recipient.attempts);
    if (next - mail.arrival > settings_.retry.expiry) {
        one.outcome = smtp::Outcome::failed;
        if (one.code == 0) one.said += fmt::format(" ({})", smtp::to_text(one.reason));
        one.reason = smtp::Reason::expired;
        one.enhanced = {5, 4, 7};
        fail(mail, handle, one, effects);
        return one;
    }
    recipient.status = QueuedRecipient::Status::waiting;
    recipient.next_try = next;
    effects.push_back(Note{trace::Deferred{mail.id, static_cast<std::uint16_t>(one.recipient), one.code,
                                           status_of(one), one.reason, next, keep(one.said)},
                           handle});
    return {};
}

// A mail program tells the person at once; a server writes a bounce; nobody is told of a bounce's own
// failure.
void Host::report(QueuedMail& mail, const std::vector<Settlement>& failures, base::Instant now,
                  Effects& effects) {
    if (settings_.is_mail_program()) return;
    if (!mail.reverse_path) {
        effects.push_back(Note{trace::Discarded{mail.id}, 0});
        return;
    }
    QueuedMail bounce;
    bounce.queue_id = queue_id_for(now);
    bounce.kind = trace::LetterKind::bounce;
    bounce.recipients.push_back({*mail.reverse_path, {}, {}, 0, now});
    bounce.letter =
        std::make_shared<const std::string>(bounce_letter(settings_, mail, failures, start_, now));
    const QueuedMail& kept = queue_.add(std::move(bounce), now);
    effects.push_back(Note{trace::Written{kept.id, mail.id, kept.kind, 1, {}, keep(*kept.letter)}, 0});
    note_recipients(kept, effects);
}

// ---- time ----

base::Instant Host::deadline() const {
    base::Instant soonest = queue_.next_due();
    for (const auto& [handle, reception] : receptions_) soonest = std::min(soonest, reception->deadline());
    for (const auto& [number, delivery] : deliveries_) soonest = std::min(soonest, delivery->deadline());
    return soonest;
}

Effects Host::on_deadline(base::Instant now) {
    Effects effects;
    const auto reception = std::find_if(receptions_.begin(), receptions_.end(),
                                        [&](const auto& one) { return one.second->deadline() <= now; });
    const auto delivery = std::find_if(deliveries_.begin(), deliveries_.end(),
                                       [&](const auto& one) { return one.second->deadline() <= now; });
    if (reception != receptions_.end()) {
        effects = reception->second->on_deadline(now);
    } else if (delivery != deliveries_.end()) {
        std::vector<Settlement> settled;
        Effects more = delivery->second->on_deadline(now, settled);
        after(*delivery->second, std::move(more), settled, now, effects);
    }
    work(now, effects);
    return effects;
}

}  // namespace mta
