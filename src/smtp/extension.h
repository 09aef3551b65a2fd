// The service extensions that Mailstage speaks, by the keyword of the EHLO reply (RFC 5321 2.2), and sets of
// them. Which of them a server offers and what each allows is the sessions' business.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/citation.h"

namespace smtp {

enum class Extension : std::uint8_t {
    pipelining,
    size,
    eight_bit_mime,
    smtputf8,
    chunking,
    binarymime,
    dsn,
    enhanced_status_codes,
    starttls,
    auth,
    limits,
    require_tls,
};
inline constexpr std::size_t extension_count = 12;

struct ExtensionName {
    std::string_view keyword;  // in the EHLO reply
    base::Citation citation;
};
inline constexpr std::array<ExtensionName, extension_count> extension_names{{
    {"PIPELINING", {2920, "3"}},
    {"SIZE", {1870, "3"}},
    {"8BITMIME", {6152, "2"}},
    {"SMTPUTF8", {6531, "3.1"}},
    {"CHUNKING", {3030, "2"}},
    {"BINARYMIME", {3030, "3"}},
    {"DSN", {3461, "4"}},
    {"ENHANCEDSTATUSCODES", {2034, "3"}},
    {"STARTTLS", {3207, "2"}},
    {"AUTH", {4954, "3"}},
    {"LIMITS", {9422, "3"}},
    {"REQUIRETLS", {8689, "2"}},
}};
constexpr std::string_view to_text(Extension extension) {
    return extension_names[static_cast<std::size_t>(extension)].keyword;
}
/// By its keyword, without case; nothing for one that we do not speak.
std::optional<Extension> extension_named(std::string_view keyword);

class ExtensionSet {
public:
    constexpr ExtensionSet() = default;
    static constexpr ExtensionSet all() {
        ExtensionSet every;
        every.bits_ = (1u << extension_count) - 1;
        return every;
    }
    constexpr bool has(Extension one) const { return (bits_ >> static_cast<unsigned>(one) & 1u) != 0; }
    constexpr void add(Extension one) { bits_ |= 1u << static_cast<unsigned>(one); }
    constexpr void remove(Extension one) { bits_ &= ~(1u << static_cast<unsigned>(one)); }
    constexpr bool empty() const { return bits_ == 0; }
    friend constexpr bool operator==(ExtensionSet, ExtensionSet) = default;

private:
    std::uint32_t bits_ = 0;
};

}  // namespace smtp
