// A reply: three digits, an enhanced code, lines of text; and what never crosses the wire: why, about what,
// which rule. RFC 5321 4.2, RFC 2034, RFC 3463.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/citation.h"
#include "smtp/reason.h"

namespace smtp {

struct EnhancedCode {
    std::uint8_t level = 0;  // 2, 4 or 5; 0: the reply has none
    std::uint16_t subject = 0, detail = 0;
    friend constexpr bool operator==(const EnhancedCode&, const EnhancedCode&) = default;
    explicit constexpr operator bool() const { return level != 0; }
};

/// "5.1.1", or "" when there is none.
std::string to_text(EnhancedCode code);

struct Reply {
    std::uint16_t code = 0;  // 200 to 599
    EnhancedCode enhanced;
    std::vector<std::string> lines;  // text without codes; at least one, which may be empty
    Reason reason = Reason::none;
    std::string about;  // the deciding fact: the address, name, size that it hangs on
    base::Citation citation;

    friend bool operator==(const Reply&, const Reply&) = default;
};

constexpr bool is_positive(const Reply& reply) {
    return reply.code >= 200 && reply.code < 400;
}
/// 2yz: what was asked is done (RFC 5321 4.2.1).
constexpr bool is_completion(const Reply& reply) {
    return reply.code / 100 == 2;
}
constexpr bool is_transient(const Reply& reply) {
    return reply.code >= 400 && reply.code < 500;
}
constexpr bool is_permanent(const Reply& reply) {
    return reply.code >= 500;
}

/// As it goes over the wire: every line with the code, the enhanced code and CRLF ("250-...", last "250
/// ...").
std::string to_wire(const Reply& reply);

}  // namespace smtp
