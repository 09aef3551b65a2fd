// One side of a TLS connection over memory: octets in, octets out, and every message by name. Knows no
// socket, no clock and no SMTP. With a seeded chance each octet is the same in every run. Every mistake of
// the peer's ends as a TlsFailure; nothing it sends, at any split, does worse. TLS 1.3: RFC 8446; STARTTLS:
// RFC 3207; taking any certificate: RFC 7435.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/certificate.h"
#include "crypto/chance.h"
#include "crypto/tls_context.h"
#include "crypto/tls_message.h"

namespace crypto {

enum class TlsSide : std::uint8_t { client, server };

/// Opportunistic (RFC 7435): any certificate is taken, and the session says what speaks against it.
/// Required: the handshake fails with the alert that fits.
enum class Verify : std::uint8_t { opportunistic, required };

struct TlsPeer {
    std::string name;  // DNS name (sent as SNI, RFC 6066 3) or IP address; empty: none is asked for
    Verify verify = Verify::opportunistic;
    std::int64_t now = 0;  // seconds since 1970, for the validity of certificates
};

enum class TlsState : std::uint8_t {
    handshaking,
    open,
    closing,         // we said close_notify, the peer has not yet
    closed_by_peer,  // the peer said it; we may still speak
    closed,          // both did, or we gave up during the handshake
    failed
};

enum class CertificateFault : std::uint8_t {
    unknown_authority,
    self_signed,
    expired,
    not_yet_valid,
    wrong_name,
    bad_signature,
    other
};

struct CertificateObjection {
    CertificateFault fault = CertificateFault::other;
    std::string why;  // "it expired"; to be read after 'the certificate:'
    friend bool operator==(const CertificateObjection&, const CertificateObjection&) = default;
};

struct TlsSession {
    std::string version;                         // "TLSv1.3"
    std::string cipher;                          // "TLS_AES_256_GCM_SHA384"
    std::string group;                           // "x25519"
    std::string server_name;                     // as the client asked for it; a stranger's text
    std::optional<CertificateDescription> peer;  // a client's view of its server; servers ask for none
    std::vector<CertificateObjection> objections;
    /// The peer showed a certificate for the name, from an authority that we trust, in time.
    bool verified() const { return peer && objections.empty(); }
};

enum class TlsFault : std::uint8_t {
    not_tls,              // the peer speaks something else, such as plain SMTP
    certificate_refused,  // by us: see `objections`
    certificate_refused_by_peer,
    no_common_version,
    no_common_cipher,
    damaged_record,
    other
};

struct TlsFailure {
    TlsFault fault = TlsFault::other;
    std::string what;  // a sentence for a student
    std::vector<CertificateObjection> objections;
    std::optional<std::uint8_t> alert;  // that ended it, whoever sent it
};

/// What one call did. `sealed` goes to the peer, `opened` came from it.
struct TlsStep {
    std::string sealed;
    std::string opened;
    std::vector<TlsMessage> messages;  // in their order
    std::vector<std::string> secrets;  // lines of an SSLKEYLOGFILE, for who wants to decrypt an export
    TlsState state = TlsState::handshaking;
};

class TlsEndpoint {
public:
    /// Requires: the chance's source is the context's; a server's context has an identity. The two sides of
    /// a seeded connection share its seed and subject.
    TlsEndpoint(const TlsContext& context, TlsSide side, const Chance& chance, TlsPeer peer = {});
    TlsEndpoint(TlsEndpoint&&) noexcept;
    TlsEndpoint& operator=(TlsEndpoint&&) noexcept;
    ~TlsEndpoint();

    /// A client says ClientHello; a server waits.
    TlsStep start();
    /// Octets from the wire, at any split. After a failure or the peer's close_notify they are not looked at.
    TlsStep receive(std::string_view sealed);
    /// Before the connection is open the text waits and goes out as soon as it is; after it ended, or after
    /// close(), it is dropped.
    TlsStep send(std::string_view plain);
    /// close_notify. A transport that ends in any state but closed_by_peer or closed was cut (RFC 8446 6.1).
    TlsStep close();

    TlsState state() const;
    /// From the moment it opened; it stays when the connection ends.
    const std::optional<TlsSession>& session() const;
    /// Set when the state is failed.
    const std::optional<TlsFailure>& failure() const;

private:
    class Connection;
    std::unique_ptr<Connection> connection_;  // its address is known to OpenSSL's hooks
};

}  // namespace crypto
