// Certificates made in the process: an authority that issues identities to hosts, and any certificate
// described as plain data. Certificates and keys travel as DER octets, so that an identity is a value; no
// other floor sees OpenSSL. Profile: RFC 5280; names of hosts: RFC 9525. Knows no file and no clock.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "crypto/chance.h"

namespace crypto {

/// Ed25519 signatures draw no chance and have one length: the virtual world's. P-256: what every real client
/// can verify.
enum class KeyKind : std::uint8_t { ed25519, p256 };

/// Seconds since 1970-01-01 00:00:00 +0000, both included.
struct Validity {
    std::int64_t from = 0;
    std::int64_t until = 0;
    friend bool operator==(const Validity&, const Validity&) = default;
};

/// What a server shows and proves: certificates, its own first, and the private key of the first. All DER.
struct Identity {
    std::vector<std::string> chain;
    std::string key;
    friend bool operator==(const Identity&, const Identity&) = default;
};

struct IdentityRequest {
    std::vector<std::string> names;  // DNS names (also "*.example") and IP addresses; at least one
    Validity validity;
    KeyKind kind = KeyKind::ed25519;
};

/// An identity that signs itself: what a server has whose keeper asked no authority. Errors: as for
/// Authority::issue.
base::Result<Identity> self_signed(const IdentityRequest& request, const Chance& chance);

class Authority {
public:
    /// A root of its own. Error: no name, more than 64 octets of it (RFC 5280 ub-common-name), or a validity
    /// that ends before it begins or leaves the years 1970 to 9999.
    static base::Result<Authority> make(const std::string& name, Validity validity, KeyKind kind,
                                        const Chance& chance);
    /// An authority kept on disk. `file` stands in the problem when the two are no PEM or do not match.
    static base::Result<Authority> from_pem(std::string_view certificate, std::string_view key,
                                            const std::string& file);

    /// The same request to the same authority with the same seeded chance: the same octets. The chain is one
    /// certificate: who trusts the authority has its own (RFC 8446 4.4.2). Error: no names, a name that no
    /// certificate can hold, a validity as above.
    base::Result<Identity> issue(const IdentityRequest& request, const Chance& chance) const;

    /// DER: what clients are told to trust.
    const std::string& certificate() const { return own_.chain.front(); }
    std::string certificate_pem() const;
    std::string key_pem() const;

private:
    explicit Authority(Identity own) : own_(std::move(own)) {}
    Identity own_;
};

// ---- PEM, for files ----

std::string chain_pem(const Identity& identity);
std::string key_pem(const Identity& identity);
/// One or more certificates and one key (PKCS #8, SEC 1...), in any order, in one text or two. Error: none
/// of either, what is no PEM, a key with a passphrase, or a key that is not the first certificate's.
base::Result<Identity> identity_from_pem(std::string_view chain, std::string_view key,
                                         const std::string& file);
/// Every certificate of a PEM text, as DER. Error: there is none, or one cannot be read.
base::Result<std::vector<std::string>> certificates_from_pem(std::string_view text, const std::string& file);

// ---- for screens ----

/// A certificate in words. Its text may come from a stranger: it is printable ASCII here, whatever it was.
struct CertificateDescription {
    std::string subject;  // "CN=mx.example, O=Example"
    std::string issuer;
    std::vector<std::string> names;  // DNS names and IP addresses, the first most_described_names
    std::size_t names_left_out = 0;  // how many more there are
    Validity validity;
    std::string key;          // "Ed25519", "P-256", "RSA 2048"
    std::string serial;       // hexadecimal
    std::string fingerprint;  // SHA-256 over the DER, hexadecimal
    bool self_signed = false;
    friend bool operator==(const CertificateDescription&, const CertificateDescription&) = default;
};
inline constexpr std::size_t most_described_names = 50;  // our own bound: a screen's worth

/// Nothing when the octets are no certificate.
std::optional<CertificateDescription> describe_certificate(std::string_view der);

}  // namespace crypto
