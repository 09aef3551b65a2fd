// What a session learns of the TLS that it runs under, as plain values. The driver (virtual or real) does the
// handshake; sessions never see a certificate or an octet of it. RFC 3207, RFC 8314.
#pragma once
#include <cstdint>
#include <string>

namespace smtp {

/// What became of the peer's certificate: an opportunistic client goes on with any (RFC 7435).
enum class Trust : std::uint8_t { not_asked, verified, unverified };

struct TlsSession {
    std::string version;  // "TLSv1.3"
    std::string cipher;   // "TLS_AES_256_GCM_SHA384"
    Trust trust = Trust::not_asked;
    std::string why;  // unverified: what was wrong with the certificate
    friend bool operator==(const TlsSession&, const TlsSession&) = default;
};

/// When a client turns to TLS.
enum class TlsUse : std::uint8_t {
    never,
    opportunistic,  // when the server offers STARTTLS; any certificate will do (RFC 7435)
    required,       // STARTTLS and a certificate that verifies, or no mail
    implicit,       // TLS before the greeting (RFC 8314 3), verified
};

}  // namespace smtp
