#include "smtp/client_auth.h"

#include <fmt/format.h>

#include <algorithm>

#include "mail/encoding.h"
#include "smtp/limits.h"

namespace smtp {

std::optional<Mechanism> choose_mechanism(const ServerOffer& offer, const Login& login,
                                          const std::optional<TlsSession>& tls) {
    const bool plaintext_may = tls || login.plaintext_without_tls == Login::PlaintextWithoutTls::allowed;
    // RFC 4616 2: NUL separates; no mechanism can carry it.
    if ((login.user + login.password).find('\0') != std::string::npos) return {};
    for (const Mechanism mechanism : mechanisms) {
        if (is_plaintext(mechanism) && !plaintext_may) continue;
        if (std::find(offer.mechanisms.begin(), offer.mechanisms.end(), to_text(mechanism)) !=
            offer.mechanisms.end())
            return mechanism;
    }
    return {};
}

ClientAuth::ClientAuth(Mechanism mechanism, const Login& login, std::uint64_t nonce)
    : mechanism_(mechanism), sasl_(mechanism, login.user, login.password, fmt::format("{:016x}", nonce)) {}

std::string ClientAuth::first_line() {
    std::string line = fmt::format("AUTH {}", to_text(mechanism_));
    const auto initial = sasl_.initial();
    if (!initial) return line;
    const std::string response = to_initial_response(*initial);
    if (line.size() + 1 + response.size() + 2 <= longest_command_line) return line + ' ' + response;
    waiting_ = mail::to_base64(*initial);
    return line;
}

ClientAuth::Step ClientAuth::hear(const Reply& reply) {
    if (broken_ != Reason::none) return {Step::Kind::ended, {}, broken_, why_};
    if (is_completion(reply)) {
        if (auto doubt = sasl_.doubt())
            return {Step::Kind::ended, {}, Reason::server_signature_wrong, *std::move(doubt)};
        return {Step::Kind::granted, {}, Reason::none, {}};
    }
    if (reply.code != 334) return {Step::Kind::ended, {}, Reason::auth_failed, {}};
    if (waiting_) return {Step::Kind::say, *std::exchange(waiting_, std::nullopt), Reason::none, {}};
    ++answers_;
    const auto outcome = sasl_.answer(reply.lines.back());
    if (const auto* response = std::get_if<SaslClient::Response>(&outcome))
        return {Step::Kind::say, mail::to_base64(response->octets), Reason::none, {}};
    // The second challenge of SCRAM is the server's own proof (RFC 5802 3).
    const bool proof = mechanism_ == Mechanism::scram_sha_256 && answers_ > 1;
    broken_ = proof ? Reason::server_signature_wrong : Reason::auth_failed;
    why_ = std::get<SaslClient::Broken>(outcome).why;
    return {Step::Kind::say, "*", Reason::none, {}};  // RFC 4954 4: the client cancels
}

}  // namespace smtp
