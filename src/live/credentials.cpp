#include "live/credentials.h"

namespace live {
namespace {

constexpr std::int64_t day = 86'400;
constexpr std::int64_t before = day, after = 90 * day;  // as certificates for the public last; our own choice

base::Result<crypto::Identity> identity_of(const mta::HostSettings& host, const crypto::Authority& authority,
                                           std::int64_t now) {
    crypto::IdentityRequest request;
    request.kind = crypto::KeyKind::p256;
    request.validity = {now - before, now + after};
    request.names = {host.name};
    for (const base::IpAddress& address : host.addresses) request.names.push_back(base::to_text(address));
    // A visitor comes to us by these names.
    for (const char* name : {"localhost", "127.0.0.1", "::1"}) request.names.emplace_back(name);
    const crypto::Chance chance = crypto::Chance::system();
    switch (host.certificate) {
        case mta::Certificate::self_signed:
            return crypto::self_signed(request, chance);
        case mta::Certificate::expired:
            request.validity = {now - before - after, now - before};
            break;
        case mta::Certificate::other_name:
            request.names = {"other.example"};
            break;
        case mta::Certificate::none:
        case mta::Certificate::valid:
            break;
    }
    return authority.issue(request, chance);
}

}  // namespace

base::Result<Credentials> Credentials::make(const std::vector<mta::HostSettings>& hosts, std::int64_t now) {
    auto authority =
        crypto::Authority::make("Mailstage local authority", {now - 2 * before - after, now + after},
                                crypto::KeyKind::p256, crypto::Chance::system());
    if (!authority) return authority.problem();
    Credentials credentials;
    credentials.authority_pem_ = authority->certificate_pem();
    crypto::TlsSettings settings;
    settings.source = crypto::Chance::Source::system;
    settings.authorities = {authority->certificate()};
    auto client = crypto::TlsContext::make(settings);
    if (!client) return client.problem();
    credentials.client_ = std::move(*client);
    for (const mta::HostSettings& host : hosts) {
        credentials.servers_.emplace_back();
        if (host.certificate == mta::Certificate::none) continue;
        auto identity = identity_of(host, *authority, now);
        if (!identity) return identity.problem();
        settings.identity = std::move(*identity);
        auto server = crypto::TlsContext::make(settings);
        if (!server) return server.problem();
        credentials.servers_.back() = std::move(*server);
    }
    return credentials;
}

const crypto::TlsContext* Credentials::server(std::size_t host) const {
    return servers_[host] ? &*servers_[host] : nullptr;
}

}  // namespace live
