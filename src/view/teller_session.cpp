#include <fmt/format.h>

#include "base/text.h"
#include "view/holder.h"
#include "view/teller.h"

namespace view {
namespace {

// Descriptions of alerts that mail servers really send (RFC 8446 6); the others by their number.
std::string alert_name(std::uint8_t which) {
    struct Alert {
        std::uint8_t number;
        std::string_view name;
    };
    static constexpr std::array alerts{
        Alert{0, "close_notify"},         Alert{10, "unexpected_message"},   Alert{20, "bad_record_mac"},
        Alert{40, "handshake_failure"},   Alert{42, "bad_certificate"},      Alert{44, "certificate_revoked"},
        Alert{45, "certificate_expired"}, Alert{46, "certificate_unknown"},  Alert{47, "illegal_parameter"},
        Alert{48, "unknown_ca"},          Alert{50, "decode_error"},         Alert{51, "decrypt_error"},
        Alert{70, "protocol_version"},    Alert{80, "internal_error"},       Alert{109, "missing_extension"},
        Alert{112, "unrecognized_name"},  Alert{116, "certificate_required"}};
    for (const Alert& alert : alerts)
        if (alert.number == which) return std::string(alert.name);
    return fmt::format("number {}", which);
}

constexpr std::uint8_t close_notify = 0;
constexpr std::string_view change_cipher_spec = "\x01";  // RFC 8446 5

// What a message does in the handshake, as the rest of a sentence that begins with its sender.
std::string tls_purpose(TlsMessageKind kind, std::uint8_t which) {
    switch (kind) {
        case TlsMessageKind::client_hello:
            return "offers the ciphers it knows, a share of a key, and names the server it wants; all of "
                   "that "
                   "still in the clear";
        case TlsMessageKind::server_hello:
            return "chooses a cipher and adds its own share of the key; all after this is sealed";
        case TlsMessageKind::hello_retry_request:
            return "asks for another share of a key";
        case TlsMessageKind::encrypted_extensions:
            return "sends its other choices, already sealed";
        case TlsMessageKind::certificate_request:
            return "asks for a certificate of the client";
        case TlsMessageKind::certificate:
            return "shows its certificate: a name and a key, signed by somebody else";
        case TlsMessageKind::certificate_verify:
            return "signs the handshake so far: only the owner of the certificate's key can";
        case TlsMessageKind::finished:
            return "proves with a checksum over all messages that nobody changed one of them";
        case TlsMessageKind::new_session_ticket:
            return "hands out a ticket for a shorter handshake next time";
        case TlsMessageKind::key_update:
            return "goes on to fresh keys";
        case TlsMessageKind::server_key_exchange:
            return "sends its signed share of the key";
        case TlsMessageKind::server_hello_done:
            return "has said all it has to say in this step";
        case TlsMessageKind::client_key_exchange:
            return "sends its share of the key";
        case TlsMessageKind::alert:
            return which == close_notify ? std::string(
                                               "says that nothing more will come, so that nobody can "
                                               "cut the conversation short unnoticed")
                                         : fmt::format("breaks the handshake off: {}", alert_name(which));
        case TlsMessageKind::other:
            break;
    }
    return "sends a message of TLS";
}

// RFC 8446 has a section for each message; those of TLS 1.2 stand in RFC 5246.
std::string_view tls_citation(TlsMessageKind kind) {
    static constexpr std::array<std::string_view, 15> sections{
        "RFC 8446 4.1.2", "RFC 8446 4.1.3", "RFC 8446 4.1.4", "RFC 8446 4.3.1", "RFC 8446 4.3.2",
        "RFC 8446 4.4.2", "RFC 8446 4.4.3", "RFC 8446 4.4.4", "RFC 8446 4.6.1", "RFC 8446 4.6.3",
        "RFC 5246 7.4.3", "RFC 5246 7.4.5", "RFC 5246 7.4.7", "RFC 8446 6",     "RFC 8446 4"};
    return sections[static_cast<std::size_t>(kind)];
}

}  // namespace

std::string_view tls_message_name(TlsMessageKind kind) {
    static constexpr std::array<std::string_view, 15> names{
        "ClientHello",        "ServerHello", "HelloRetryRequest", "EncryptedExtensions",
        "CertificateRequest", "Certificate", "CertificateVerify", "Finished",
        "NewSessionTicket",   "KeyUpdate",   "ServerKeyExchange", "ServerHelloDone",
        "ClientKeyExchange",  "Alert",       "a message"};
    return names[static_cast<std::size_t>(kind)];
}

namespace {

std::string tls_line(TlsMessageKind kind, std::uint8_t which) {
    return kind == TlsMessageKind::alert ? fmt::format("TLS Alert {}", alert_name(which))
                                         : fmt::format("TLS {}", tls_message_name(kind));
}

}  // namespace

// ---- TLS and who the client is ----

void Teller::on(const TlsMessageSent& fact) {
    told_.to = label(peer());
    told_.line = tls_line(fact.kind, fact.which);
    told_.meaning = fmt::format("{} {} ({}).", here_, tls_purpose(fact.kind, fact.which),
                                counted(fact.octets.length, "octet", "octets"));
    told_.citation = tls_citation(fact.kind);
    if (fact.kind == TlsMessageKind::other && trace_.text(fact.octets) == change_cipher_spec) {
        told_.line = "TLS ChangeCipherSpec";
        told_.meaning = fmt::format(
            "{} sends one octet that means nothing in TLS 1.3: devices on the way that know older TLS expect "
            "it.",
            here_);
        told_.citation = "RFC 8446 5";
    }
    told_.stage = smtp::Stage::handshake;
}

void Teller::on(const TlsMessageReceived& fact) {
    told_.from = label(peer());
    told_.to = here_;
    told_.line = tls_line(fact.kind, fact.which);
    told_.meaning = fmt::format("{} has read {}.", here_, told_.line);
    told_.citation = tls_citation(fact.kind);
    told_.stage = smtp::Stage::handshake;
}

void Teller::on(const Secured& fact) {
    told_.line = fmt::format("{}, {}", text(fact.version), text(fact.cipher));
    told_.stage = smtp::Stage::handshake;
    if (fact.trust == smtp::Trust::not_asked && others_keys()) {
        told_.meaning = fmt::format("{} has the keys as well: its lines travel sealed too.", here_);
        told_.citation = "RFC 3207 4";
        return;
    }
    told_.meaning = fmt::format(
        "{} has keys that only it and {} know: from here on its lines travel sealed. Whoever listens sees "
        "who talks to whom, when and how much, but no word of it.",
        here_, label(peer()));
    if (fact.trust == smtp::Trust::verified)
        told_.meaning += fmt::format(" The certificate proves that the other side is {}.", text(fact.peer));
    if (fact.trust == smtp::Trust::unverified)
        told_.meaning +=
            fmt::format(" Who the other side is, is not proved: {}. That stops listeners, but no impostor.",
                        text(fact.why));
    told_.citation = "RFC 3207 4";
}

bool Teller::others_keys() const {
    for (EventNumber number = event_.number; number-- > 0;) {
        const Event& before = trace_[number];
        if (before.connection != event_.connection) continue;
        if (std::holds_alternative<Secured>(before.fact)) return true;
        if (std::holds_alternative<ConnectionOpening>(before.fact)) return false;
    }
    return false;
}

void Teller::on(const TlsFailed& fact) {
    told_.stage = smtp::Stage::handshake;
    told_.meaning = why(fact.reason, 0, {}, text(fact.why), here_, label(peer()));
    told_.citation = "RFC 3207 4.1";
}

void Teller::on(const PlaintextDropped& fact) {
    told_.meaning = fmt::format(
        "{} throws {} away that came in the clear after STARTTLS: somebody on the way could "
        "have slipped them in.",
        here_, counted(fact.count, "octet", "octets"));
    told_.citation = "RFC 3207 4.2";
}

void Teller::on(const LoggedIn& fact) {
    const std::string user = base::visible(trace_.text(fact.user)), mechanism = text(fact.mechanism);
    told_.stage = smtp::Stage::handshake;
    switch (fact.result) {
        case LoginResult::granted:
            told_.meaning = fmt::format("{} knows now that the client is {} ({}).", here_, user, mechanism);
            break;
        case LoginResult::denied:
            told_.meaning = user.empty() ? fmt::format("The login failed ({}).", mechanism)
                                         : fmt::format("The login as {} failed ({}).", user, mechanism);
            break;
        case LoginResult::cancelled:
            told_.meaning = fmt::format("The client broke the login off ({}).", mechanism);
            break;
    }
    told_.citation = "RFC 4954 4";
}

// ---- faults ----

void Teller::on(const LineChanged& fact) {
    constexpr std::uint32_t million = 1'000'000, a_percent = 10'000;
    constexpr std::int64_t nanoseconds_a_millisecond = 1'000'000;
    told_.from = label(fact.a);
    told_.to = label(fact.b);
    const std::string line = fmt::format("The line between {} and {}", told_.from, told_.to);
    if (fact.loss_per_million >= million) {
        told_.meaning = line + " is cut: nothing gets through any more, and nobody is told.";
        if (const std::string who = holders_text(trace_, fact.a, fact.b, event_.number); !who.empty())
            told_.meaning += " " + who;
        told_.citation = "RFC 5321 4.5.4.1";
        return;
    }
    told_.meaning = fmt::format("{} carries packets now: {} ms one way", line,
                                fact.latency.nanoseconds / nanoseconds_a_millisecond);
    if (fact.bits_per_second > 0) told_.meaning += fmt::format(", {} bits a second", fact.bits_per_second);
    if (fact.loss_per_million > 0)
        told_.meaning +=
            fmt::format(", {} of 100 packets lost", fact.loss_per_million < a_percent
                                                        ? std::string("less than 1")
                                                        : std::to_string(fact.loss_per_million / a_percent));
    told_.meaning += ".";
}

void Teller::on(const Crashed& fact) {
    told_.meaning = fmt::format(
        "{} stops dead, with {} open. What it had answered 250 for is on its disk; all else is gone.", here_,
        counted(fact.connections, "connection", "connections"));
    if (const std::string who = holders_text(trace_, event_.host, no_host, event_.number); !who.empty())
        told_.meaning += " " + who;
    told_.citation = "RFC 5321 6.1";
}

void Teller::on(const Restarted& fact) {
    told_.meaning =
        fmt::format("{} is up again and finds {} on its disk that it still answers for.", here_,
                    fact.mails == 0 ? std::string("no mail") : counted(fact.mails, "mail", "mails"));
    told_.citation = "RFC 5321 6.1";
}

// ---- changes to a mail ----

void Teller::on(const Rewritten& fact) {
    const std::string what = base::visible(trace_.text(fact.what));
    switch (fact.how) {
        case Rewriting::to_seven_bit:
            told_.meaning =
                fmt::format("The next server takes 7 bits only, so {} rewrites the letter: {}.", here_, what);
            told_.citation = "RFC 6152 3";
            break;
        case Rewriting::address_to_ascii:
            told_.meaning = fmt::format(
                "The next server knows no UTF-8 addresses, so {} writes it in ASCII: {}.", here_, what);
            told_.citation = "RFC 6531 3.2";
            break;
        case Rewriting::date_added:
        case Rewriting::message_id_added:
            told_.meaning = fmt::format("The letter lacked a field that every letter must have; {} adds {}.",
                                        here_, what);
            told_.citation = "RFC 6409 8";
            break;
    }
}

void Teller::on(const Expanded& fact) {
    told_.meaning = fmt::format("{} is a name for {}.", text(fact.alias),
                                counted(fact.members, "other address", "other addresses"));
    told_.citation = "RFC 5321 3.9.1";
}

void Teller::on(const Displayed& fact) {
    told_.meaning =
        fmt::format("The letter appears on the terminal of {}. No mailbox keeps it.", text(fact.user));
    told_.citation = "RFC 821 3.4";
}

}  // namespace view
