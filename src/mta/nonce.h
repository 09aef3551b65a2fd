// The 64 bits that one connection of one host draws for its logins (RFC 5802 5.1, RFC 2195 2): others on each
// connection and each host, the same in every run.
#pragma once
#include <cstdint>
#include <string_view>

#include "base/random.h"

namespace mta {

inline std::uint64_t nonce_for(const base::Random& random, std::string_view host, std::uint32_t handle) {
    std::uint64_t name = 0xCBF2'9CE4'8422'2325;  // FNV-1a, so that hosts of one world draw apart
    for (const char c : host) name = (name ^ static_cast<unsigned char>(c)) * 0x100'0000'01B3;
    return random.at(name, base::Purpose::nonce, handle, 0);
}

}  // namespace mta
