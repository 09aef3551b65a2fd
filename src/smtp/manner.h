// How a server behaves where servers differ. `strict` does what the RFCs say; the others are one table of
// differences each (manner.cpp), after the real servers of these names. And the era: what the rules were at
// the time.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace smtp {

enum class Manner : std::uint8_t { strict, postfix, sendmail, exim, opensmtpd };
inline constexpr std::array<std::string_view, 5> manner_names{"strict", "postfix", "sendmail", "exim",
                                                              "opensmtpd"};
constexpr std::string_view to_text(Manner manner) {
    return manner_names[static_cast<std::size_t>(manner)];
}
std::optional<Manner> manner_named(std::string_view name);

/// today: RFC 5321 and its extensions. y1982: RFC 821 alone, without extensions, DNS or MX.
enum class Era : std::uint8_t { today, y1982 };

}  // namespace smtp
