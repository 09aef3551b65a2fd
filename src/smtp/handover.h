// What a client is to hand over, to whom, and how it behaves while doing so. Plain values; who fills them in
// (queue, mail program, lesson) is not known here. RFC 5321 3.3, RFC 821 3.4 and 3.6 for 1982.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mail/address.h"
#include "smtp/envelope.h"
#include "smtp/extension.h"
#include "smtp/manner.h"
#include "smtp/tls_session.h"

namespace smtp {

/// Who a client says it is (RFC 4954).
struct Login {
    std::string user, password;
    enum class PlaintextWithoutTls : std::uint8_t {
        refused,
        allowed
    } plaintext_without_tls = PlaintextWithoutTls::refused;  // RFC 4954 4: PLAIN and LOGIN only under TLS
};

/// How the client behaves, whatever the mail.
struct ClientManners {
    std::string hello_name;   // our own name
    std::string server_name;  // whom we mean to speak to: for SNI and the certificate
    TlsUse tls = TlsUse::opportunistic;
    std::optional<Login> login;
    ExtensionSet uses = ExtensionSet::all();  // of what the server offers
    Era era = Era::today;
    /// Only the originator may change an address that the server cannot take (RFC 6531 3.2). A relay may
    /// still re-encode a letter (RFC 6152 3).
    enum class Part : std::uint8_t { originator, relay } part = Part::relay;
    std::uint64_t nonce = 0;  // for SCRAM: drawn by the host
    /// data: BDAT only for a letter that needs it (BINARYMIME). chunks: wherever CHUNKING is offered, as some
    /// large senders do (RFC 3030 2 leaves it to the client).
    enum class LetterBy : std::uint8_t { data, chunks } letter_by = LetterBy::data;
    /// by_hand: the session says nothing by itself; a person does, through say_raw().
    enum class Lead : std::uint8_t { session, by_hand } lead = Lead::session;
};

struct HandoverRecipient {
    mail::Address address;  // without domain: the bare <Postmaster> (RFC 5321 4.1.1.3)
    RecipientOptions options;
    std::vector<std::string> source_route = {};  // "@a,@b:" before the mailbox (RFC 821 3.6); without '@'
};

/// What is to be handed over.
struct Handover {
    std::optional<mail::Address> reverse_path;  // none: <>
    SenderOptions options;
    std::vector<HandoverRecipient> recipients;
    std::shared_ptr<const std::string> letter;  // RFC 5322 octets; never null
    ClientManners manners;
    std::vector<std::string> reverse_route = {};  // as source_route, of the reverse-path
    /// 1982: which command opens the transaction (RFC 821 3.4: to a terminal, to a mailbox, or both). Today
    /// every one is MAIL.
    enum class Kind : std::uint8_t { mail, send, send_or_mail, send_and_mail } kind = Kind::mail;
};

}  // namespace smtp
