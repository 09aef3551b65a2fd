#include "crypto/codec.h"

#include <openssl/pem.h>

#include <climits>

#include "base/expects.h"
#include "crypto/certificate.h"

namespace crypto {
namespace {

using Pkcs8Owner = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Freed<PKCS8_PRIV_KEY_INFO_free>>;

constexpr std::size_t most_certificates = 1000;  // of one file: a system's whole store has about 150

// RFC 8410 7: what stands before the 32 octets of an Ed25519 private key. OpenSSL's decoders take a third of
// a millisecond to find out the same.
constexpr std::string_view ed25519_prefix("\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20",
                                          16);
constexpr std::size_t ed25519_octets = 32;

/// OpenSSL would ask on the terminal for a passphrase: nobody is there.
int no_passphrase(char*, int, int, void*) {
    return -1;
}

base::Problem unreadable(const std::string& file, const char* what, const char* mend) {
    return {{file}, what, mend};
}

}  // namespace

std::string to_der(X509* certificate) {
    const int size = i2d_X509(certificate, nullptr);
    base::expects(size > 0);
    std::string der(static_cast<std::size_t>(size), '\0');
    unsigned char* end = octets_of(der);
    i2d_X509(certificate, &end);
    return der;
}

std::string to_der(EVP_PKEY* key) {
    if (EVP_PKEY_is_a(key, "ED25519")) {
        std::string secret(ed25519_octets, '\0');
        std::size_t size = secret.size();
        base::expects(EVP_PKEY_get_raw_private_key(key, octets_of(secret), &size) == 1);
        return std::string(ed25519_prefix) + secret;
    }
    const Pkcs8Owner wrapped(EVP_PKEY2PKCS8(key));
    base::expects(wrapped != nullptr);
    const int size = i2d_PKCS8_PRIV_KEY_INFO(wrapped.get(), nullptr);
    base::expects(size > 0);
    std::string der(static_cast<std::size_t>(size), '\0');
    unsigned char* end = octets_of(der);
    i2d_PKCS8_PRIV_KEY_INFO(wrapped.get(), &end);
    return der;
}

CertificateOwner certificate_from_der(OSSL_LIB_CTX* library, std::string_view der) {
    if (der.size() > INT_MAX) return {};
    X509* read = X509_new_ex(library, nullptr);
    const unsigned char* end = octets_of(der);
    if (!d2i_X509(&read, &end, static_cast<long>(der.size()))) {
        X509_free(read);
        return {};
    }
    CertificateOwner certificate(read);
    if (end != octets_of(der) + der.size()) return {};
    return certificate;
}

KeyOwner key_from_der(OSSL_LIB_CTX* library, std::string_view der) {
    if (der.size() > INT_MAX) return {};
    if (der.starts_with(ed25519_prefix) && der.size() == ed25519_prefix.size() + ed25519_octets)
        return KeyOwner(EVP_PKEY_new_raw_private_key_ex(
            library, "ED25519", nullptr, octets_of(der.substr(ed25519_prefix.size())), ed25519_octets));
    const unsigned char* end = octets_of(der);
    const Pkcs8Owner wrapped(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &end, static_cast<long>(der.size())));
    if (!wrapped || end != octets_of(der) + der.size()) return {};
    return KeyOwner(EVP_PKCS82PKEY_ex(wrapped.get(), library, nullptr));
}

// ---- PEM ----

std::string chain_pem(const Identity& identity) {
    const CleanErrors errors;
    const BioOwner text(BIO_new(BIO_s_mem()));
    for (const std::string& der : identity.chain)
        PEM_write_bio(text.get(), PEM_STRING_X509, "", octets_of(der), static_cast<long>(der.size()));
    return drain(text.get());
}

std::string key_pem(const Identity& identity) {
    const CleanErrors errors;
    const BioOwner text(BIO_new(BIO_s_mem()));
    PEM_write_bio(text.get(), PEM_STRING_PKCS8INF, "", octets_of(identity.key),
                  static_cast<long>(identity.key.size()));
    return drain(text.get());
}

base::Result<std::vector<std::string>> certificates_from_pem(std::string_view text, const std::string& file) {
    const CleanErrors errors;
    const BioOwner input = reading(text);
    std::vector<std::string> found;
    while (input && found.size() < most_certificates) {
        const CertificateOwner certificate(PEM_read_bio_X509(input.get(), nullptr, no_passphrase, nullptr));
        if (!certificate) break;
        found.push_back(to_der(certificate.get()));
    }
    const bool at_the_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    if (found.empty() || !at_the_end)
        return unreadable(
            file, found.empty() ? "no certificate in PEM stands here" : "a certificate here cannot be read",
            "give text between -----BEGIN CERTIFICATE----- and -----END CERTIFICATE-----");
    return found;
}

base::Result<Identity> identity_from_pem(std::string_view chain, std::string_view key,
                                         const std::string& file) {
    auto certificates = certificates_from_pem(chain, file);
    if (!certificates) return certificates.problem();
    const CleanErrors errors;
    const BioOwner input = reading(key);
    const KeyOwner read(input ? PEM_read_bio_PrivateKey_ex(input.get(), nullptr, no_passphrase, nullptr,
                                                           private_library(), nullptr)
                              : nullptr);
    if (!read)
        return unreadable(file, "no private key that can be read stands here",
                          "give a key in PEM (-----BEGIN PRIVATE KEY-----) without a passphrase");
    const CertificateOwner first = certificate_from_der(private_library(), certificates->front());
    if (!first || X509_check_private_key(first.get(), read.get()) != 1)
        return unreadable(file, "the private key is not the first certificate's",
                          "put the server's own certificate first, and give the key made with it");
    return Identity{std::move(*certificates), to_der(read.get())};
}

}  // namespace crypto
