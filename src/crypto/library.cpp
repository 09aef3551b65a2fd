#include <openssl/core_names.h>
#include <openssl/rand.h>

#include <array>
#include <climits>

#include "base/expects.h"
#include "crypto/openssl.h"

namespace crypto {
namespace {

constexpr unsigned pool_strength = 256;  // bits; what TLS asks of its generator at most

struct PrivateLibrary {
    LibraryOwner context;
    ProviderOwner provider;

    PrivateLibrary() : context(OSSL_LIB_CTX_new()) {
        base::expects(context != nullptr);
        provider.reset(OSSL_PROVIDER_load(context.get(), "default"));
        base::expects(provider != nullptr);
        // Before the first draw: what this context's generators are made of cannot change afterwards.
        base::expects(RAND_set_DRBG_type(context.get(), "TEST-RAND", nullptr, nullptr, nullptr) == 1);
    }
};

/// TEST-RAND gives out what it was handed, in order, and starts again when it is instantiated anew.
void lay_down(EVP_RAND_CTX* generator, unsigned char* octets, std::size_t size) {
    base::expects(generator != nullptr);
    unsigned strength = pool_strength;
    const std::array parameters{OSSL_PARAM_construct_uint(OSSL_RAND_PARAM_STRENGTH, &strength),
                                OSSL_PARAM_construct_octet_string(OSSL_RAND_PARAM_TEST_ENTROPY, octets, size),
                                OSSL_PARAM_construct_end()};
    EVP_RAND_uninstantiate(generator);
    base::expects(EVP_RAND_instantiate(generator, pool_strength, 0, nullptr, 0, parameters.data()) == 1);
}

}  // namespace

OSSL_LIB_CTX* private_library() {
    static const PrivateLibrary library;
    return library.context.get();
}

OSSL_LIB_CTX* library_of(Chance::Source source) {
    return source == Chance::Source::seeded ? private_library() : nullptr;
}

void reseed(const Chance& chance, Draw draw) {
    if (chance.source() == Chance::Source::system) return;
    const base::Random random(chance.seed());
    OSSL_LIB_CTX* const library = private_library();
    const std::size_t size = static_cast<std::size_t>(draw.pool);
    std::array<unsigned char, static_cast<std::size_t>(Pool::large)> octets;
    std::uint64_t position = 0;
    // OpenSSL keeps two generators a thread, for what the wire shows and for what it must not.
    for (EVP_RAND_CTX* generator : {RAND_get0_public(library), RAND_get0_private(library)}) {
        for (std::size_t i = 0; i < size; i += 8) {
            const std::uint64_t word = random.at(chance.subject(), draw.purpose, draw.n, position++);
            for (std::size_t k = 0; k < 8; ++k) octets[i + k] = static_cast<unsigned char>(word >> (8 * k));
        }
        lay_down(generator, octets.data(), size);
    }
}

std::string nonce_octets(const Chance& chance, std::size_t length) {
    base::expects(length <= 1024);
    const CleanErrors errors;
    std::string octets(length, '\0');
    reseed(chance, {base::Purpose::nonce, 0});
    base::expects(RAND_bytes_ex(library_of(chance.source()), octets_of(octets), length, 0) == 1);
    return octets;
}

std::string drain(BIO* memory) {
    std::string octets(BIO_ctrl_pending(memory), '\0');
    if (octets.empty()) return octets;
    std::size_t taken = 0;
    BIO_read_ex(memory, octets.data(), octets.size(), &taken);
    octets.resize(taken);
    return octets;
}

BioOwner reading(std::string_view text) {
    if (text.size() > INT_MAX) return {};
    return BioOwner(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

}  // namespace crypto
