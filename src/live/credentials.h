// What the hosts prove themselves with: an authority made at the start, and for each host a certificate as
// good or as bad as its settings say. P-256, so that every real client can verify it (RFC 8446 9.1).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "crypto/certificate.h"
#include "crypto/tls_context.h"
#include "mta/settings.h"

namespace live {

class Credentials {
public:
    /// `now`: seconds since 1970. Error: a host's name can stand in no certificate.
    static base::Result<Credentials> make(const std::vector<mta::HostSettings>& hosts, std::int64_t now);

    /// Null: the host has no certificate.
    const crypto::TlsContext* server(std::size_t host) const;
    /// A client of ours trusts our authority and nobody else.
    const crypto::TlsContext& client() const { return *client_; }
    /// What a real client must be told to trust.
    const std::string& authority_pem() const { return authority_pem_; }

private:
    Credentials() = default;
    std::string authority_pem_;
    std::vector<std::optional<crypto::TlsContext>> servers_;
    std::optional<crypto::TlsContext> client_;
};

}  // namespace live
