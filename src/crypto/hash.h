// Digests and keyed digests over octets, for SASL and for whoever names a thing by its hash. Octets in,
// octets out. MD5 is here because CRAM-MD5 (RFC 2195) is; it protects nothing any more (RFC 6151). HMAC: RFC
// 2104. PBKDF2: RFC 8018 5.2.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace crypto {

/// 16 octets.
std::string md5(std::string_view octets);
/// 32 octets.
std::string sha256(std::string_view octets);

/// 16 and 32 octets. A key may have any length, also none.
std::string hmac_md5(std::string_view key, std::string_view octets);
std::string hmac_sha256(std::string_view key, std::string_view octets);

/// `length` octets of PBKDF2 with HMAC-SHA-256 (RFC 5802's Hi() for length 32). Requires: rounds and length
/// are above 0 and below 2^31. Takes time in proportion to rounds: bound what a peer may ask for.
std::string pbkdf2_sha256(std::string_view password, std::string_view salt, std::uint32_t rounds,
                          std::size_t length);

/// Whether both are the same, in a time that depends on their lengths alone.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace crypto
