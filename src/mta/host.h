// One mail host: it receives, keeps, sends on, delivers and bounces. Inputs in, effects out; it knows no
// socket, no clock and no other host. The same code is a mail program, a relay and a destination: its
// settings make the difference.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "mail/date.h"
#include "mta/delivery.h"
#include "mta/exchange.h"
#include "mta/queue.h"
#include "mta/reception.h"
#include "mta/settings.h"

namespace mta {

/// Invariants: 1. a mail is in the queue before it is answered 250; 2. a recipient leaves the queue only
/// delivered, handed over, or failed and reported; 3. no bounce answers a bounce.
class Host {
public:
    /// `start`: the date at Instant 0. `octets`: where the text of facts goes; it must outlive the host.
    Host(HostSettings settings, mail::UnixSeconds start, base::Random random, trace::Octets& octets);

    Effects receive(const Input& input, base::Instant now);
    /// When on_deadline wants to be called next; base::never: not at all.
    base::Instant deadline() const;
    /// Does one thing that is due.
    Effects on_deadline(base::Instant now);

    const HostSettings& settings() const { return settings_; }
    /// From here on these settings hold, for connections that are open as well.
    void change(HostSettings settings) { settings_ = std::move(settings); }
    /// Mails in custody.
    std::size_t queued() const { return queue_.size(); }

private:
    Effects on(const Incoming& input, base::Instant now);
    Effects on(const Established& input, base::Instant now);
    Effects on(const Arrived& input, base::Instant now);
    Effects on(const Secured& input, base::Instant now);
    Effects on(const Ended& input, base::Instant now);
    Effects on(const Resolved& input, base::Instant now);
    Effects on(const Submitted& input, base::Instant now);

    std::string take(PassedLetter letter, base::Instant now, Effects& effects);
    std::string queue_id_for(base::Instant now);
    void work(base::Instant now, Effects& effects);
    void work_on(QueuedMail& mail, base::Instant now, Effects& effects);
    void deliver_here(QueuedMail& mail, std::size_t recipient, std::vector<Settlement>& failures,
                      Effects& effects);
    void note_recipients(const QueuedMail& mail, Effects& effects);
    void send_out(QueuedMail& mail, const std::string& domain, std::vector<std::size_t> recipients,
                  base::Instant now, Effects& effects);
    void after(Delivery& delivery, Effects more, const std::vector<Settlement>& settled, base::Instant now,
               Effects& effects);
    void conclude(QueuedMail& mail, Handle handle, const std::vector<Settlement>& settled, base::Instant now,
                  Effects& effects);
    void fail(QueuedMail& mail, Handle handle, const Settlement& one, Effects& effects);
    std::optional<Settlement> defer(QueuedMail& mail, Handle handle, Settlement one, base::Instant now,
                                    Effects& effects);
    void report(QueuedMail& mail, const std::vector<Settlement>& failures, base::Instant now,
                Effects& effects);
    Delivery* delivery_on(Handle handle);
    trace::Range keep(std::string_view text) { return octets_.keep(text); }

    HostSettings settings_;
    mail::UnixSeconds start_;
    base::Random random_;
    trace::Octets& octets_;
    Queue queue_;
    std::map<Handle, std::unique_ptr<Reception>> receptions_;
    std::map<std::uint32_t, std::unique_ptr<Delivery>> deliveries_;  // by their lookup number
    std::uint32_t last_delivery_ = 0;
    std::uint32_t last_queue_id_ = 0;
    Handle last_handle_ = outgoing;
};

}  // namespace mta
