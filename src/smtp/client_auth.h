// A client's log-in: which mechanism, what is said, and whether the server proved itself too. One exchange of
// RFC 4954 4, from AUTH to its last reply; knows no transaction and no TLS handshake.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "smtp/handover.h"
#include "smtp/reply.h"
#include "smtp/sasl.h"
#include "smtp/server_offer.h"

namespace smtp {

/// The strongest mechanism that the server offers, we speak, and may be used here: SCRAM-SHA-256, CRAM-MD5,
/// PLAIN, LOGIN; the last two only under TLS, unless `login` allows more (RFC 4954 4). `tls`: nothing,
/// plaintext.
std::optional<Mechanism> choose_mechanism(const ServerOffer& offer, const Login& login,
                                          const std::optional<TlsSession>& tls);

class ClientAuth {
public:
    ClientAuth(Mechanism mechanism, const Login& login, std::uint64_t nonce);

    /// "AUTH PLAIN AGFubg..." without CRLF; the initial response waits for a challenge when the line would be
    /// longer than RFC 5321 4.5.3.1.4 allows (RFC 4954 4). Requires: called first, once.
    std::string first_line();

    struct Step {
        enum class Kind : std::uint8_t { say, granted, ended } kind = Kind::ended;
        std::string line;              // say
        Reason reason = Reason::none;  // ended: auth_failed or server_signature_wrong
        std::string about;             // likewise: what we found out; empty: the reply says it
    };
    /// What a reply leads to. A server that could not prove that it knows the password (RFC 5802 3) is left,
    /// however friendly its reply was.
    Step hear(const Reply& reply);

private:
    Mechanism mechanism_;
    SaslClient sasl_;
    std::optional<std::string> waiting_;  // the initial response that did not fit
    int answers_ = 0;                     // to challenges
    Reason broken_ = Reason::none;        // "*" was said, for this
    std::string why_;
};

}  // namespace smtp
