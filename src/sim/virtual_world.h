// The hosts of a scenario with the network between them, on one clock: packets become inputs of hosts,
// effects of hosts become packets. Every input to a host is one pass of the recorder. sim/simulation.h is the
// door.
#pragma once
#include <deque>
#include <map>
#include <span>
#include <vector>

#include "sim/agenda.h"
#include "sim/connections.h"
#include "sim/machine.h"
#include "sim/network.h"
#include "sim/resolver.h"
#include "sim/secure_lines.h"
#include "sim/triggers.h"

namespace sim {

// Invariants: 1. a machine that is down gets no input; 2. what a pass wanted after a crash struck amid it
// does not happen: neither on the network nor on the disk.
class VirtualWorld {
public:
    /// Requires: the interventions were checked.
    VirtualWorld(const Scenario& scenario, std::vector<trace::Intervention> interventions);

    trace::Trace run(base::Instant until);

private:
    // Driving (virtual_world.cpp)
    void happen(const Happening& happening);
    void arrive(std::uint64_t place);
    void tell(const std::vector<Tidings>& tidings, trace::EventNumber trigger);
    void tell(const Tidings& one, trace::EventNumber trigger);
    void tell_octets(const Tidings& one, trace::HostId host, mta::Handle handle);
    void tell_end(const Tidings& one, trace::HostId host, mta::Handle handle, trace::Ending ending);
    void answer(const std::optional<Resolver::Answered>& answered);
    void give(trace::HostId host, const mta::Input& input);
    void perform(trace::HostId host, const mta::Effects& effects);
    void perform(trace::HostId host, const mta::Effect& effect);
    void connect(trace::HostId host, const mta::Connect& wish);
    void send(trace::HostId host, const mta::Send& send);
    void start_tls(trace::HostId host, const mta::StartTls& wish);
    void close(trace::ConnectionId connection, Side side);
    void tell(const std::vector<TlsTidings>& tidings, trace::ConnectionId connection, Side side);
    void wake(trace::HostId host);
    void schedule(trace::HostId host);
    mta::Handle handle_of(const Connection& connection, Side side) const;
    trace::ConnectionId connection_of(trace::HostId host, mta::Handle handle) const;
    bool listens(trace::HostId host, std::uint16_t port) const;

    // What people do, and what goes wrong (virtual_world_faults.cpp)
    void intervene(std::size_t index);
    void strike(std::size_t index);
    void look_for_triggers();
    void apply(const trace::SendMail& mail, trace::EventNumber cause);
    void apply(const trace::ChangeSetting& change, trace::EventNumber cause);
    void apply(const trace::ChangeLine& change, trace::EventNumber cause);
    void apply(const trace::MendLine& line, trace::EventNumber cause);
    void apply(const trace::Crash& crash, trace::EventNumber cause);
    void apply(const trace::Restart& restart, trace::EventNumber cause);
    void apply(const trace::BreakName& names, trace::EventNumber cause);
    void change_line(trace::HostId a, trace::HostId b, LinkSettings settings, trace::EventNumber cause);
    void crash(trace::HostId host, std::span<const mta::Effect> unperformed, trace::EventNumber cause);
    void submit_scenario_mail(std::size_t index);
    void submit(trace::HostId host, mta::Submitted submitted, trace::EventNumber trigger);

    const Scenario& scenario_;
    trace::Trace trace_;
    trace::Recorder recorder_{trace_};
    Agenda agenda_;
    Network network_;
    Connections connections_;
    Resolver resolver_;
    SecureLines secure_lines_;
    std::deque<Machine> machines_;
    std::vector<base::Instant> scheduled_;                    // each host's next deadline on the agenda
    std::vector<std::vector<trace::ConnectionId>> outgoing_;  // by host and by its own handle
    base::Instant now_;

    Triggers triggers_;
    std::size_t seen_ = 0;                                     // events that the triggers were shown
    std::map<std::size_t, trace::EventNumber> strike_causes_;  // by intervention: the event that fired it
    trace::HostId performing_ = trace::no_host;                // whose pass it is
    trace::EventNumber crash_cause_ = trace::no_event;  // the performing host has crashed amid its pass
    std::vector<std::pair<trace::ConnectionId, Side>> failed_handshakes_;  // of the present pass
    struct Draft {
        trace::HostId host = trace::no_host;
        mta::Submitted mail;
    };
    std::vector<Draft> drafts_;  // written on machines that are down: sent when they are up again
};

}  // namespace sim
