#include "sim/secure_lines.h"

#include <algorithm>

namespace sim {
namespace {

using trace::ConnectionId;
using trace::TlsMessageKind;

constexpr std::size_t index(Side side) {
    return static_cast<std::size_t>(side);
}

TlsMessageKind kind_of(crypto::TlsMessageType type) {
    using Type = crypto::TlsMessageType;
    switch (type) {
        case Type::client_hello:
            return TlsMessageKind::client_hello;
        case Type::server_hello:
            return TlsMessageKind::server_hello;
        case Type::hello_retry_request:
            return TlsMessageKind::hello_retry_request;
        case Type::encrypted_extensions:
            return TlsMessageKind::encrypted_extensions;
        case Type::certificate_request:
            return TlsMessageKind::certificate_request;
        case Type::certificate:
            return TlsMessageKind::certificate;
        case Type::certificate_verify:
            return TlsMessageKind::certificate_verify;
        case Type::finished:
            return TlsMessageKind::finished;
        case Type::new_session_ticket:
            return TlsMessageKind::new_session_ticket;
        case Type::key_update:
            return TlsMessageKind::key_update;
        case Type::server_key_exchange:
            return TlsMessageKind::server_key_exchange;
        case Type::server_hello_done:
            return TlsMessageKind::server_hello_done;
        case Type::client_key_exchange:
            return TlsMessageKind::client_key_exchange;
        case Type::alert:
            return TlsMessageKind::alert;
        case Type::hello_request:
        case Type::end_of_early_data:
        case Type::certificate_status:
        case Type::change_cipher_spec:
        case Type::unknown:
            return TlsMessageKind::other;
    }
    return TlsMessageKind::other;
}

std::string why_of(const std::vector<crypto::CertificateObjection>& objections) {
    std::string why;
    for (const crypto::CertificateObjection& one : objections) why += (why.empty() ? "" : "; ") + one.why;
    return why;
}

}  // namespace

trace::HostId SecureLines::host_of(ConnectionId id, Side side) const {
    return connections_.at(id).hosts[index(side)];
}

bool SecureLines::covers(ConnectionId id, Side side) const {
    if (lines_.empty()) return false;
    const auto line = lines_.find(id);
    return line != lines_.end() && line->second[index(side)].begun;
}

std::vector<TlsTidings> SecureLines::begin(ConnectionId id, Side side, const mta::StartTls& wish,
                                           mta::Certificate kind, base::Instant now) {
    std::vector<TlsTidings> tidings;
    if (trace_.world.openssl.empty()) trace_.world.openssl = crypto::openssl_version();
    End& end = lines_[id][index(side)];
    end.begun = true;
    const bool client = side == Side::client;
    const crypto::TlsContext* const context =
        client ? &certificates_.client() : certificates_.server(host_of(id, side), kind);
    if (context == nullptr) {
        recorder_.note(
            host_of(id, side), id,
            trace::TlsFailed{smtp::Reason::tls_failed, trace_.octets.keep("there is no certificate")});
        tidings.push_back(TlsBroken{});
        return tidings;
    }
    crypto::TlsPeer peer;
    if (client) {
        peer.name = wish.server_name;
        peer.verify = wish.verify == smtp::BeginTls::Verify::required ? crypto::Verify::required
                                                                      : crypto::Verify::opportunistic;
        peer.now = scenario_.start + (now - base::Instant{}).nanoseconds / base::seconds(1).nanoseconds;
    }
    end.endpoint = std::make_unique<crypto::TlsEndpoint>(
        *context, client ? crypto::TlsSide::client : crypto::TlsSide::server,
        crypto::Chance::seeded(scenario_.seed, id), std::move(peer));
    tell(id, side, end.endpoint->start(), tidings, now);
    return tidings;
}

void SecureLines::send(ConnectionId id, Side side, trace::Range plain, base::Instant now) {
    End& end = lines_.at(id)[index(side)];
    if (!end.endpoint) return;
    end.said.arrived(plain);
    std::vector<TlsTidings> none;
    tell(id, side, end.endpoint->send(trace_.text(plain)), none, now);
}

std::vector<TlsTidings> SecureLines::receive(ConnectionId id, Side side, trace::Range sealed,
                                             base::Instant now) {
    std::vector<TlsTidings> tidings;
    End& end = lines_.at(id)[index(side)];
    if (end.endpoint) tell(id, side, end.endpoint->receive(trace_.text(sealed)), tidings, now);
    return tidings;
}

void SecureLines::close(ConnectionId id, Side side, base::Instant now) {
    End& end = lines_.at(id)[index(side)];
    if (!end.endpoint) return;
    std::vector<TlsTidings> none;
    tell(id, side, end.endpoint->close(), none, now);
    end.endpoint.reset();
}

// The messages in their order, what goes to the peer, and then what the host learns.
void SecureLines::tell(ConnectionId id, Side side, crypto::TlsStep step, std::vector<TlsTidings>& tidings,
                       base::Instant now) {
    Line& line = lines_.at(id);
    End& end = line[index(side)];
    for (const crypto::TlsMessage& message : step.messages)
        // Not a message of the handshake, and in TLS 1.3 without any meaning (RFC 8446 D.4).
        if (message.type != crypto::TlsMessageType::change_cipher_spec) note_message(id, side, message);
    if (!step.sealed.empty()) connections_.write(id, side, trace_.octets.keep(step.sealed), now);
    const bool has_opened = end.endpoint->session().has_value();
    if (has_opened && !end.opened) {
        end.opened = true;
        tidings.push_back(note_open(id, side));
    }
    if (!step.opened.empty()) {
        trace::StreamMap& said = line[index(other(side))].said;
        for (const trace::Range octets : said.pieces(end.heard, step.opened.size()))
            tidings.push_back(TlsOctets{octets});
        end.heard += step.opened.size();
        said.forget_before(end.heard);
    }
    if (step.state == crypto::TlsState::failed) {
        tidings.push_back(note_failure(id, side));
        end.endpoint.reset();
    }
}

// What the other side hears is what this one said: its octets are kept once.
void SecureLines::note_message(ConnectionId id, Side side, const crypto::TlsMessage& message) {
    const TlsMessageKind kind = kind_of(message.type);
    const bool is_alert = message.type == crypto::TlsMessageType::alert && message.octets.size() == 2;
    const auto which = is_alert ? static_cast<std::uint8_t>(message.octets[1]) : std::uint8_t{0};
    Line& line = lines_.at(id);
    if (message.direction == crypto::TlsDirection::sent) {
        const trace::Range octets = trace_.octets.keep(message.octets);
        line[index(side)].messages.push_back(octets);
        recorder_.note(host_of(id, side), id, trace::TlsMessageSent{kind, which, octets});
        return;
    }
    std::vector<trace::Range>& said = line[index(other(side))].messages;
    const auto same = std::find_if(said.begin(), said.end(),
                                   [&](trace::Range one) { return trace_.text(one) == message.octets; });
    trace::Range octets;
    if (same != said.end()) {
        octets = *same;
        said.erase(said.begin(), same + 1);
    } else {
        octets = trace_.octets.keep(message.octets);
    }
    recorder_.note(host_of(id, side), id, trace::TlsMessageReceived{kind, which, octets});
}

TlsOpened SecureLines::note_open(ConnectionId id, Side side) {
    const crypto::TlsSession& session = *lines_.at(id)[index(side)].endpoint->session();
    smtp::TlsSession tls{session.version, session.cipher, smtp::Trust::not_asked, {}};
    std::string peer;
    if (side == Side::client) {
        tls.trust = session.verified() ? smtp::Trust::verified : smtp::Trust::unverified;
        tls.why = why_of(session.objections);
        if (session.peer && !session.peer->names.empty()) peer = session.peer->names.front();
    }
    recorder_.note(host_of(id, side), id,
                   trace::Secured{tls.trust, trace_.octets.keep(tls.version), trace_.octets.keep(tls.cipher),
                                  trace_.octets.keep(peer), trace_.octets.keep(tls.why)});
    return {std::move(tls)};
}

TlsBroken SecureLines::note_failure(ConnectionId id, Side side) {
    const crypto::TlsFailure& failure = *lines_.at(id)[index(side)].endpoint->failure();
    const bool certificate = failure.fault == crypto::TlsFault::certificate_refused ||
                             failure.fault == crypto::TlsFault::certificate_refused_by_peer;
    const TlsBroken broken{certificate ? smtp::Reason::certificate_not_trusted : smtp::Reason::tls_failed};
    recorder_.note(host_of(id, side), id, trace::TlsFailed{broken.why, trace_.octets.keep(failure.what)});
    return broken;
}

void SecureLines::forget(ConnectionId id, Side side) {
    if (!covers(id, side)) return;
    End& end = lines_.at(id)[index(side)];
    end = End{};
    end.begun = true;  // what still comes is sealed
}

void SecureLines::forget_all_of(trace::HostId host) {
    for (auto& [id, line] : lines_)
        for (const Side side : {Side::client, Side::server})
            if (host_of(id, side) == host) forget(id, side);
}

}  // namespace sim
