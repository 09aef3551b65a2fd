// Where the octets that nobody may guess come from: the operating system's generator, or, for the virtual
// world, a seed that fixes every octet of a handshake. A seeded key protects nothing; it explains.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace crypto {

class Chance {
public:
    enum class Source : std::uint8_t { system, seeded };

    /// The operating system's generator: for real peers.
    static constexpr Chance system() { return {}; }
    /// The same seed and subject: the same octets. A TLS connection's subject is its number in the run.
    static constexpr Chance seeded(std::uint64_t seed, std::uint64_t subject = 0) {
        Chance chance;
        chance.source_ = Source::seeded;
        chance.seed_ = seed;
        chance.subject_ = subject;
        return chance;
    }

    constexpr Source source() const { return source_; }
    constexpr std::uint64_t seed() const { return seed_; }
    constexpr std::uint64_t subject() const { return subject_; }

private:
    Source source_ = Source::system;
    std::uint64_t seed_ = 0;
    std::uint64_t subject_ = 0;
};

/// `length` octets for a nonce; seeded, the same for the same seed and subject. Requires: length <= 1,024.
std::string nonce_octets(const Chance& chance, std::size_t length);

}  // namespace crypto
