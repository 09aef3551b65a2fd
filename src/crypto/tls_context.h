// What a host brings to all its TLS connections: its identity, whom it trusts, which versions it speaks. One
// a host, made once: a TlsEndpoint is one side of one connection. No session tickets, no renegotiation, no
// compression. TLS 1.3: RFC 8446; TLS 1.2: RFC 5246; nothing older (RFC 8996). Advice: RFC 9325.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "crypto/certificate.h"
#include "crypto/chance.h"

namespace crypto {

enum class TlsVersion : std::uint8_t { tls_1_2, tls_1_3 };

struct TlsSettings {
    enum class Trust : std::uint8_t { listed, listed_and_system };

    Chance::Source source = Chance::Source::seeded;
    std::optional<Identity> identity;      // a server needs one
    std::vector<std::string> authorities;  // DER: whom a client trusts
    Trust trust = Trust::listed;           // with system: also the authorities that this machine trusts
    TlsVersion lowest = TlsVersion::tls_1_2;
    TlsVersion highest = TlsVersion::tls_1_3;
};

/// The version of the library that seals: "3.0.11". Sealed octets may differ from one to the next.
std::string openssl_version();

class TlsContext {
public:
    /// Error: an identity or an authority that is no certificate, or a key that is not the certificate's.
    /// Requires: lowest <= highest.
    static base::Result<TlsContext> make(const TlsSettings& settings);

    Chance::Source source() const;
    bool has_identity() const;

private:
    friend class TlsEndpoint;
    struct Parts;
    explicit TlsContext(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}
    std::shared_ptr<const Parts> parts_;  // copies are the same context
};

}  // namespace crypto
