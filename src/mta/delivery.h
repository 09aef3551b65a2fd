// One try to hand over one mail to one next domain: route, connection, conversation. It tells recipient by
// recipient what became of them; what that means for the queue is the host's business. RFC 5321 5.1 (try the
// next address).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "mta/exchange.h"
#include "mta/route.h"
#include "mta/settings.h"
#include "smtp/client_session.h"
#include "trace/stream_map.h"

namespace mta {

/// The end of the try for one recipient of the mail.
struct Settlement {
    std::size_t recipient = 0;  // of the queued mail
    smtp::Outcome outcome = smtp::Outcome::deferred;
    smtp::Reason reason = smtp::Reason::none;
    std::uint16_t code = 0;  // 0: no reply decided it
    smtp::EnhancedCode enhanced;
    std::string said;                // the reply as said, or what happened
    std::string by;                  // the host that said so; empty: found out here
    std::size_t effects_before = 0;  // of the effects that the same call returned
};

struct DeliveryOrder {
    trace::MailId mail = 0;
    std::string domain;                       // where to; a mail program's server when `submission` is set
    std::optional<std::uint16_t> submission;  // its port
    std::vector<std::size_t> recipients;      // of the queued mail
    std::uint32_t attempt = 1;
    std::vector<base::IpAddress> own_addresses;  // of this host: an MX that names it leads in a circle
    smtp::Handover handover;                     // its recipients in the same order
};

class Delivery {
public:
    Delivery(DeliveryOrder order, std::uint32_t lookup, trace::Octets& octets, const base::Random& random);

    /// Each call gives effects and adds to `settled`; when finished() nothing more will come.
    Effects start(std::vector<Settlement>& settled);
    Effects resolved(const Resolved& answer, std::vector<Settlement>& settled);
    Effects established(base::Instant now);
    Effects receive(trace::Range octets, base::Instant now, std::vector<Settlement>& settled);
    Effects ended(trace::Ending ending, std::vector<Settlement>& settled);
    base::Instant deadline() const;
    Effects on_deadline(base::Instant now, std::vector<Settlement>& settled);

    bool finished() const { return finished_; }
    const DeliveryOrder& order() const { return order_; }
    /// The connection it uses; 0: none yet.
    Handle handle() const { return handle_; }
    /// The host numbers connections: called before each Connect.
    void use_handle(Handle handle) { next_handle_ = handle; }

private:
    Effects search(std::vector<Settlement>& settled);
    Effects connect();
    Effects perform(smtp::ClientActions actions, std::vector<Settlement>& settled);
    void note_sent(const smtp::Say& said, Effects& effects);
    void settle_everyone(smtp::Outcome outcome, smtp::Reason reason, const std::string& about,
                         std::vector<Settlement>& settled);
    void settle(const smtp::Settled& one, std::size_t effects_before, std::vector<Settlement>& settled);
    void note(trace::Fact fact, Effects& effects) { effects.push_back(Note{std::move(fact), handle_}); }
    trace::Range keep(std::string_view text) { return octets_.keep(text); }

    DeliveryOrder order_;
    std::uint32_t lookup_;
    trace::Octets& octets_;
    const base::Random& random_;
    dns::Known known_;
    std::vector<dns::Question> asked_;
    FoundRoute route_;
    std::size_t hop_ = 0;
    Handle handle_ = 0, next_handle_ = 0;
    std::optional<smtp::ClientSession> session_;
    trace::StreamMap incoming_;
    bool finished_ = false;
};

}  // namespace mta
