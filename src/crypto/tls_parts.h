// What TlsContext and TlsEndpoint are made of, for the files of this floor alone, as openssl.h is: OpenSSL's
// objects, and the hooks through which OpenSSL tells a connection what happens.
#pragma once
#include "crypto/openssl.h"
#include "crypto/tls_context.h"
#include "crypto/tls_endpoint.h"

namespace crypto {

struct TlsContext::Parts {
    SslContextOwner ssl;
    Chance::Source source = Chance::Source::seeded;
    bool has_identity = false;
};

/// What a hook needs of its connection; the connection is the SSL object's application data.
struct TlsHooks {
    TlsStep* step = nullptr;  // of the step under way
    Verify verify = Verify::opportunistic;
    std::string name;  // of the peer, as asked for
    std::vector<CertificateObjection> objections;
};

/// SSL_CTX hooks: each message, each secret, and the verdict on a peer's certificate, into TlsHooks.
void install_hooks(SSL_CTX* context);
void attach_hooks(SSL* ssl, TlsHooks& hooks);

/// Why a handshake or a connection failed, from OpenSSL's queue of errors and from what was seen.
TlsFailure explain_failure(const TlsHooks& hooks, const TlsStep& step, std::string_view first_octets);

/// X509_V_ERR_... in words, about the certificate of `name`.
CertificateObjection objection_of(int error, const std::string& name);

}  // namespace crypto
