#include <algorithm>

#include "base/expects.h"
#include "base/text.h"
#include "crypto/hash.h"
#include "mail/encoding.h"
#include "mail/utf8.h"
#include "smtp/sasl.h"
#include "smtp/scram.h"

namespace smtp {
namespace {

constexpr std::uint32_t scram_rounds = least_scram_rounds;
constexpr std::size_t salt_octets = 16;
constexpr std::size_t cram_digest_digits = 32;  // RFC 2195 2: 16 octets in lower-case hexadecimal

SaslServer::Malformed malformed(std::string what) {
    return {SaslServer::Fault::not_of_this_mechanism, std::move(what)};
}

SaslServer::Denied wrong_credentials() {
    return {"the user name or the password is wrong"};
}

const User* find_user(const Users& users, std::string_view name) {
    const auto found =
        std::find_if(users.begin(), users.end(), [&](const User& user) { return user.name == name; });
    return found == users.end() ? nullptr : &*found;
}

struct Candidate {
    User user;
    bool may_log_in;
};

/// For a name that nobody has there is a stand-in, so that the same work is done for it; whatever it proves,
/// it may not log in. Nor may a user without a password.
Candidate candidate(const Users& users, std::string_view name, std::string_view host) {
    const User* const found = find_user(users, name);
    Candidate candidate{found ? *found : User{std::string(name), "stand-in", {}},
                        found && !found->password.empty()};
    std::string& salt = candidate.user.salt;
    if (salt.empty())
        salt = crypto::sha256(std::string(host) + '\0' + candidate.user.name).substr(0, salt_octets);
    return candidate;
}

/// RFC 4616 2: UTF-8 without NUL, 1 to 255 octets.
bool is_credential(std::string_view text) {
    if (text.empty() || text.size() > longest_credential) return false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = text[at] == '\0' ? 0 : mail::utf8_character(text, at);
        if (size == 0) return false;
        at += size;
    }
    return true;
}

}  // namespace

SaslServer::SaslServer(Mechanism mechanism, std::string host, std::string nonce, const Users& users)
    : mechanism_(mechanism), host_(std::move(host)), nonce_(std::move(nonce)), users_(&users) {
    base::expects(scram::is_nonce(nonce_));
}

SaslServer::Outcome SaslServer::begin(std::optional<std::string_view> initial_response) {
    base::expects(step_ == Step::begin);
    step_ = Step::first;
    if (initial_response) {
        if (!takes_initial_response(mechanism_))
            return ended(Malformed{Fault::server_speaks_first,
                                   "with this mechanism the server speaks first (RFC 4954 4)"});
        if (*initial_response == "=") return ended(take({}));
        if (initial_response->empty())
            return ended(Malformed{Fault::not_base64, "an empty initial response is written '='"});
        return respond(*initial_response);
    }
    if (mechanism_ == Mechanism::login) return Challenge{"Username:"};
    if (mechanism_ == Mechanism::cram_md5) {
        auth_message_ = '<' + nonce_ + '@' + host_ + '>';  // RFC 2195 2: in the form of a Message-ID
        return Challenge{auth_message_};
    }
    return Challenge{};
}

SaslServer::Outcome SaslServer::respond(std::string_view line) {
    base::expects(step_ != Step::begin);
    if (step_ == Step::over) return malformed("the exchange is over");
    if (line == "*") return ended(Cancelled{});
    if (line.size() > longest_auth_line)
        return ended(Malformed{Fault::too_long, "a line of the exchange has more than 12288 octets"});
    const auto octets = mail::from_base64(line);
    if (!octets) return ended(Malformed{Fault::not_base64, "this is not base64"});
    return ended(take(*octets));
}

/// Anything but a challenge ends the exchange.
SaslServer::Outcome SaslServer::ended(Outcome outcome) {
    if (!std::holds_alternative<Challenge>(outcome)) step_ = Step::over;
    return outcome;
}

SaslServer::Outcome SaslServer::take(std::string_view octets) {
    switch (mechanism_) {
        case Mechanism::plain:
            return take_plain(octets);
        case Mechanism::login:
            return step_ == Step::first ? take_login_user(octets) : take_login_password(octets);
        case Mechanism::cram_md5:
            return take_cram(octets);
        case Mechanism::scram_sha_256:
            break;
    }
    if (step_ == Step::first) return take_scram_first(octets);
    return step_ == Step::second ? take_scram_final(octets) : take_scram_end(octets);
}

SaslServer::Outcome SaslServer::decide(std::string_view name, std::string_view password) const {
    const auto [user, may_log_in] = candidate(*users_, name, host_);
    const bool same = crypto::equal_in_constant_time(crypto::sha256(user.password), crypto::sha256(password));
    if (!same || !may_log_in) return wrong_credentials();
    return Granted{user.name};
}

// ---- PLAIN: [authorization identity] NUL user NUL password ----

SaslServer::Outcome SaslServer::take_plain(std::string_view octets) {
    const auto parts = base::split(octets, '\0');
    if (parts.size() != 3 || !is_credential(parts[1]) || !is_credential(parts[2]) ||
        (!parts[0].empty() && !is_credential(parts[0])))
        return malformed("PLAIN is [identity] NUL user NUL password, each at most 255 octets of UTF-8");
    Outcome outcome = decide(parts[1], parts[2]);
    if (std::holds_alternative<Granted>(outcome) && !parts[0].empty() && parts[0] != parts[1])
        return Denied{"nobody may act for another user here"};
    return outcome;
}

// ---- LOGIN: two questions ----

SaslServer::Outcome SaslServer::take_login_user(std::string_view octets) {
    if (!is_credential(octets)) return malformed("a user name is 1 to 255 octets of UTF-8");
    name_ = octets;
    step_ = Step::second;
    return Challenge{"Password:"};
}

SaslServer::Outcome SaslServer::take_login_password(std::string_view octets) {
    if (!is_credential(octets)) return malformed("a password is 1 to 255 octets of UTF-8");
    return decide(name_, octets);
}

// ---- CRAM-MD5: user SP digest of our challenge ----

SaslServer::Outcome SaslServer::take_cram(std::string_view octets) {
    const std::size_t space = octets.rfind(' ');
    if (space == std::string_view::npos || !is_credential(octets.substr(0, space)) ||
        octets.size() - space - 1 != cram_digest_digits)
        return malformed("CRAM-MD5 answers with the user name, a space and 32 hexadecimal digits");
    const auto [user, may_log_in] = candidate(*users_, octets.substr(0, space), host_);
    const std::string digest = base::hex(crypto::hmac_md5(user.password, auth_message_));
    const bool same = crypto::equal_in_constant_time(digest, octets.substr(space + 1));
    if (!same || !may_log_in) return wrong_credentials();
    return Granted{user.name};
}

// ---- SCRAM-SHA-256 ----

SaslServer::Outcome SaslServer::take_scram_first(std::string_view octets) {
    std::string_view text = octets;
    if (text.starts_with("p="))  // RFC 5802 6: it insists on what we did not offer
        return Denied{"the client insists on channel binding, which this server does not have"};
    if (!text.starts_with("n,") && !text.starts_with("y,"))
        return malformed("SCRAM begins with 'n,' or 'y,'");
    text.remove_prefix(2);
    std::optional<std::string> identity;
    if (const auto given = scram::take_attribute(text, 'a')) {
        identity = scram::unescaped(*given);
        if (!identity || !is_credential(*identity)) return malformed("the identity to act as cannot be read");
    } else if (text.starts_with(',')) {
        text.remove_prefix(1);
    } else {
        return malformed("SCRAM's header ends with a comma");
    }
    gs2_header_ = octets.substr(0, octets.size() - text.size());
    const std::string_view bare = text;
    if (text.starts_with("m=")) return malformed("no mandatory extension of SCRAM is known");
    const auto name = scram::take_attribute(text, 'n');
    const auto nonce = scram::take_attribute(text, 'r');
    const auto plain_name = name ? scram::unescaped(*name) : std::nullopt;
    if (!plain_name || !is_credential(*plain_name)) return malformed("the user name cannot be read");
    if (!nonce || !scram::is_nonce(*nonce) || nonce->size() > longest_scram_nonce)
        return malformed("the nonce is missing, too long, or has characters that it may not have");
    if (identity && *identity != *plain_name) return Denied{"nobody may act for another user here"};
    name_ = *plain_name;
    full_nonce_ = std::string(*nonce) + nonce_;
    const std::string salt = candidate(*users_, name_, host_).user.salt;
    const std::string first =
        "r=" + full_nonce_ + ",s=" + mail::to_base64(salt) + ",i=" + std::to_string(scram_rounds);
    auth_message_ = std::string(bare) + ',' + first;
    step_ = Step::second;
    return Challenge{first};
}

SaslServer::Outcome SaslServer::take_scram_final(std::string_view octets) {
    const std::size_t proof_at = octets.rfind(",p=");  // RFC 5802 5.1: the proof comes last
    if (proof_at == std::string_view::npos) return malformed("SCRAM's final message ends with a proof");
    std::string_view text = octets.substr(0, proof_at);
    const std::string_view without_proof = text;
    const auto binding = scram::take_attribute(text, 'c');
    const auto nonce = scram::take_attribute(text, 'r');
    const auto proof = mail::from_base64(octets.substr(proof_at + 3));
    if (!binding || !nonce || !proof) return malformed("SCRAM's final message is c=..., r=..., p=...");
    const auto [user, may_log_in] = candidate(*users_, name_, host_);
    auth_message_ += ',' + std::string(without_proof);
    const scram::Keys keys = scram::keys_of(user.password, user.salt, scram_rounds);
    if (*binding != mail::to_base64(gs2_header_))
        return Denied{"the client's first words were changed on their way"};
    if (*nonce != full_nonce_) return Denied{"the nonce is not the one of this exchange"};
    if (!scram::proves(*proof, keys, auth_message_) || !may_log_in) return wrong_credentials();
    step_ = Step::last;
    return Challenge{"v=" + mail::to_base64(scram::server_signature(keys, auth_message_))};
}

/// RFC 4422 5: SMTP's success carries no text, so the signature went as a challenge, which has an empty
/// answer.
SaslServer::Outcome SaslServer::take_scram_end(std::string_view octets) {
    if (!octets.empty()) return malformed("the answer to the server's signature is empty");
    return Granted{name_};
}

}  // namespace smtp
