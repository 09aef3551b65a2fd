#include "mta/host.h"

#include <algorithm>

#include "base/expects.h"
#include "mta/nonce.h"

namespace mta {

Host::Host(HostSettings settings, mail::UnixSeconds start, base::Random random, trace::Octets& octets)
    : settings_(std::move(settings)), start_(start), random_(random), octets_(octets) {}

Effects Host::receive(const Input& input, base::Instant now) {
    begin_pass();
    Effects effects = std::visit([&](const auto& one) { return on(one, now); }, input);
    work(now, effects);
    return effects;
}

// ---- passes ----

// What the last pass settled was kept until here, so that a crash within it could take back what it did not
// do.
void Host::begin_pass() {
    queue_.remove_settled();
    storage_.custody = queue_.octets();
}

void Host::work(base::Instant now, Effects& effects) {
    for (const trace::MailId id : std::exchange(recovered_, {})) {
        QueuedMail& mail = queue_.at(id);
        note_recipients(mail, effects);  // those that a crash kept from being noted
        tell(mail, now, effects);
    }
    while (const trace::MailId id = queue_.due(now)) work_on(queue_.at(id), now, effects);
    while (const trace::MailId id = queue_.late(now)) warn(queue_.at(id), now, effects);
    for (const std::uint32_t number : std::exchange(finished_, {})) {
        const auto found = deliveries_.find(number);
        delivery_by_handle_.erase(found->second.known_as);
        deliveries_.erase(found);
    }
    correct_timetable();
}

// ---- incoming connections ----

Effects Host::on(const Incoming& input, base::Instant now) {
    auto take_letter = [this](PassedLetter letter, base::Instant at, Effects& effects) {
        return take(std::move(letter), at, effects);
    };
    OpenReception open;
    open.reception = std::make_unique<Reception>(
        settings_, storage_, octets_, input.handle, Client{input.peer, input.port},
        nonce_for(random_, settings_.name, input.handle), std::move(take_letter));
    Effects effects = open.reception->open(now);
    watch(input.handle, receptions_[input.handle] = std::move(open));
    return effects;
}

void Host::watch(Handle handle, OpenReception& open) {
    const base::Instant due = open.reception->deadline();
    if (due >= open.woken_at) return;
    open.woken_at = due;
    timetable_.put({due, Timetable::Who::reception, handle});
}

// ---- outgoing connections ----

std::uint32_t Host::delivery_on(Handle handle) const {
    const auto found = delivery_by_handle_.find(handle);
    return found == delivery_by_handle_.end() ? 0 : found->second;
}

// One step of a delivery, and what follows from it. `step`: Effects(Delivery&, settled).
template <class Step>
Effects Host::let(std::uint32_t number, base::Instant now, Step&& step) {
    Effects effects;
    const auto found = deliveries_.find(number);
    if (found == deliveries_.end()) return effects;
    std::vector<Settlement> settled;
    Effects more = step(*found->second.delivery, settled);
    after(found->second, std::move(more), settled, now, effects);
    watch(number, found->second);
    return effects;
}

void Host::watch(std::uint32_t number, OpenDelivery& open) {
    if (open.delivery->finished()) return finished_.push_back(number);
    if (open.known_as != open.delivery->handle()) {
        delivery_by_handle_.erase(open.known_as);
        open.known_as = open.delivery->handle();
        delivery_by_handle_[open.known_as] = number;
    }
    const base::Instant due = open.delivery->deadline();
    if (due >= open.woken_at) return;
    open.woken_at = due;
    timetable_.put({due, Timetable::Who::delivery, number});
}

Effects Host::on(const Established& input, base::Instant now) {
    return let(delivery_on(input.handle), now,
               [&](Delivery& one, auto& settled) { return one.established(now, settled); });
}

Effects Host::on(const Arrived& input, base::Instant now) {
    if (const auto found = receptions_.find(input.handle); found != receptions_.end()) {
        Effects effects = found->second.reception->receive(input.octets, now);
        watch(input.handle, found->second);
        return effects;
    }
    return let(delivery_on(input.handle), now,
               [&](Delivery& one, auto& settled) { return one.receive(input.octets, now, settled); });
}

Effects Host::on(const Secured& input, base::Instant now) {
    if (const auto found = receptions_.find(input.handle); found != receptions_.end()) {
        Effects effects = found->second.reception->secured(input.tls, now);
        watch(input.handle, found->second);
        return effects;
    }
    return let(delivery_on(input.handle), now,
               [&](Delivery& one, auto& settled) { return one.secured(input.tls, now, settled); });
}

Effects Host::on(const Ended& input, base::Instant now) {
    receptions_.erase(input.handle);
    return let(delivery_on(input.handle), now,
               [&](Delivery& one, auto& settled) { return one.ended(input, settled); });
}

Effects Host::on(const Resolved& input, base::Instant now) {
    if (settings_.dns_caching == DnsCaching::on) cache_.keep(input.question, input.answer, now);
    return let(input.lookup, now,
               [&](Delivery& one, auto& settled) { return one.resolved(input, now, settled); });
}

// ---- time ----

void Host::correct_timetable() {
    timetable_.correct([this](const Timetable::Entry& entry) {
        const auto check = [&](auto& connections, const auto& deadline_of) {
            const auto found = connections.find(entry.number);
            if (found == connections.end() || found->second.woken_at != entry.at) return base::never;
            return found->second.woken_at = deadline_of(found->second);
        };
        return entry.who == Timetable::Who::reception
                   ? check(receptions_, [](const OpenReception& one) { return one.reception->deadline(); })
                   : check(deliveries_, [](const OpenDelivery& one) { return one.delivery->deadline(); });
    });
}

base::Instant Host::deadline() const {
    base::Instant soonest = std::min(queue_.next_due(), queue_.next_warning());
    if (!recovered_.empty()) soonest = std::min(soonest, recovered_at_);
    if (const auto* first = timetable_.first()) soonest = std::min(soonest, first->at);
    return soonest;
}

Effects Host::on_deadline(base::Instant now) {
    begin_pass();
    Effects effects;
    if (const auto* first = timetable_.first(); first && first->at <= now) {
        const Timetable::Entry due = *first;
        if (due.who == Timetable::Who::reception) {
            OpenReception& open = receptions_.at(due.number);
            effects = open.reception->on_deadline(now);
            watch(due.number, open);
        } else {
            effects = let(due.number, now,
                          [&](Delivery& one, auto& settled) { return one.on_deadline(now, settled); });
        }
    }
    work(now, effects);
    return effects;
}

// ---- what a crash leaves ----

Disk Host::disk(std::span<const Effect> unperformed) const {
    Disk disk{queue_, storage_.mailboxes, last_queue_id_, last_delivery_, last_handle_};
    take_back(disk, unperformed, settings_);
    disk.queue.remove_settled();
    return disk;
}

void Host::restore(Disk disk, base::Instant now) {
    base::expects(receptions_.empty() && deliveries_.empty() && queue_.size() == 0);
    queue_ = std::move(disk.queue);
    storage_.mailboxes = std::move(disk.mailboxes);
    last_queue_id_ = disk.last_queue_id;
    last_delivery_ = disk.last_delivery;
    last_handle_ = disk.last_handle;
    recovered_ = queue_.recover(now);
    recovered_at_ = now;
}

}  // namespace mta
