#include <fmt/format.h>

#include "base/text.h"
#include "view/teller.h"

namespace view {
namespace {

std::string_view tls_message_name(TlsMessageKind kind) {
    static constexpr std::array<std::string_view, 15> names{
        "ClientHello",        "ServerHello", "HelloRetryRequest", "EncryptedExtensions",
        "CertificateRequest", "Certificate", "CertificateVerify", "Finished",
        "NewSessionTicket",   "KeyUpdate",   "ServerKeyExchange", "ServerHelloDone",
        "ClientKeyExchange",  "an alert",    "a message"};
    return names[static_cast<std::size_t>(kind)];
}

}  // namespace

// ---- TLS and who the client is ----

void Teller::on(const TlsMessageSent& fact) {
    told_.meaning = fmt::format("{} sends {} of the TLS handshake ({}).", here_, tls_message_name(fact.kind),
                                counted(fact.octets.length, "octet", "octets"));
    told_.citation = "RFC 8446 4";
}

void Teller::on(const TlsMessageReceived& fact) {
    told_.meaning = fmt::format("{} reads {} of the TLS handshake.", here_, tls_message_name(fact.kind));
    told_.citation = "RFC 8446 4";
}

void Teller::on(const Secured& fact) {
    told_.meaning = fmt::format(
        "{} has keys that only the two sides know ({}, {}): from here on nobody between "
        "them can read along.",
        here_, text(fact.version), text(fact.cipher));
    if (fact.trust == smtp::Trust::verified)
        told_.meaning += fmt::format(" The certificate proves that the other side is {}.", text(fact.peer));
    if (fact.trust == smtp::Trust::unverified)
        told_.meaning += fmt::format(" Who the other side is, is not proved: {}.", text(fact.why));
    told_.citation = "RFC 3207 4";
}

void Teller::on(const TlsFailed& fact) {
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
    switch (fact.result) {
        case LoginResult::granted:
            told_.meaning = fmt::format("{} knows now that the client is {} ({}).", here_, user, mechanism);
            break;
        case LoginResult::denied:
            told_.meaning = fmt::format("The login as {} failed ({}).", user, mechanism);
            break;
        case LoginResult::cancelled:
            told_.meaning = fmt::format("The client broke the login off ({}).", mechanism);
            break;
    }
    told_.citation = "RFC 4954 4";
}

// ---- faults ----

void Teller::on(const LineChanged& fact) {
    constexpr std::uint32_t million = 1'000'000;
    const std::string line = fmt::format("The line between {} and {}", label(fact.a), label(fact.b));
    if (fact.loss_per_million >= million)
        told_.meaning = line + " is cut: nothing gets through any more.";
    else
        told_.meaning = fmt::format("{} changes: {} ms one way, {} of 100 packets lost.", line,
                                    fact.latency.nanoseconds / 1'000'000, fact.loss_per_million / 10'000);
}

void Teller::on(const Crashed& fact) {
    told_.meaning = fmt::format(
        "{} stops dead, with {} open. What it had answered 250 for is on its disk; all else "
        "is gone.",
        here_, counted(fact.connections, "connection", "connections"));
    told_.citation = "RFC 5321 6.1";
}

void Teller::on(const Restarted& fact) {
    told_.meaning =
        fmt::format("{} is up again and finds {} on its disk.", here_, counted(fact.mails, "mail", "mails"));
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
