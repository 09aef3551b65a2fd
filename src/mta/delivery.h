// One try to hand over one mail to one next stop: route, connection, conversation; and when a host there is
// of no use, the next one at once (RFC 5321 5.1). It tells recipient by recipient what became of them; what
// that means for the queue is the host's business.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "mta/dns_cache.h"
#include "mta/exchange.h"
#include "mta/route.h"
#include "mta/settings.h"
#include "mta/settlement.h"
#include "smtp/client_session.h"
#include "trace/stream_map.h"

namespace mta {

/// Hosts that one try turns to; then it waits for the next try. Our own bound; RFC 5321 5.1 wants two.
inline constexpr std::size_t most_hosts_a_try = 8;

struct DeliveryOrder {
    trace::MailId mail = 0;
    std::string domain;                   // where to; a host's name when `way` is not by MX
    trace::Route way = trace::Route::mx;  // mx, submission, smarthost, host_table or source_route
    std::uint16_t port = relay_port;
    std::vector<std::size_t> recipients;  // of the queued mail
    std::uint32_t attempt = 1;
    smtp::Handover handover;  // its recipients in the same order; manners.part is set
};

/// What of its host a delivery needs. All outlive it.
struct Premises {
    const HostSettings& settings;
    trace::Octets& octets;
    const base::Random& random;
    const DnsCache& cache;
    Handle& last_handle;  // the host numbers connections
};

/// Invariant: every recipient of the order is settled exactly once.
class Delivery {
public:
    Delivery(DeliveryOrder order, std::uint32_t lookup, Premises premises);

    /// Each call gives effects and adds to `settled`; when finished() nothing more will come.
    Effects start(base::Instant now, std::vector<Settlement>& settled);
    Effects resolved(const Resolved& answer, base::Instant now, std::vector<Settlement>& settled);
    Effects established(base::Instant now, std::vector<Settlement>& settled);
    Effects receive(trace::Range octets, base::Instant now, std::vector<Settlement>& settled);
    Effects secured(const smtp::TlsSession& tls, base::Instant now, std::vector<Settlement>& settled);
    Effects ended(const Ended& end, std::vector<Settlement>& settled);
    base::Instant deadline() const;
    Effects on_deadline(base::Instant now, std::vector<Settlement>& settled);

    bool finished() const { return finished_; }
    const DeliveryOrder& order() const { return order_; }
    /// The connection it uses; 0: none yet.
    Handle handle() const { return handle_; }

private:
    /// How a host is spoken to: as the settings wish, or without the TLS that failed there.
    enum class Cover : std::uint8_t { as_wished, plaintext };
    enum class Next : std::uint8_t { nobody, same_host_in_plaintext, another_host };

    Effects search(base::Instant now, std::vector<Settlement>& settled);
    RouteSearch find_route() const;
    bool learn_from_cache(const std::vector<dns::Question>& questions, base::Instant now);
    Effects connect(Cover cover);
    smtp::Handover handover_for(const Hop& hop) const;
    smtp::TlsUse tls_use() const;
    Effects perform(smtp::ClientActions actions, std::vector<Settlement>& settled);
    void note_sent(const smtp::Say& said, Effects& effects);
    void settle(const smtp::Settled& one, std::size_t effects_before, std::vector<Settlement>& settled);
    void settle_open(smtp::Outcome outcome, smtp::Reason reason, const std::string& about,
                     std::vector<Settlement>& settled);
    Next next_after(const smtp::Settled& one) const;
    bool another_host_is_left() const;
    void note(trace::Fact fact, Effects& effects) { effects.push_back(Note{std::move(fact), handle_}); }
    trace::Range keep(std::string_view text) { return premises_.octets.keep(text); }

    DeliveryOrder order_;
    std::uint32_t lookup_;
    Premises premises_;
    dns::Known known_;
    std::vector<dns::Question> asked_;
    FoundRoute route_;
    std::size_t hop_ = 0;
    Handle handle_ = 0;
    Cover cover_ = Cover::as_wished;
    std::vector<std::size_t> open_;  // of the order: who the present session is about
    std::vector<std::size_t> left_;  // of the order: who the next session is about
    Next next_ = Next::nobody;
    std::optional<smtp::ClientSession> session_;
    smtp::Verb heard_ = smtp::Verb::none;  // what the last reply answered
    bool letter_said_ = false;             // from here on the server may have the mail (RFC 1047)
    trace::StreamMap incoming_;
    bool finished_ = false;
};

}  // namespace mta
