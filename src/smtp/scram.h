// The arithmetic and the little grammar of SCRAM-SHA-256 that both halves share (RFC 5802 3, 5.1 and 7,
// RFC 7677). For sasl_server.cpp and sasl_client.cpp; knows no state.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace smtp::scram {

inline constexpr std::string_view gs2_header = "n,,";  // RFC 5802 6: this client binds no channel

/// The keys that a password, a salt and a number of rounds give (RFC 5802 3).
struct Keys {
    std::string client;  // ClientKey
    std::string stored;  // StoredKey = H(ClientKey)
    std::string server;  // ServerKey
};
Keys keys_of(std::string_view password, std::string_view salt, std::uint32_t rounds);

/// ClientProof: ClientKey XOR HMAC(StoredKey, AuthMessage).
std::string client_proof(const Keys& keys, std::string_view auth_message);
/// Whether the proof's sender knows the ClientKey behind the StoredKey.
bool proves(std::string_view proof, const Keys& keys, std::string_view auth_message);
/// HMAC(ServerKey, AuthMessage).
std::string server_signature(const Keys& keys, std::string_view auth_message);

/// ',' and '=' of a name as =2C and =3D, and back; nothing for another '='.
std::string escaped(std::string_view name);
std::optional<std::string> unescaped(std::string_view name);

/// Takes "x=value" and a comma behind it off the front of `text`; nothing, and `text` stays, when something
/// else stands there.
std::optional<std::string_view> take_attribute(std::string_view& text, char name);

/// Printable ASCII without a comma, not empty (RFC 5802 7).
bool is_nonce(std::string_view text);

}  // namespace smtp::scram
