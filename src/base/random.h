// The only chance in Mailstage. Counter-based: a draw is a pure function of the seed and of what it is for,
// so that one draw more somewhere shifts no other draw (loss is keyed by link, connection and segment).
#pragma once
#include <cstdint>

namespace base {

/// What a draw is for; part of its key.
enum class Purpose : std::uint32_t {
    loss = 1,
    mx_order,
    sequence_number,
    port,
    question_id,
    greeting_delay,
    jitter,
    tls,
    certificate,
    nonce
};

class Random {
public:
    explicit constexpr Random(std::uint64_t seed) : seed_(seed) {}

    /// 64 evenly distributed bits: the same for the same seed and key, on every machine.
    std::uint64_t at(std::uint64_t host, Purpose purpose, std::uint64_t subject, std::uint64_t n) const;

    /// Evenly in [0, limit). Requires: limit > 0.
    std::uint64_t below(std::uint64_t limit, std::uint64_t host, Purpose purpose, std::uint64_t subject,
                        std::uint64_t n) const;

private:
    std::uint64_t seed_;
};

}  // namespace base
