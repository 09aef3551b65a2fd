#include "sim/virtual_world.h"

#include <algorithm>

#include "base/expects.h"
#include "base/overloaded.h"
#include "sim/simulation.h"

namespace sim {

using base::Instant;
using trace::ConnectionId;
using trace::EventNumber;
using trace::HostId;

namespace {

constexpr std::size_t index(Side side) {
    return static_cast<std::size_t>(side);
}

constexpr Side side_of(mta::Handle handle) {
    return (handle & mta::outgoing) != 0 ? Side::client : Side::server;
}

trace::Trace begun(const Scenario& scenario, std::vector<trace::Intervention> interventions) {
    trace::Trace trace;
    trace.world = world_of(scenario);
    trace.interventions = std::move(interventions);
    return trace;
}

/// The address that a host speaks from to one of the same family.
base::IpAddress speaks_from(const trace::WorldHost& host, const base::IpAddress& to) {
    const auto same = std::find_if(host.addresses.begin(), host.addresses.end(),
                                   [&](const base::IpAddress& one) { return one.family == to.family; });
    return same == host.addresses.end() ? host.addresses.front() : *same;
}

bool has_family(const trace::WorldHost& host, const base::IpAddress& address) {
    return std::any_of(host.addresses.begin(), host.addresses.end(),
                       [&](const base::IpAddress& one) { return one.family == address.family; });
}

}  // namespace

VirtualWorld::VirtualWorld(const Scenario& scenario, std::vector<trace::Intervention> interventions)
    : scenario_(scenario),
      trace_(begun(scenario, std::move(interventions))),
      network_(scenario, trace_.world, recorder_, agenda_),
      connections_(trace_, recorder_, network_, agenda_, base::Random(scenario.seed)),
      resolver_(scenario, trace_.world, trace_, recorder_, network_, agenda_),
      secure_lines_(scenario, trace_, recorder_, connections_),
      scheduled_(scenario.hosts.size(), base::never),
      outgoing_(scenario.hosts.size()) {
    for (const ScenarioHost& host : scenario.hosts)
        machines_.emplace_back(host.settings, scenario.start, base::Random(scenario.seed), trace_.octets);
    for (std::size_t one = 0; one < trace_.interventions.size(); ++one)
        agenda_.add(trace_.interventions[one].at, Task::intervention, one);
    for (std::size_t one = 0; one < scenario.mails.size(); ++one)
        agenda_.add(scenario.mails[one].at, Task::scenario_mail, one);
}

trace::Trace VirtualWorld::run(Instant until) {
    while (!agenda_.empty() && agenda_.first().at <= until && trace_.size() < most_events) {
        const Happening happening = agenda_.take();
        now_ = happening.at;
        happen(happening);
        look_for_triggers();
    }
    return std::move(trace_);
}

void VirtualWorld::happen(const Happening& happening) {
    switch (happening.task) {
        case Task::packet:
            arrive(happening.subject);
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
        case Task::strike:
            strike(happening.subject);
            break;
        case Task::scenario_mail:
            submit_scenario_mail(happening.subject);
            break;
    }
}

// ---- from the network to the hosts ----

void VirtualWorld::arrive(std::uint64_t place) {
    const auto landed = network_.land(place, now_);
    look_for_triggers();
    if (!landed || !machines_[landed->packet.to].up()) return;
    if (landed->packet.connection == 0)
        answer(resolver_.receive(landed->packet, landed->event, now_));
    else
        tell(connections_.receive(landed->packet, landed->event, now_), landed->event);
}

void VirtualWorld::tell(const std::vector<Tidings>& tidings, EventNumber trigger) {
    for (const Tidings& one : tidings) tell(one, trigger);
}

void VirtualWorld::tell(const Tidings& one, EventNumber trigger) {
    const Connection& connection = connections_.at(one.connection);
    const HostId host = connection.hosts[index(one.side)];
    if (connection.vanished[index(one.side)]) return;  // the host crashed while it was being told
    const mta::Handle handle = handle_of(connection, one.side);
    recorder_.begin(now_, trigger);
    switch (one.kind) {
        case Tidings::Kind::opened:
            recorder_.note(host, one.connection, trace::ConnectionOpened{});
            look_for_triggers();
            if (one.side == Side::client)
                give(host, mta::Established{handle});
            else
                give(host, mta::Incoming{handle,
                                         speaks_from(trace_.world.hosts[connection.hosts[0]],
                                                     connection.server_address),
                                         connection.ports[1]});
            break;
        case Tidings::Kind::octets:
            tell_octets(one, host, handle);
            break;
        case Tidings::Kind::peer_closed:
            give(host, mta::Ended{handle, trace::Ending::finished});
            close(one.connection, one.side);
            break;
        case Tidings::Kind::closed:
            tell_end(one, host, handle, trace::Ending::finished);
            break;
        case Tidings::Kind::reset: {
            const bool before_open = one.side == Side::client && !connection.listening;
            tell_end(one, host, handle, before_open ? trace::Ending::refused : trace::Ending::reset);
            break;
        }
        case Tidings::Kind::timed_out:
            tell_end(one, host, handle, trace::Ending::timed_out);
            break;
    }
}

void VirtualWorld::tell_octets(const Tidings& one, HostId host, mta::Handle handle) {
    const bool sealed = secure_lines_.covers(one.connection, one.side);
    std::uint32_t dropped = 0;
    for (const trace::Range octets : connections_.octets_of(one)) {
        if (sealed)
            tell(secure_lines_.receive(one.connection, one.side, octets, now_), one.connection, one.side);
        else if (secure_lines_.covers(one.connection, one.side))
            dropped += octets.length;  // came before the handshake: never looked at (RFC 3207 4.2)
        else
            give(host, mta::Arrived{handle, octets});
    }
    if (dropped > 0 && machines_[host].up())
        recorder_.note(host, one.connection, trace::PlaintextDropped{dropped});
}

void VirtualWorld::tell_end(const Tidings& one, HostId host, mta::Handle handle, trace::Ending ending) {
    secure_lines_.forget(one.connection, one.side);
    recorder_.note(host, one.connection, trace::ConnectionClosed{ending});
    give(host, mta::Ended{handle, ending});
}

void VirtualWorld::tell(const std::vector<TlsTidings>& tidings, ConnectionId connection, Side side) {
    const HostId host = connections_.at(connection).hosts[index(side)];
    for (const TlsTidings& one : tidings) {
        if (connections_.at(connection).vanished[index(side)]) return;
        const mta::Handle handle = handle_of(connections_.at(connection), side);
        std::visit(base::overloaded{
                       [&](const TlsOpened& opened) {
                           give(host, mta::Secured{handle, opened.tls});
                       },
                       [&](const TlsOctets& came) {
                           give(host, mta::Arrived{handle, came.octets});
                       },
                       [&](const TlsBroken& broken) {
                           give(host, mta::Ended{handle, trace::Ending::finished, broken.why});
                           close(connection, side);
                       },
                   },
                   one);
    }
}

mta::Handle VirtualWorld::handle_of(const Connection& connection, Side side) const {
    return side == Side::server ? connection.id : connection.client_name;
}

ConnectionId VirtualWorld::connection_of(HostId host, mta::Handle handle) const {
    if ((handle & mta::outgoing) == 0) return handle;
    const std::size_t place = handle & ~mta::outgoing;
    return place < outgoing_[host].size() ? outgoing_[host][place] : 0;
}

void VirtualWorld::answer(const std::optional<Resolver::Answered>& answered) {
    if (answered) give(answered->host, mta::Resolved{answered->lookup, answered->question, answered->answer});
}

// Requires: a pass of the recorder has begun.
void VirtualWorld::give(HostId host, const mta::Input& input) {
    look_for_triggers();
    if (!machines_[host].up()) return;
    perform(host, machines_[host].host().receive(input, now_));
    schedule(host);
}

// ---- from the hosts to the network ----

void VirtualWorld::perform(HostId host, const mta::Effects& effects) {
    performing_ = host;
    std::span<const mta::Effect> rest(effects);
    while (!rest.empty() && crash_cause_ == trace::no_event) {
        perform(host, rest.front());
        rest = rest.subspan(1);
        look_for_triggers();
    }
    performing_ = trace::no_host;
    if (crash_cause_ != trace::no_event) crash(host, rest, std::exchange(crash_cause_, trace::no_event));
    while (!failed_handshakes_.empty()) {
        const auto [connection, side] = failed_handshakes_.back();
        failed_handshakes_.pop_back();
        tell({TlsBroken{}}, connection, side);
    }
}

void VirtualWorld::perform(HostId host, const mta::Effect& effect) {
    std::visit(
        base::overloaded{
            [&](const mta::Note& note) { recorder_.note(host, connection_of(host, note.handle), note.fact); },
            [&](const mta::Connect& wish) { connect(host, wish); },
            [&](const mta::Send& octets) { send(host, octets); },
            [&](const mta::StartTls& wish) { start_tls(host, wish); },
            [&](const mta::Close& wish) {
                if (const auto connection = connection_of(host, wish.handle))
                    close(connection, side_of(wish.handle));
            },
            [&](const mta::Lookup& wish) {
                resolver_.ask(host, wish.lookup, wish.question, wish.mail, now_);
            },
        },
        effect);
}

void VirtualWorld::connect(HostId host, const mta::Connect& wish) {
    // Without an address of that family there is no way there: what is sent is lost.
    const bool reachable = has_family(trace_.world.hosts[host], wish.address);
    const HostId server = reachable ? trace_.world.find(wish.address) : trace::no_host;
    const ConnectionId id = connections_.open(
        {host, wish.handle, server, wish.address, wish.port, listens(server, wish.port)}, now_);
    const std::size_t place = wish.handle & ~mta::outgoing;
    if (outgoing_[host].size() <= place) outgoing_[host].resize(place + 1);
    outgoing_[host][place] = id;
}

void VirtualWorld::send(HostId host, const mta::Send& octets) {
    const ConnectionId connection = connection_of(host, octets.handle);
    const Side side = side_of(octets.handle);
    if (connection == 0) return;
    if (secure_lines_.covers(connection, side))
        secure_lines_.send(connection, side, octets.octets, now_);
    else
        connections_.write(connection, side, octets.octets, now_);
}

void VirtualWorld::start_tls(HostId host, const mta::StartTls& wish) {
    const ConnectionId connection = connection_of(host, wish.handle);
    const Side side = side_of(wish.handle);
    if (connection == 0 || secure_lines_.covers(connection, side)) return;
    const auto tidings =
        secure_lines_.begin(connection, side, wish, machines_[host].settings().certificate, now_);
    // The host learns of it after its pass.
    if (!tidings.empty()) failed_handshakes_.emplace_back(connection, side);
}

void VirtualWorld::close(ConnectionId connection, Side side) {
    if (secure_lines_.covers(connection, side)) secure_lines_.close(connection, side, now_);
    connections_.close(connection, side, now_);
}

bool VirtualWorld::listens(HostId host, std::uint16_t port) const {
    if (host == trace::no_host) return false;
    const auto& ports = machines_[host].settings().ports;
    return std::find(ports.begin(), ports.end(), port) != ports.end();
}

// One pass for each thing that is due.
void VirtualWorld::wake(HostId host) {
    scheduled_[host] = base::never;
    for (int passes = 0; machines_[host].up() && machines_[host].host().deadline() <= now_; ++passes) {
        constexpr int most_passes = 1'000'000;  // a host that stays due would hang the world: our own mistake
        base::expects(passes < most_passes);
        recorder_.begin(now_, trace::no_event);
        perform(host, machines_[host].host().on_deadline(now_));
    }
    schedule(host);
}

void VirtualWorld::schedule(HostId host) {
    if (!machines_[host].up()) return;
    const Instant deadline = machines_[host].host().deadline();
    if (deadline >= scheduled_[host]) return;
    scheduled_[host] = deadline;
    agenda_.add(deadline, Task::host_deadline, host);
}

}  // namespace sim
