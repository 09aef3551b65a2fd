// The names service of a virtual world: each host's questions go as UDP datagrams to its name server, are
// asked again when no answer comes, and end as answers. RFC 1035 4.2.1. Knows no mail; who asked is told by
// number.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "dns/answer.h"
#include "dns/zones.h"
#include "sim/network.h"
#include "trace/intervention.h"

namespace sim {

inline constexpr base::Duration question_wait = base::seconds(5);  // RFC 1035 4.2.1: 2 to 5 seconds
inline constexpr int question_tries = 3;                           // our own bound
inline constexpr std::uint16_t dns_port = 53;

class Resolver {
public:
    Resolver(const Scenario& scenario, const trace::World& world, trace::Trace& trace,
             trace::Recorder& recorder, Network& network, Agenda& agenda);

    /// `host` asks; the answer comes later from receive() or on_deadline() with its `lookup`.
    void ask(trace::HostId host, std::uint32_t lookup, const dns::Question& question, trace::MailId mail,
             base::Instant now);

    struct Answered {
        trace::HostId host = trace::no_host;
        std::uint32_t lookup = 0;
        dns::Question question;
        dns::Answer answer;
    };
    /// A datagram arrived somewhere, as event `arrival`: a name server answers it, an asker learns from it. A
    /// pass of the recorder has begun when there is an answer.
    std::optional<Answered> receive(const Packet& packet, trace::EventNumber arrival, base::Instant now);
    /// From here on the name server `host` answers so for `name` and all below it; what was said last counts.
    void break_name(trace::HostId host, const dns::Name& name, trace::BreakName::How how);
    /// The host crashed: what it asked is forgotten.
    void forget(trace::HostId host);
    /// Asks again, or gives up: the answer then is that none came.
    std::optional<Answered> on_deadline(std::uint64_t number, base::Instant now);

private:
    struct Pending {
        trace::HostId host = trace::no_host, server = trace::no_host;
        std::uint32_t lookup = 0;
        std::uint16_t id = 0, port = 0;
        trace::MailId mail = 0;
        dns::Question question;
        int tries = 0;
        trace::EventNumber asked = trace::no_event;
    };
    void send_question(std::uint64_t number, Pending& pending, trace::EventNumber cause, base::Instant now);
    void serve(const Packet& packet, const dns::Question& question, std::uint16_t id,
               trace::EventNumber arrival, base::Instant now);
    Answered finish(std::uint64_t number, dns::Answer answer, trace::EventNumber trigger, base::Instant now);
    void forget_number(std::uint64_t key, std::uint64_t number);
    trace::HostId server_for(trace::HostId host) const;
    trace::BreakName::How state_of(trace::HostId server, const dns::Name& name) const;

    const Scenario& scenario_;
    const trace::World& world_;
    trace::Trace& trace_;
    trace::Recorder& recorder_;
    Network& network_;
    Agenda& agenda_;
    base::Random random_;
    std::map<trace::HostId, dns::Zones> zones_;
    struct Broken {
        trace::HostId host = trace::no_host;
        dns::Name name;
        trace::BreakName::How how = trace::BreakName::How::times_out;
    };
    std::vector<Broken> broken_;  // the latest last
    std::map<std::uint64_t, Pending> pending_;
    std::multimap<std::uint64_t, std::uint64_t> numbers_;  // of the pending, by asker, port and id
    std::uint64_t last_number_ = 0;
};

}  // namespace sim
