#include <algorithm>

#include "base/expects.h"
#include "base/text.h"
#include "crypto/hash.h"
#include "mail/encoding.h"
#include "smtp/sasl.h"
#include "smtp/scram.h"

namespace smtp {

std::string_view to_text(Mechanism mechanism) {
    switch (mechanism) {
        case Mechanism::plain:
            return "PLAIN";
        case Mechanism::login:
            return "LOGIN";
        case Mechanism::cram_md5:
            return "CRAM-MD5";
        case Mechanism::scram_sha_256:
            break;
    }
    return "SCRAM-SHA-256";
}

std::optional<Mechanism> mechanism_named(std::string_view word) {
    const auto* const found = std::find_if(mechanisms.begin(), mechanisms.end(), [&](Mechanism mechanism) {
        return base::equal_ignoring_case(to_text(mechanism), word);
    });
    return found == mechanisms.end() ? std::nullopt : std::optional(*found);
}

std::string to_initial_response(std::string_view octets) {
    return octets.empty() ? "=" : mail::to_base64(octets);
}

SaslClient::SaslClient(Mechanism mechanism, std::string user, std::string password, std::string nonce)
    : mechanism_(mechanism),
      user_(std::move(user)),
      password_(std::move(password)),
      nonce_(std::move(nonce)) {
    base::expects(scram::is_nonce(nonce_));
    base::expects((user_ + password_).find('\0') == std::string::npos);
}

std::string SaslClient::first_message() const {
    if (mechanism_ == Mechanism::plain) return '\0' + user_ + '\0' + password_;
    return std::string(scram::gs2_header) + "n=" + scram::escaped(user_) + ",r=" + nonce_;
}

std::optional<std::string> SaslClient::initial() {
    base::expects(step_ == Step::begin);
    if (mechanism_ == Mechanism::login || mechanism_ == Mechanism::cram_md5) return {};
    step_ = mechanism_ == Mechanism::plain ? Step::done : Step::first;
    return first_message();
}

SaslClient::Outcome SaslClient::answer(std::string_view challenge) {
    Outcome outcome = take(challenge);
    if (std::holds_alternative<Broken>(outcome)) step_ = Step::broken;
    return outcome;
}

SaslClient::Outcome SaslClient::take(std::string_view challenge) {
    if (step_ == Step::broken) return Broken{"the exchange is over"};
    if (challenge.size() > longest_auth_line) return Broken{"the server's challenge is too long"};
    const auto octets = mail::from_base64(challenge);
    if (!octets) return Broken{"the server's challenge is not base64"};
    if (step_ == Step::done) return Broken{"the server asks for more than this mechanism has"};
    const Step step = step_;
    switch (mechanism_) {
        case Mechanism::plain:
            step_ = Step::done;
            return Response{first_message()};
        case Mechanism::login:  // the questions' words differ from server to server; their order does not
            step_ = step == Step::begin ? Step::first : Step::done;
            return Response{step == Step::begin ? user_ : password_};
        case Mechanism::cram_md5:
            step_ = Step::done;
            return Response{user_ + ' ' + base::hex(crypto::hmac_md5(password_, *octets))};
        case Mechanism::scram_sha_256:
            break;
    }
    if (step == Step::first) return answer_scram_first(*octets);
    if (step == Step::second) return answer_scram_final(*octets);
    step_ = Step::first;
    return Response{first_message()};
}

SaslClient::Outcome SaslClient::answer_scram_first(std::string_view challenge) {
    std::string_view text = challenge;
    if (text.starts_with("m=")) return Broken{"the server requires an extension of SCRAM that is not known"};
    const auto nonce = scram::take_attribute(text, 'r');
    const auto salt_text = scram::take_attribute(text, 's');
    const auto rounds_text = scram::take_attribute(text, 'i');
    const auto salt = salt_text ? mail::from_base64(*salt_text) : std::nullopt;
    const auto rounds = rounds_text ? base::parse_number(*rounds_text) : std::nullopt;
    if (!nonce || !scram::is_nonce(*nonce) || !salt || salt->empty() || !rounds)
        return Broken{"the server's challenge is not r=nonce, s=salt, i=rounds"};
    if (!nonce->starts_with(nonce_) || nonce->size() == nonce_.size())
        return Broken{"the server's nonce does not continue ours: this may be an old exchange played again"};
    if (*rounds < least_scram_rounds)
        return Broken{"the server asks for so few rounds that a thief could guess the password"};
    if (*rounds > most_scram_rounds) return Broken{"the server asks for more rounds than anybody needs"};
    const std::string without_proof = "c=" + mail::to_base64(scram::gs2_header) + ",r=" + std::string(*nonce);
    const std::string auth_message =
        first_message().substr(scram::gs2_header.size()) + ',' + std::string(challenge) + ',' + without_proof;
    const scram::Keys keys = scram::keys_of(password_, *salt, static_cast<std::uint32_t>(*rounds));
    expected_signature_ = scram::server_signature(keys, auth_message);
    step_ = Step::second;
    return Response{without_proof + ",p=" + mail::to_base64(scram::client_proof(keys, auth_message))};
}

SaslClient::Outcome SaslClient::answer_scram_final(std::string_view challenge) {
    std::string_view text = challenge;
    if (const auto error = scram::take_attribute(text, 'e'))
        return Broken{"the server refuses: " + base::visible(*error)};
    const auto signature_text = scram::take_attribute(text, 'v');
    const auto signature = signature_text ? mail::from_base64(*signature_text) : std::nullopt;
    if (!signature || !crypto::equal_in_constant_time(*signature, expected_signature_))
        return Broken{"the server does not know the password either: its signature is wrong"};
    step_ = Step::done;
    return Response{};
}

std::optional<std::string> SaslClient::doubt() const {
    if (step_ == Step::done) return {};
    if (mechanism_ == Mechanism::scram_sha_256)
        return "the server says yes, but has not proved that it knows the password";
    return "the server says yes before it has heard the password";
}

}  // namespace smtp
