#include "sim/certificates.h"

#include <algorithm>

#include "base/expects.h"

namespace sim {
namespace {

constexpr std::int64_t one_day = 86'400;          // seconds
constexpr std::int64_t earliest = 0;              // 1970: certificates of crypto:: begin there
constexpr std::int64_t latest = 253'402'300'799;  // 9999-12-31T23:59:59Z, as RFC 5280 4.1.2.5 ends
constexpr const char* authority_name = "Mailstage Root";

crypto::Validity around(std::int64_t start, std::int64_t days_before, std::int64_t days_after) {
    const auto moment = [&](std::int64_t days) {
        return std::clamp(start + days * one_day, earliest, latest);
    };
    return {moment(-days_before), moment(days_after)};
}

}  // namespace

const crypto::Authority& Certificates::authority() {
    if (!authority_) {
        constexpr std::int64_t years = 3650;  // days: an authority outlives what it signed
        auto made = crypto::Authority::make(authority_name, around(scenario_.start, years, years),
                                            crypto::KeyKind::ed25519, crypto::Chance::seeded(scenario_.seed));
        base::expects(static_cast<bool>(made));
        authority_ = std::move(*made);
    }
    return *authority_;
}

std::optional<crypto::Identity> Certificates::identity(trace::HostId host, mta::Certificate kind) {
    const mta::HostSettings& settings = scenario_.hosts[host].settings;
    crypto::IdentityRequest request{{settings.name}, around(scenario_.start, 30, 335), {}};
    for (const base::IpAddress& address : settings.addresses) request.names.push_back(base::to_text(address));
    // The authority is subject 0 of the seed; each host and kind has a subject of its own.
    const auto chance = crypto::Chance::seeded(
        scenario_.seed, 1 + (std::uint64_t{host} << 8 | static_cast<std::uint64_t>(kind)));
    switch (kind) {
        case mta::Certificate::none:
            return {};
        case mta::Certificate::valid:
            break;
        case mta::Certificate::self_signed: {
            auto made = crypto::self_signed(request, chance);
            return made ? std::optional(std::move(*made)) : std::nullopt;
        }
        case mta::Certificate::expired:
            request.validity = around(scenario_.start, 365, -1);
            break;
        case mta::Certificate::other_name:
            request.names = {"another-host.example"};
            break;
    }
    auto made = authority().issue(request, chance);
    return made ? std::optional(std::move(*made)) : std::nullopt;
}

const crypto::TlsContext* Certificates::server(trace::HostId host, mta::Certificate kind) {
    const auto [place, fresh] = servers_.try_emplace({host, kind});
    if (fresh)
        if (auto shown = identity(host, kind)) {
            crypto::TlsSettings settings;
            settings.identity = std::move(*shown);
            if (auto made = crypto::TlsContext::make(settings)) place->second = std::move(*made);
        }
    return place->second ? &*place->second : nullptr;
}

const crypto::TlsContext& Certificates::client() {
    if (!client_) {
        crypto::TlsSettings settings;
        settings.authorities = {authority().certificate()};
        auto made = crypto::TlsContext::make(settings);
        base::expects(static_cast<bool>(made));
        client_ = std::move(*made);
    }
    return *client_;
}

}  // namespace sim
