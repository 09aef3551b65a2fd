#include <openssl/core_names.h>
#include <openssl/rand.h>

#include <array>
#include <climits>

#include "base/expects.h"
#include "crypto/openssl.h"

namespace crypto {
namespace {

// What one step may draw. A handshake step takes some hundred octets; TEST-RAND fails when it runs dry, and
// rewinds when it is instantiated again.
constexpr std::size_t pool_octets = 4096;
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

void lay_down(EVP_RAND_CTX* generator, std::array<std::uint64_t, pool_octets / 8>& words) {
    base::expects(generator != nullptr);
    unsigned strength = pool_strength;
    const std::array parameters{
        OSSL_PARAM_construct_uint(OSSL_RAND_PARAM_STRENGTH, &strength),
        OSSL_PARAM_construct_octet_string(OSSL_RAND_PARAM_TEST_ENTROPY, words.data(), pool_octets),
        OSSL_PARAM_construct_end()};
    EVP_RAND_uninstantiate(generator);
    base::expects(EVP_RAND_instantiate(generator, pool_strength, 0, nullptr, 0, parameters.data()) == 1);
}

/// The word's octets in one order on every machine.
std::uint64_t little_endian(std::uint64_t word) {
    std::uint64_t stored = 0;
    auto* octets = reinterpret_cast<unsigned char*>(&stored);
    for (int i = 0; i < 8; ++i) octets[i] = static_cast<unsigned char>(word >> (8 * i));
    return stored;
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
    std::array<std::uint64_t, pool_octets / 8> words;
    std::uint64_t position = 0;
    // OpenSSL keeps two generators a thread, for what the wire shows and for what it must not.
    for (EVP_RAND_CTX* generator : {RAND_get0_public(library), RAND_get0_private(library)}) {
        for (std::uint64_t& word : words)
            word = little_endian(random.at(chance.subject(), draw.purpose, draw.n, position++));
        lay_down(generator, words);
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
