#include "base/random.h"

#include <initializer_list>

#include "base/expects.h"

namespace base {
namespace {

// The finalizer of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
constexpr std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

constexpr std::uint64_t golden_gamma = 0x9E3779B97F4A7C15u;

}  // namespace

std::uint64_t Random::at(std::uint64_t host, Purpose purpose, std::uint64_t subject, std::uint64_t n) const {
    std::uint64_t state = mix(seed_ + golden_gamma);
    for (const std::uint64_t part : {host, static_cast<std::uint64_t>(purpose), subject, n})
        state = mix((state ^ part) + golden_gamma);
    return state;
}

std::uint64_t Random::below(std::uint64_t limit, std::uint64_t host, Purpose purpose, std::uint64_t subject,
                            std::uint64_t n) const {
    expects(limit > 0);
    // The upper half of a 32-bit draw times the limit: the bias is below limit / 2^32, and no loop is needed.
    if (limit <= 0xFFFFFFFFu) return ((at(host, purpose, subject, n) >> 32) * limit) >> 32;
    return at(host, purpose, subject, n) % limit;
}

}  // namespace base
