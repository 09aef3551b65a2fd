#include "live/switchboard.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/expects.h"
#include "base/overloaded.h"
#include "live/limits.h"
#include "live/tls_facts.h"
#include "trace/tls_facts.h"

namespace live {

std::string closing_words(std::string_view host, std::string_view why) {
    return fmt::format("421 4.3.2 {} {}\r\n", host, why);
}

Switchboard::Switchboard(const Premises& premises, const Credentials& credentials, Chronicle& chronicle,
                         const Clock& clock, Loop loop)
    : premises_(premises),
      credentials_(credentials),
      chronicle_(chronicle),
      clock_(clock),
      loop_(std::move(loop)) {
    const base::Random random(premises.world.seed);
    for (const mta::HostSettings& settings : premises.hosts)
        hosts_.emplace_back(settings, premises.world.start, random, chronicle.octets());
}

// ---- connections ----

Switchboard::Connection& Switchboard::open(trace::ConnectionId id, trace::HostId host, Connection::Peer peer,
                                           TransportOwner transport) {
    do {
        if (++last_end_ >= mta::outgoing) last_end_ = 1;
    } while (connections_.contains(last_end_));
    Connection& connection = connections_[last_end_];
    connection.end = last_end_;
    connection.id = id;
    connection.host = host;
    connection.handle = last_end_;
    connection.peer = peer;
    connection.transport = std::move(transport);
    if (peer == Connection::Peer::visitor) ++visitors_;
    return connection;
}

Switchboard::Connection* Switchboard::find(EndId end) {
    const auto found = connections_.find(end);
    return found == connections_.end() ? nullptr : &found->second;
}

Switchboard::Connection* Switchboard::find(trace::HostId host, mta::Handle handle) {
    if ((handle & mta::outgoing) == 0) return find(handle);
    const auto found = outgoing_.find({host, handle});
    return found == outgoing_.end() ? nullptr : find(found->second);
}

void Switchboard::forget(EndId end) {
    const Connection* const connection = find(end);
    if (!connection) return;
    if (connection->peer == Connection::Peer::visitor) --visitors_;
    outgoing_.erase({connection->host, connection->handle});
    connections_.erase(end);
}

EventCount Switchboard::note(Connection& connection, trace::Fact fact) {
    return connection.last = chronicle_.note(connection.host, connection.id, std::move(fact));
}

void Switchboard::admit(trace::HostId host, std::uint16_t port, const Visitor& visitor,
                        TransportOwner transport) {
    begin(no_event_count);
    Connection& connection = open(++last_connection_, host, Connection::Peer::visitor, transport);
    const auto stranger = static_cast<trace::HostId>(hosts_.size());  // the world's last host
    chronicle_.note(stranger, connection.id, trace::ConnectionOpening{host, visitor.port, port},
                    trace::Origin::inferred);
    note(connection, trace::ConnectionOpened{});
    transport->attach(connection.end, *this);
    give(host, mta::Incoming{connection.handle, visitor.address, port});
    end_pass();
}

void Switchboard::submit(trace::HostId host, const mta::Submitted& mail) {
    begin(no_event_count);
    give(host, mail);
    end_pass();
}

void Switchboard::arrived(EndId end, std::string_view octets) {
    Connection* const connection = find(end);
    if (!connection) return;
    begin(connection->last);
    if (connection->handshake == Connection::Handshake::none)
        give(connection->host, mta::Arrived{connection->handle, chronicle_.keep(octets)});
    else
        take(end, connection->tls->receive(octets));
    end_pass();
}

// What arrived before was answered at once, so closing after all that was written leaves no reply unsaid.
void Switchboard::ended(EndId end, trace::Ending ending) {
    Connection* const connection = find(end);
    if (!connection) return;
    begin(connection->last);
    const bool handshaking = connection->handshake == Connection::Handshake::under_way;
    over(end, ending, handshaking ? smtp::Reason::tls_failed : smtp::Reason::none);
    end_pass();
}

void Switchboard::over(EndId end, trace::Ending ending, smtp::Reason why) {
    Connection* const connection = find(end);
    note(*connection, trace::ConnectionClosed{ending});
    give(connection->host, mta::Ended{connection->handle, ending, why});
    Connection* const still = find(end);
    if (!still) return;
    if (still->tls) still->transport->write(still->tls->close().sealed);
    still->transport->finish();
    forget(end);
}

void Switchboard::hang_up() {
    for (auto& [end, connection] : connections_) {
        const std::string words = closing_words(premises_.hosts[connection.host].name, "shutting down");
        if (connection.handshake == Connection::Handshake::none)
            connection.transport->write(words);
        else
            connection.transport->write(connection.tls->send(words).sealed + connection.tls->close().sealed);
        connection.transport->flush();
        connection.transport->cut();
    }
    connections_.clear();
    outgoing_.clear();
    visitors_ = 0;
}

// ---- TLS ----

// Messages are noted, sealed octets leave, opened ones go to the host; then the end, if it is one.
void Switchboard::take(EndId end, crypto::TlsStep step) {
    Connection* connection = find(end);
    for (const crypto::TlsMessage& message : step.messages)
        note(*connection, tls_message_fact(message, chronicle_));
    if (!step.sealed.empty()) {
        connection->transport->write(step.sealed);
        unflushed_.push_back(connection->transport);
    }
    if (connection->handshake == Connection::Handshake::under_way && !conclude_handshake(end)) return;
    if (!step.opened.empty() && (connection = find(end)))
        give(connection->host, mta::Arrived{connection->handle, chronicle_.keep(step.opened)});
    if (!(connection = find(end))) return;
    const crypto::TlsState state = connection->tls->state();
    if (state == crypto::TlsState::closed_by_peer || state == crypto::TlsState::closed)
        over(end, trace::Ending::finished, smtp::Reason::none);
    else if (state == crypto::TlsState::failed)
        over(end, trace::Ending::reset, smtp::Reason::none);
}

/// False: there is nothing more to do on this connection now.
bool Switchboard::conclude_handshake(EndId end) {
    Connection* const connection = find(end);
    if (const auto& failure = connection->tls->failure()) {
        note(*connection, failed_fact(*failure, chronicle_));
        over(end, trace::Ending::reset, reason_of(*failure));
        return false;
    }
    const auto& session = connection->tls->session();
    if (!session) return connection->tls->state() != crypto::TlsState::handshaking;
    connection->handshake = Connection::Handshake::done;
    note(*connection, secured_fact(*session, connection->side, chronicle_));
    give(connection->host, mta::Secured{connection->handle, trace::session_of(*session, connection->side)});
    return true;
}

void Switchboard::on(trace::HostId host, const mta::StartTls& wish) {
    Connection* const connection = find(host, wish.handle);
    if (!connection || connection->tls) return;
    const bool server = wish.side == mta::StartTls::Side::server;
    const crypto::TlsContext* const context = server ? credentials_.server(host) : &credentials_.client();
    base::expects(context != nullptr);  // a host without a certificate offers no TLS
    crypto::TlsPeer peer;
    if (!server) {
        peer.name = wish.server_name;
        peer.verify = wish.verify == smtp::BeginTls::Verify::required ? crypto::Verify::required
                                                                      : crypto::Verify::opportunistic;
    }
    peer.now = seconds_since_1970();
    connection->side = server ? crypto::TlsSide::server : crypto::TlsSide::client;
    connection->handshake = Connection::Handshake::under_way;
    connection->tls.emplace(*context, connection->side, crypto::Chance::system(), std::move(peer));
    if (server) return;
    const EndId end = connection->end;
    loop_.later({}, [this, end] {
        Connection* const there = find(end);
        if (!there) return;
        begin(there->last);
        take(end, there->tls->start());
        end_pass();
    });
}

// ---- hosts ----

// Requires: a pass of the chronicle has begun.
void Switchboard::give(trace::HostId host, const mta::Input& input) {
    perform(host, hosts_[host].receive(input, clock_.now()));
}

void Switchboard::perform(trace::HostId host, const mta::Effects& effects) {
    for (const mta::Effect& effect : effects) std::visit([&](const auto& wish) { on(host, wish); }, effect);
}

void Switchboard::on(trace::HostId host, const mta::Note& wish) {
    if (Connection* const connection = wish.handle == 0 ? nullptr : find(host, wish.handle))
        note(*connection, wish.fact);
    else
        chronicle_.note(host, 0, wish.fact);
}

void Switchboard::on(trace::HostId host, const mta::Send& wish) {
    Connection* const connection = find(host, wish.handle);
    if (!connection) return;
    const std::string_view octets = chronicle_.octets().view(wish.octets);
    if (connection->tls)
        connection->transport->write(connection->tls->send(octets).sealed);
    else
        connection->transport->write(octets);
    unflushed_.push_back(connection->transport);
}

void Switchboard::on(trace::HostId host, const mta::Close& wish) {
    Connection* const connection = find(host, wish.handle);
    if (!connection) return;
    if (connection->tls) connection->transport->write(connection->tls->close().sealed);
    note(*connection, trace::ConnectionClosed{trace::Ending::finished});
    connection->transport->finish();
    closed_.emplace_back(host, wish.handle);
    forget(connection->end);
}

// Hosts learn that what they closed is closed, and what was written leaves.
void Switchboard::settle() {
    while (!closed_.empty()) {
        const auto closed = std::exchange(closed_, {});
        for (const auto& [host, handle] : closed) give(host, mta::Ended{handle, trace::Ending::finished});
    }
    for (const TransportOwner& transport : unflushed_) transport->flush();
    unflushed_.clear();
}

// A pass may have moved a deadline: they are looked at soon, together, and not after each pass.
void Switchboard::end_pass() {
    settle();
    const base::Instant soon = clock_.now() + deadline_grain;
    if (alarm_ > soon) loop_.wake_at(alarm_ = soon);
}

// ---- to other hosts, and names ----

std::optional<trace::HostId> Switchboard::listener(const mta::Connect& wish) const {
    for (std::size_t host = 0; host < premises_.hosts.size(); ++host) {
        const mta::HostSettings& settings = premises_.hosts[host];
        const auto has = [](const auto& list, const auto& one) {
            return std::find(list.begin(), list.end(), one) != list.end();
        };
        if (has(settings.addresses, wish.address) && has(settings.ports, wish.port))
            return static_cast<trace::HostId>(host);
    }
    return {};
}

void Switchboard::on(trace::HostId host, const mta::Connect& wish) {
    const EventCount cause = chronicle_.last();
    loop_.later({}, [this, host, wish, cause] {
        begin(cause);
        connect(host, wish);
        end_pass();
    });
}

void Switchboard::connect(trace::HostId host, const mta::Connect& wish) {
    const auto server = listener(wish);
    const trace::ConnectionId id = ++last_connection_;
    if (++last_port_ < first_dynamic_port) last_port_ = first_dynamic_port;
    chronicle_.note(host, id,
                    trace::ConnectionOpening{server.value_or(trace::no_host), last_port_, wish.port});
    if (!server) {
        chronicle_.note(host, id, trace::ConnectionClosed{trace::Ending::refused});
        return give(host, mta::Ended{wish.handle, trace::Ending::refused});
    }
    const auto [ours, theirs] = loop_.wire();
    Connection& client = open(id, host, Connection::Peer::host, ours);
    client.handle = wish.handle;
    outgoing_[{host, wish.handle}] = client.end;
    client.transport->attach(client.end, *this);
    Connection& accepted = open(id, *server, Connection::Peer::host, theirs);
    accepted.transport->attach(accepted.end, *this);
    const mta::Handle incoming = accepted.handle;
    note(accepted, trace::ConnectionOpened{});
    note(client, trace::ConnectionOpened{});
    give(host, mta::Established{wish.handle});
    const auto& addresses = premises_.hosts[host].addresses;
    const base::IpAddress from = addresses.empty() ? base::IpAddress{} : addresses.front();
    give(*server, mta::Incoming{incoming, from, wish.port});
}

void Switchboard::on(trace::HostId host, const mta::Lookup& wish) {
    const auto& known = premises_.world.hosts;
    const auto server = std::find_if(known.begin(), known.end(),
                                     [](const auto& one) { return one.role == trace::Role::dns; });
    trace::Asked asked;
    if (server != known.end()) asked.server = static_cast<trace::HostId>(server - known.begin());
    asked.id = ++last_question_;
    asked.type = wish.question.type;
    asked.name = chronicle_.keep(dns::to_text(wish.question.name));
    asked.mail = wish.mail;
    const EventCount cause = chronicle_.note(host, 0, asked);
    const bool silent = premises_.zones.answer(wish.question).outcome == dns::Outcome::timed_out;
    loop_.later(silent ? lookup_patience : base::Duration{}, [this, host, wish, id = asked.id, cause] {
        begin(cause);
        answer(host, wish, id);
        end_pass();
    });
}

void Switchboard::answer(trace::HostId host, const mta::Lookup& wish, std::uint16_t id) {
    dns::Answer answer = premises_.zones.answer(wish.question);
    std::string text;
    for (const dns::Record& record : answer.records)
        text += (text.empty() ? "" : "\n") + dns::to_text(record);
    chronicle_.note(
        host, 0,
        trace::Answered{id, wish.question.type, answer.outcome,
                        chronicle_.keep(dns::to_text(wish.question.name)), chronicle_.keep(text), wish.mail});
    give(host, mta::Resolved{wish.lookup, wish.question, std::move(answer)});
}

// ---- time ----

void Switchboard::on_deadline() {
    alarm_ = base::never;
    for (std::size_t number = 0; number < hosts_.size(); ++number) {
        const base::Instant now = clock_.now();
        for (int passes = 0; hosts_[number].deadline() <= now; ++passes) {
            constexpr int most_passes = 1'000'000;  // a host that stays due would hang us: our own mistake
            base::expects(passes < most_passes);
            begin(no_event_count);
            perform(static_cast<trace::HostId>(number), hosts_[number].on_deadline(now));
        }
    }
    settle();
    base::Instant soonest = base::never;
    for (const mta::Host& host : hosts_) soonest = std::min(soonest, host.deadline());
    if (soonest < alarm_) loop_.wake_at(alarm_ = soonest);
}

}  // namespace live
