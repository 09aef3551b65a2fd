#include "crypto/tls_context.h"

#include "base/expects.h"
#include "crypto/codec.h"
#include "crypto/tls_parts.h"

namespace crypto {
namespace {

// Set by hand, so that the machine's openssl.cnf and the library's defaults do not change a handshake.
constexpr const char* tls_1_3_ciphers =
    "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";
constexpr const char* tls_1_2_ciphers = "HIGH:!aNULL:!eNULL:!PSK:!SRP:!3DES";  // RFC 9325 4.1
constexpr const char* groups = "X25519:P-256:P-384";                           // RFC 9325 4.2
constexpr int security_level = 2;  // OpenSSL's: 112 bits, RSA from 2048

int number_of(TlsVersion version) {
    return version == TlsVersion::tls_1_2 ? TLS1_2_VERSION : TLS1_3_VERSION;
}

base::Problem problem(const char* what, const char* mend) {
    return {{}, what, mend};
}

void set_rules(SSL_CTX* context, const TlsSettings& settings) {
    base::expects(settings.lowest <= settings.highest);
    SSL_CTX_set_security_level(context, security_level);
    base::expects(SSL_CTX_set_min_proto_version(context, number_of(settings.lowest)) == 1);
    base::expects(SSL_CTX_set_max_proto_version(context, number_of(settings.highest)) == 1);
    base::expects(SSL_CTX_set_ciphersuites(context, tls_1_3_ciphers) == 1);
    base::expects(SSL_CTX_set_cipher_list(context, tls_1_2_ciphers) == 1);
    base::expects(SSL_CTX_set1_groups_list(context, groups) == 1);
    // A ticket holds the real time of day; a repeatable connection has none.
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);  // an idle connection keeps 34 KB less
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

std::optional<base::Problem> set_identity(SSL_CTX* context, OSSL_LIB_CTX* library, const Identity& identity) {
    const auto unreadable =
        problem("the server's certificate or key cannot be read", "make or load it again");
    const KeyOwner key = key_from_der(library, identity.key);
    if (!key || identity.chain.empty()) return unreadable;
    for (std::size_t i = 0; i < identity.chain.size(); ++i) {
        const CertificateOwner certificate = certificate_from_der(library, identity.chain[i]);
        if (!certificate) return unreadable;
        const bool taken = i == 0 ? SSL_CTX_use_certificate(context, certificate.get()) == 1
                                  : SSL_CTX_add1_chain_cert(context, certificate.get()) == 1;
        if (!taken)
            return problem("the server's certificate or key is too weak for TLS",
                           "use Ed25519, P-256, or RSA of 2048 bits or more");
    }
    if (SSL_CTX_use_PrivateKey(context, key.get()) != 1)
        return problem("the private key is not the first certificate's",
                       "put the server's own certificate first, and give the key made with it");
    return {};
}

std::optional<base::Problem> set_trust(SSL_CTX* context, OSSL_LIB_CTX* library, const TlsSettings& settings) {
    X509_STORE* const store = SSL_CTX_get_cert_store(context);
    for (const std::string& der : settings.authorities) {
        const CertificateOwner certificate = certificate_from_der(library, der);
        if (!certificate || X509_STORE_add_cert(store, certificate.get()) != 1)
            return problem("an authority to trust is no certificate that can be read",
                           "give it in PEM or DER");
    }
    if (settings.trust == TlsSettings::Trust::listed_and_system) SSL_CTX_set_default_verify_paths(context);
    return {};
}

}  // namespace

base::Result<TlsContext> TlsContext::make(const TlsSettings& settings) {
    const CleanErrors errors;
    OSSL_LIB_CTX* const library = library_of(settings.source);
    // OpenSSL draws keys for tickets that nobody will get; a seeded generator must have something to give.
    if (settings.source == Chance::Source::seeded) reseed(Chance::seeded(0), {base::Purpose::tls, 0});
    auto parts = std::make_shared<Parts>();
    parts->source = settings.source;
    parts->ssl.reset(SSL_CTX_new_ex(library, nullptr, TLS_method()));
    base::expects(parts->ssl != nullptr);
    set_rules(parts->ssl.get(), settings);
    if (settings.identity) {
        if (const auto wrong = set_identity(parts->ssl.get(), library, *settings.identity)) return *wrong;
        parts->has_identity = true;
    }
    if (const auto wrong = set_trust(parts->ssl.get(), library, settings)) return *wrong;
    install_hooks(parts->ssl.get());
    return TlsContext(std::move(parts));
}

Chance::Source TlsContext::source() const {
    return parts_->source;
}

bool TlsContext::has_identity() const {
    return parts_->has_identity;
}

std::string openssl_version() {
    return OpenSSL_version(OPENSSL_VERSION_STRING);
}

}  // namespace crypto
