#include "sim/simulation.h"

#include <fmt/format.h>

#include "base/expects.h"
#include "base/overloaded.h"
#include "mta/host.h"
#include "sim/agenda.h"
#include "sim/connections.h"
#include "sim/network.h"
#include "sim/resolver.h"

namespace sim {
namespace {

using base::Instant;
using trace::ConnectionId;
using trace::EventNumber;
using trace::HostId;

// The hosts of a scenario with the network between them. Every input to a host is one pass of the recorder.
class VirtualWorld {
public:
    VirtualWorld(const Scenario& scenario, const std::vector<trace::Intervention>& interventions)
        : scenario_(scenario) {
        trace_.world = world_of(scenario);
        trace_.interventions = interventions;
        for (const ScenarioHost& host : scenario.hosts)
            hosts_.emplace_back(host.settings, scenario.start, base::Random(scenario.seed), trace_.octets);
        scheduled_.assign(hosts_.size(), base::never);
        outgoing_.resize(hosts_.size());
        for (std::size_t index = 0; index < interventions.size(); ++index)
            agenda_.add(interventions[index].at, Task::intervention, index);
        for (std::size_t index = 0; index < scenario.mails.size(); ++index)
            agenda_.add(scenario.mails[index].at, Task::scenario_mail, index);
    }

    trace::Trace run(Instant until) {
        while (!agenda_.empty() && agenda_.first().at <= until && trace_.size() < most_events) {
            const Happening happening = agenda_.take();
            now_ = happening.at;
            happen(happening);
        }
        return std::move(trace_);
    }

private:
    void happen(const Happening& happening);
    void arrive(trace::PacketId packet);
    void tell(const std::vector<Tidings>& tidings, EventNumber trigger);
    void tell(const Tidings& one, EventNumber trigger);
    void intervene(std::size_t index);
    void submit(HostId host, const std::string& reverse_path, const std::vector<std::string>& recipients,
                const std::string& letter, EventNumber trigger);
    void answer(const std::optional<Resolver::Answered>& answered);
    void give(HostId host, const mta::Input& input);
    void perform(HostId host, const mta::Effects& effects);
    void connect(HostId host, const mta::Connect& wish);
    void wake(HostId host);
    void schedule(HostId host);
    mta::Handle handle_of(const Connection& connection, Side side) const;
    ConnectionId connection_of(HostId host, mta::Handle handle) const;
    bool listens(HostId host, std::uint16_t port) const;

    const Scenario& scenario_;
    trace::Trace trace_;
    trace::Recorder recorder_{trace_};
    Agenda agenda_;
    Network network_{scenario_, trace_.world, recorder_, agenda_};
    Connections connections_{trace_, recorder_, network_, agenda_, base::Random(scenario_.seed)};
    // Made when the world is known; the scenario outlives it.
    Resolver resolver_{scenario_, trace_.world, trace_, recorder_, network_, agenda_};
    std::deque<mta::Host> hosts_;
    std::vector<Instant> scheduled_;                             // each host's next deadline on the agenda
    std::vector<std::map<mta::Handle, ConnectionId>> outgoing_;  // a host's own handles
    std::map<ConnectionId, mta::Handle> client_handles_;
    Instant now_;
};

void VirtualWorld::happen(const Happening& happening) {
    switch (happening.task) {
        case Task::packet:
            arrive(static_cast<trace::PacketId>(happening.subject));
            break;
        case Task::tcp_deadline: {
            const auto id = static_cast<ConnectionId>(happening.subject >> 1);
            const auto tidings = connections_.on_deadline(happening.subject, now_);
            tell(tidings, connections_.at(id).last[happening.subject & 1]);
            break;
        }
        case Task::host_deadline:
            wake(static_cast<HostId>(happening.subject));
            break;
        case Task::lookup_deadline:
            answer(resolver_.on_deadline(happening.subject, now_));
            break;
        case Task::intervention:
            intervene(happening.subject);
            break;
        case Task::scenario_mail: {
            const ScenarioMail& mail = scenario_.mails[happening.subject];
            submit(trace_.world.find(mail.host), mail.reverse_path, mail.recipients, mail.letter,
                   trace::no_event);
            break;
        }
    }
}

void VirtualWorld::arrive(trace::PacketId id) {
    const auto landed = network_.land(id, now_);
    if (!landed) return;
    if (landed->packet.connection == 0) {
        answer(resolver_.receive(landed->packet, landed->event, now_));
    } else {
        tell(connections_.receive(landed->packet, landed->event, now_), landed->event);
    }
}

void VirtualWorld::tell(const std::vector<Tidings>& tidings, EventNumber trigger) {
    for (const Tidings& one : tidings) tell(one, trigger);
}

void VirtualWorld::tell(const Tidings& one, EventNumber trigger) {
    const Connection& connection = connections_.at(one.connection);
    const HostId host = connection.hosts[static_cast<std::size_t>(one.side)];
    const mta::Handle handle = handle_of(connection, one.side);
    const auto closed = [&](trace::Ending ending) {
        recorder_.note(host, one.connection, trace::ConnectionClosed{ending});
        give(host, mta::Ended{handle, ending});
    };
    recorder_.begin(now_, trigger);
    switch (one.kind) {
        case Tidings::Kind::opened:
            recorder_.note(host, one.connection, trace::ConnectionOpened{});
            if (one.side == Side::client) {
                give(host, mta::Established{handle});
            } else {
                const HostId client = connection.hosts[0];
                give(host, mta::Incoming{handle, trace_.world.hosts[client].addresses.front(),
                                         connection.ports[1]});
            }
            break;
        case Tidings::Kind::octets:
            for (const trace::Range octets : connections_.octets_of(one))
                give(host, mta::Arrived{handle, octets});
            break;
        case Tidings::Kind::peer_closed:
            give(host, mta::Ended{handle, trace::Ending::finished});
            connections_.close(one.connection, one.side, now_);
            break;
        case Tidings::Kind::closed:
            closed(trace::Ending::finished);
            break;
        case Tidings::Kind::reset: {
            const bool before_open = one.side == Side::client && !connection.listening;
            closed(before_open ? trace::Ending::refused : trace::Ending::reset);
            break;
        }
        case Tidings::Kind::timed_out:
            closed(trace::Ending::timed_out);
            break;
    }
}

mta::Handle VirtualWorld::handle_of(const Connection& connection, Side side) const {
    return side == Side::server ? connection.id : client_handles_.at(connection.id);
}

ConnectionId VirtualWorld::connection_of(HostId host, mta::Handle handle) const {
    if ((handle & mta::outgoing) == 0) return handle;
    const auto found = outgoing_[host].find(handle);
    return found == outgoing_[host].end() ? 0 : found->second;
}

void VirtualWorld::intervene(std::size_t index) {
    const trace::Intervention& intervention = trace_.interventions[index];
    recorder_.begin(now_, trace::no_event);
    std::visit(base::overloaded{
                   [&](const trace::SendMail& mail) {
                       const HostId host = trace_.world.find(mail.host);
                       const auto number =
                           recorder_.note(host, 0, trace::Intervened{static_cast<std::uint16_t>(index)});
                       submit(host, mail.reverse_path, mail.recipients, mail.letter, number);
                   },
                   [&](const trace::ChangeSetting& change) {
                       const HostId host = trace_.world.find(change.host);
                       recorder_.note(host, 0, trace::Intervened{static_cast<std::uint16_t>(index)});
                       auto changed = mta::with_setting(hosts_[host].settings(), change.name, change.value);
                       hosts_[host].change(std::move(*changed));
                   },
                   [](const auto&) {},
               },
               intervention.what);
}

void VirtualWorld::submit(HostId host, const std::string& reverse_path,
                          const std::vector<std::string>& recipients, const std::string& letter,
                          EventNumber trigger) {
    mta::Submitted submitted;
    if (!reverse_path.empty())
        submitted.reverse_path = std::get<mail::Address>(mail::parse_address(reverse_path));
    for (const std::string& recipient : recipients)
        submitted.recipients.push_back({std::get<mail::Address>(mail::parse_address(recipient)), {}});
    submitted.letter = letter;
    recorder_.begin(now_, trigger);
    give(host, submitted);
}

void VirtualWorld::answer(const std::optional<Resolver::Answered>& answered) {
    if (answered) give(answered->host, mta::Resolved{answered->lookup, answered->question, answered->answer});
}

// Requires: a pass of the recorder has begun.
void VirtualWorld::give(HostId host, const mta::Input& input) {
    perform(host, hosts_[host].receive(input, now_));
    schedule(host);
}

void VirtualWorld::perform(HostId host, const mta::Effects& effects) {
    const auto side_of = [](mta::Handle handle) {
        return (handle & mta::outgoing) != 0 ? Side::client : Side::server;
    };
    for (const mta::Effect& effect : effects)
        std::visit(base::overloaded{
                       [&](const mta::Note& note) {
                           recorder_.note(host, connection_of(host, note.handle), note.fact);
                       },
                       [&](const mta::Connect& wish) { connect(host, wish); },
                       [&](const mta::Send& send) {
                           connections_.write(connection_of(host, send.handle), side_of(send.handle),
                                              send.octets, now_);
                       },
                       [&](const mta::StartTls&) {},
                       [&](const mta::Close& close) {
                           connections_.close(connection_of(host, close.handle), side_of(close.handle), now_);
                       },
                       [&](const mta::Lookup& wish) {
                           resolver_.ask(host, wish.lookup, wish.question, wish.mail, now_);
                       },
                   },
                   effect);
}

void VirtualWorld::connect(HostId host, const mta::Connect& wish) {
    const HostId server = trace_.world.find(wish.address);
    const ConnectionId id = connections_.open(host, server, wish.port, listens(server, wish.port), now_);
    outgoing_[host][wish.handle] = id;
    client_handles_[id] = wish.handle;
}

bool VirtualWorld::listens(HostId host, std::uint16_t port) const {
    if (host == trace::no_host) return false;
    const auto& ports = hosts_[host].settings().ports;
    return std::find(ports.begin(), ports.end(), port) != ports.end();
}

// One pass for each thing that is due.
void VirtualWorld::wake(HostId host) {
    scheduled_[host] = base::never;
    for (int passes = 0; hosts_[host].deadline() <= now_; ++passes) {
        constexpr int most_passes = 1'000'000;  // a host that stays due would hang the world: our own mistake
        base::expects(passes < most_passes);
        recorder_.begin(now_, trace::no_event);
        perform(host, hosts_[host].on_deadline(now_));
    }
    schedule(host);
}

void VirtualWorld::schedule(HostId host) {
    const Instant deadline = hosts_[host].deadline();
    if (deadline >= scheduled_[host]) return;
    scheduled_[host] = deadline;
    agenda_.add(deadline, Task::host_deadline, host);
}

// ---- what the author of an intervention or a mail may have got wrong ----

using MaybeProblem = std::optional<base::Problem>;

MaybeProblem check_mail(const trace::World& world, const std::string& host, const std::string& reverse_path,
                        const std::vector<std::string>& recipients) {
    if (world.find(host) == trace::no_host)
        return base::Problem{
            {}, fmt::format("there is no host '{}'", host), "name one of the scenario's hosts"};
    const auto fault_in = [](const std::string& address) -> MaybeProblem {
        const auto parsed = mail::parse_address(address);
        const auto* fault = std::get_if<mail::AddressFault>(&parsed);
        if (!fault) return {};
        return base::Problem{{}, fmt::format("'{}' is no address: {}", address, fault->what), fault->mend};
    };
    if (!reverse_path.empty())
        if (auto problem = fault_in(reverse_path)) return problem;
    for (const std::string& recipient : recipients)
        if (auto problem = fault_in(recipient)) return problem;
    if (recipients.empty()) return base::Problem{{}, "the mail has no recipient", "name at least one"};
    return {};
}

MaybeProblem check(const Scenario& scenario, const trace::World& world,
                   const trace::Intervention& intervention) {
    return std::visit(base::overloaded{
                          [&](const trace::SendMail& mail) {
                              return check_mail(world, mail.host, mail.reverse_path, mail.recipients);
                          },
                          [](const auto&) -> MaybeProblem {
                              return base::Problem{{}, "no such fault", "write another"};
                          },
                          [&](const trace::ChangeSetting& change) -> MaybeProblem {
                              const HostId host = world.find(change.host);
                              if (host == trace::no_host)
                                  return base::Problem{{},
                                                       fmt::format("there is no host '{}'", change.host),
                                                       "name one of the scenario's hosts"};
                              const auto changed =
                                  mta::with_setting(scenario.hosts[host].settings, change.name, change.value);
                              if (!changed) return changed.problem();
                              return {};
                          },
                      },
                      intervention.what);
}

}  // namespace

base::Result<trace::Trace> simulate(const Scenario& scenario,
                                    const std::vector<trace::Intervention>& interventions, Instant until) {
    const trace::World world = world_of(scenario);
    for (const ScenarioMail& mail : scenario.mails)
        if (auto problem = check_mail(world, mail.host, mail.reverse_path, mail.recipients))
            return std::move(*problem);
    for (const trace::Intervention& intervention : interventions)
        if (auto problem = check(scenario, world, intervention)) return std::move(*problem);
    return VirtualWorld(scenario, interventions).run(until);
}

}  // namespace sim
