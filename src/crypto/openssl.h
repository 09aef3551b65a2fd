// OpenSSL as this floor uses it: owners for its objects, and the two library contexts. Only .cpp files of
// crypto include this header (tests/tidy holds them to it), so that no other floor sees OpenSSL.
#pragma once
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/provider.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/random.h"
#include "crypto/chance.h"

namespace crypto {

template <auto free>
struct Freed {
    template <class T>
    void operator()(T* object) const {
        free(object);
    }
};
inline void free_general_names(GENERAL_NAMES* names) {
    GENERAL_NAMES_free(names);
}
inline void free_text(void* text) {
    OPENSSL_free(text);
}

using LibraryOwner = std::unique_ptr<OSSL_LIB_CTX, Freed<OSSL_LIB_CTX_free>>;
using ProviderOwner = std::unique_ptr<OSSL_PROVIDER, Freed<OSSL_PROVIDER_unload>>;
using DigestOwner = std::unique_ptr<EVP_MD, Freed<EVP_MD_free>>;
using KeyOwner = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using CertificateOwner = std::unique_ptr<X509, Freed<X509_free>>;
using ExtensionOwner = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using NamesOwner = std::unique_ptr<GENERAL_NAMES, Freed<free_general_names>>;
using BioOwner = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using SslContextOwner = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;
using SslOwner = std::unique_ptr<SSL, Freed<SSL_free>>;

/// The library context of the virtual world: its generator gives what `reseed` laid down and nothing else,
/// and no configuration file of the machine reaches it. Made once a process.
OSSL_LIB_CTX* private_library();

/// Null (OpenSSL's own default context) for the system's chance, private_library() for a seeded one.
OSSL_LIB_CTX* library_of(Chance::Source source);

/// How much may be drawn until the next call; a pool that runs dry fails loudly. A handshake takes about 200
/// octets from both sides together; text on an open connection takes none.
enum class Pool : std::uint16_t { small = 256, large = 2048 };

/// What the draws until the next call are for: a step of one side, or a certificate.
struct Draw {
    base::Purpose purpose = base::Purpose::tls;
    std::uint64_t n = 0;
    Pool pool = Pool::large;
};
/// Lays down the octets that OpenSSL will draw on this thread. Does nothing for the system's chance.
void reseed(const Chance& chance, Draw draw);

/// The octets that BIO, a memory buffer, holds; it is empty afterwards.
std::string drain(BIO* memory);
/// A read-only memory buffer over `text`, which must outlive it; nothing above 2^31-1 octets.
BioOwner reading(std::string_view text);

inline const unsigned char* octets_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* octets_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

/// OpenSSL's queue of errors belongs to the thread: it is emptied when a piece of work begins and ends, so
/// that no endpoint reads another's failure.
class CleanErrors {
public:
    CleanErrors() { ERR_clear_error(); }
    ~CleanErrors() { ERR_clear_error(); }
    CleanErrors(const CleanErrors&) = delete;
    CleanErrors& operator=(const CleanErrors&) = delete;
};

}  // namespace crypto
