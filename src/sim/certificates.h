// The certificates of a virtual world: one authority that every host trusts, and what each host shows, made
// when it is first needed. The same scenario makes the same certificates, octet for octet. Good and bad ones
// are told apart by mta::Certificate; RFC 5280.
#pragma once
#include <map>
#include <optional>
#include <utility>

#include "crypto/certificate.h"
#include "crypto/tls_context.h"
#include "sim/scenario.h"
#include "trace/fact.h"

namespace sim {

class Certificates {
public:
    /// `scenario` must outlive this.
    explicit Certificates(const Scenario& scenario) : scenario_(scenario) {}

    /// What a host brings as a server; null when it has no certificate, or no certificate can hold its name.
    const crypto::TlsContext* server(trace::HostId host, mta::Certificate kind);
    /// What every host brings as a client: it trusts the authority.
    const crypto::TlsContext& client();

private:
    const crypto::Authority& authority();
    std::optional<crypto::Identity> identity(trace::HostId host, mta::Certificate kind);

    const Scenario& scenario_;
    std::optional<crypto::Authority> authority_;
    std::optional<crypto::TlsContext> client_;
    std::map<std::pair<trace::HostId, mta::Certificate>, std::optional<crypto::TlsContext>> servers_;
};

}  // namespace sim
