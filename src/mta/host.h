// One mail host: it receives, keeps, sends on, delivers and reports. Inputs in, effects out; it knows no
// socket, no clock and no other host. The same code is a mail program, a relay and a destination: its
// settings make the difference. host.cpp: connections and time; custody.cpp: mails come in; outgoing.cpp:
// they go out; local_delivery.cpp: they stay; reporting.cpp: their senders are told.
#pragma once
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/random.h"
#include "mail/date.h"
#include "mta/delivery.h"
#include "mta/disk.h"
#include "mta/dns_cache.h"
#include "mta/exchange.h"
#include "mta/queue.h"
#include "mta/reception.h"
#include "mta/settings.h"
#include "mta/storage.h"
#include "mta/timetable.h"

namespace mta {

/// Invariants: 1. a mail is in the queue before it is answered 250; 2. a recipient leaves the queue only
/// delivered, handed over, or failed and reported; 3. no report answers a report: a bounce that fails goes to
/// our postmaster, once.
class Host {
public:
    /// `start`: the date at Instant 0. `octets`: where the text of facts goes; it must outlive the host.
    Host(HostSettings settings, mail::UnixSeconds start, base::Random random, trace::Octets& octets);
    Host(const Host&) = delete;  // its connections refer to it
    Host& operator=(const Host&) = delete;

    Effects receive(const Input& input, base::Instant now);
    /// When on_deadline wants to be called next; base::never: not at all.
    base::Instant deadline() const;
    /// Does one thing that is due.
    Effects on_deadline(base::Instant now);

    const HostSettings& settings() const { return settings_; }
    /// From here on these settings hold; what a connection was told at its beginning stays.
    void change(HostSettings settings) { settings_ = std::move(settings); }
    /// Mails in custody.
    std::size_t queued() const { return queue_.size(); }

    /// What a crash leaves: all that the host noted, but for `unperformed`, the last effects of its last pass
    /// that the crash kept from happening.
    Disk disk(std::span<const Effect> unperformed = {}) const;
    /// Begins anew with what a crash left: no connections; mails that were on their way are due at once. A
    /// host just made is to be called, before anything else.
    void restore(Disk disk, base::Instant now);

private:
    struct OpenReception {
        std::unique_ptr<Reception> reception;
        base::Instant woken_at = base::never;  // its entry in the timetable
    };
    struct OpenDelivery {
        std::unique_ptr<Delivery> delivery;
        base::Instant woken_at = base::never;
        Handle known_as = 0;  // its entry among the handles
    };
    struct Stop {  // the next one of a recipient's way
        trace::Route way = trace::Route::mx;
        std::string domain;
        std::uint16_t port = relay_port;
        friend auto operator<=>(const Stop&, const Stop&) = default;
    };

    // ---- connections and time
    Effects on(const Incoming& input, base::Instant now);
    Effects on(const Established& input, base::Instant now);
    Effects on(const Arrived& input, base::Instant now);
    Effects on(const Secured& input, base::Instant now);
    Effects on(const Ended& input, base::Instant now);
    Effects on(const Resolved& input, base::Instant now);
    Effects on(const Submitted& input, base::Instant now);
    void begin_pass();
    void work(base::Instant now, Effects& effects);
    void watch(Handle handle, OpenReception& open);
    void watch(std::uint32_t number, OpenDelivery& open);
    void correct_timetable();
    std::uint32_t delivery_on(Handle handle) const;
    template <class Step>
    Effects let(std::uint32_t number, base::Instant now, Step&& step);

    // ---- mails come in
    std::string take(PassedLetter letter, base::Instant now, Effects& effects);
    QueuedMail mail_of(const PassedLetter& letter, base::Instant now);
    std::string received_for(const PassedLetter& letter, const QueuedMail& mail, base::Instant now) const;
    std::string mend(PassedLetter& letter, const QueuedMail& mail, base::Instant now,
                     std::vector<Note>& notes);
    void note_recipients(QueuedMail& mail, Effects& effects);
    std::string queue_id_for(base::Instant now);
    mail::UnixSeconds date_at(base::Instant now) const { return start_ + now.nanoseconds / 1'000'000'000; }

    // ---- mails go out
    void work_on(QueuedMail& mail, base::Instant now, Effects& effects);
    Stop stop_for(const QueuedRecipient& recipient) const;
    void send_out(QueuedMail& mail, const Stop& stop, std::vector<std::size_t> recipients, base::Instant now,
                  Effects& effects);
    void after(OpenDelivery& open, Effects more, const std::vector<Settlement>& settled, base::Instant now,
               Effects& effects);
    void conclude(QueuedMail& mail, Handle handle, std::span<const Settlement> settled, base::Instant now,
                  Effects& effects);
    void relay(QueuedMail& mail, Handle handle, const Settlement& one, Effects& effects);
    void fail(QueuedMail& mail, Handle handle, const Settlement& one, Effects& effects);
    void defer(QueuedMail& mail, Handle handle, Settlement one, base::Instant now, Effects& effects);

    // ---- mails stay
    bool is_for_us(const QueuedRecipient& recipient) const;
    void deliver_here(QueuedMail& mail, std::size_t recipient, base::Instant now, Effects& effects);
    void put_into_mailbox(QueuedMail& mail, std::size_t recipient, const mail::Address& mailbox,
                          base::Instant now, Effects& effects);
    bool show_on_terminal(QueuedMail& mail, std::size_t recipient, const mail::Address& mailbox,
                          Effects& effects);
    void expand(QueuedMail& mail, std::size_t recipient, const Alias& alias, base::Instant now,
                Effects& effects);

    // ---- their senders are told
    void owe(QueuedMail& mail, const Settlement& about, mail::DeliveryAction action);
    void tell(QueuedMail& mail, base::Instant now, Effects& effects);
    void warn(QueuedMail& mail, base::Instant now, Effects& effects);
    void write_report(QueuedMail& mail, const std::vector<Owed>& told, base::Instant now, Effects& effects);

    trace::Range keep(std::string_view text) { return octets_.keep(text); }

    HostSettings settings_;
    mail::UnixSeconds start_;
    base::Random random_;
    trace::Octets& octets_;
    Queue queue_;
    Storage storage_;
    DnsCache cache_;
    std::map<Handle, OpenReception> receptions_;
    std::map<std::uint32_t, OpenDelivery> deliveries_;  // by their lookup number
    std::map<Handle, std::uint32_t> delivery_by_handle_;
    std::vector<std::uint32_t> finished_;  // deliveries to be let go
    Timetable timetable_;
    std::vector<trace::MailId> recovered_;  // mails of a disk, to be looked at once
    base::Instant recovered_at_ = base::never;
    std::uint32_t last_delivery_ = 0;
    std::uint32_t last_queue_id_ = 0;
    Handle last_handle_ = outgoing;
};

}  // namespace mta
