#include "crypto/hash.h"

#include <openssl/crypto.h>

#include <climits>

#include "base/expects.h"
#include "crypto/openssl.h"

namespace crypto {
namespace {

// All of them work in the private library: no configuration file of the machine can take MD5 away.

std::string digest(const char* name, std::string_view octets, std::size_t size) {
    std::string out(size, '\0');
    std::size_t written = 0;
    base::expects(EVP_Q_digest(private_library(), name, nullptr, octets.data(), octets.size(), octets_of(out),
                               &written) == 1);
    base::expects(written == size);
    return out;
}

std::string hmac(const char* name, std::string_view key, std::string_view octets, std::size_t size) {
    static const unsigned char nothing = 0;  // a null key would mean 'the key set before'
    std::string out(size, '\0');
    std::size_t written = 0;
    const void* const secret = key.empty() ? &nothing : static_cast<const void*>(key.data());
    base::expects(EVP_Q_mac(private_library(), "HMAC", nullptr, name, nullptr, secret, key.size(),
                            octets_of(octets), octets.size(), octets_of(out), size, &written) != nullptr);
    base::expects(written == size);
    return out;
}

}  // namespace

std::string md5(std::string_view octets) {
    return digest("MD5", octets, 16);
}

std::string sha256(std::string_view octets) {
    return digest("SHA256", octets, 32);
}

std::string hmac_md5(std::string_view key, std::string_view octets) {
    return hmac("MD5", key, octets, 16);
}

std::string hmac_sha256(std::string_view key, std::string_view octets) {
    return hmac("SHA256", key, octets, 32);
}

std::string pbkdf2_sha256(std::string_view password, std::string_view salt, std::uint32_t rounds,
                          std::size_t length) {
    base::expects(rounds > 0 && rounds <= INT_MAX && length > 0 && length <= INT_MAX);
    base::expects(password.size() <= INT_MAX && salt.size() <= INT_MAX);
    static const DigestOwner sha256_digest(EVP_MD_fetch(private_library(), "SHA256", nullptr));
    std::string out(length, '\0');
    const char* const secret = password.empty() ? "" : password.data();
    base::expects(PKCS5_PBKDF2_HMAC(secret, static_cast<int>(password.size()), octets_of(salt),
                                    static_cast<int>(salt.size()), static_cast<int>(rounds),
                                    sha256_digest.get(), static_cast<int>(length), octets_of(out)) == 1);
    return out;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace crypto
