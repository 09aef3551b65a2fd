#include "smtp/scram.h"

#include <algorithm>

#include "base/expects.h"
#include "crypto/hash.h"

namespace smtp::scram {
namespace {

constexpr std::size_t key_octets = 32;  // SHA-256

std::string exclusive_or(std::string_view a, std::string_view b) {
    base::expects(a.size() == b.size());
    std::string out(a.size(), '\0');
    for (std::size_t i = 0; i < a.size(); ++i) out[i] = static_cast<char>(a[i] ^ b[i]);
    return out;
}

}  // namespace

Keys keys_of(std::string_view password, std::string_view salt, std::uint32_t rounds) {
    const std::string salted = crypto::pbkdf2_sha256(password, salt, rounds, key_octets);
    std::string client = crypto::hmac_sha256(salted, "Client Key");
    std::string stored = crypto::sha256(client);
    return {std::move(client), std::move(stored), crypto::hmac_sha256(salted, "Server Key")};
}

std::string client_proof(const Keys& keys, std::string_view auth_message) {
    return exclusive_or(keys.client, crypto::hmac_sha256(keys.stored, auth_message));
}

bool proves(std::string_view proof, const Keys& keys, std::string_view auth_message) {
    if (proof.size() != key_octets) return false;
    const std::string client = exclusive_or(proof, crypto::hmac_sha256(keys.stored, auth_message));
    return crypto::equal_in_constant_time(crypto::sha256(client), keys.stored);
}

std::string server_signature(const Keys& keys, std::string_view auth_message) {
    return crypto::hmac_sha256(keys.server, auth_message);
}

std::string escaped(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == ',')
            out += "=2C";
        else if (c == '=')
            out += "=3D";
        else
            out += c;
    }
    return out;
}

std::optional<std::string> unescaped(std::string_view name) {
    std::string out;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] != '=') {
            out += name[i];
            continue;
        }
        const std::string_view code = name.substr(i, 3);
        if (code != "=2C" && code != "=3D") return {};
        out += code == "=2C" ? ',' : '=';
        i += 2;
    }
    return out;
}

std::optional<std::string_view> take_attribute(std::string_view& text, char name) {
    if (text.size() < 2 || text[0] != name || text[1] != '=') return {};
    const std::size_t comma = text.find(',');
    const std::string_view value = text.substr(2, comma == std::string_view::npos ? comma : comma - 2);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    return value;
}

bool is_nonce(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x21 && c <= 0x7E && c != ','; });
}

}  // namespace smtp::scram
