// Where a rule is written: an RFC and its section. Carried by moves, replies, rulings and cards.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace base {

struct Citation {
    std::uint16_t rfc = 0;     // 0: no RFC says so; it is this host's own policy
    std::string_view section;  // static text such as "4.1.1.4"; empty: the whole document

    friend constexpr bool operator==(const Citation&, const Citation&) = default;
};

/// "RFC 5321 4.1.1.4", "RFC 3463", or "" when there is none.
std::string to_text(const Citation& citation);

}  // namespace base
