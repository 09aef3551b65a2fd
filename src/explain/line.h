// Any line a learner may point at or type, taken apart: an enhanced code, a reply code, a reply line, a
// command, a header field, a DNS record, an SPF, DKIM or DMARC text, or a word. Each part gets a role and a
// meaning. A wrong line is taken apart too: the wrong part is marked `fault` and says how to write it. Knows
// only the text: never who said it or when. RFC 5321 4.1 and 4.2, RFC 5322 2.2, RFC 1035 5.1.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "explain/card.h"

namespace explain {

enum class TokenRole : std::uint8_t {
    verb,
    keyword,
    punctuation,
    address,
    local_part,
    domain,
    parameter,
    value,
    code,
    enhanced,
    text,
    field_name,
    field_value,
    record_type,
    mechanism,
    fault,
};

/// "verb", "local-part", "fault", ...
std::string_view to_text(TokenRole role);

struct Token {
    std::uint32_t begin = 0, length = 0;  // octets of Explanation::text
    TokenRole role = TokenRole::text;
    std::string meaning;
};

enum class LineKind : std::uint8_t {
    unknown,
    word,
    command,
    reply_code,
    enhanced_code,
    reply_line,
    field,
    record
};

/// "unknown", "command", "reply-line", ...
std::string_view to_text(LineKind kind);

/// Invariant: tokens are in order, do not overlap, and cover every octet of text but spaces and tabs.
struct Explanation {
    std::string text;  // what was asked
    LineKind kind = LineKind::unknown;
    std::string title;
    std::string plain;               // what it says, in plain words
    std::vector<const Card*> cards;  // of reference(); the one it is about first
    std::vector<Token> tokens;
    std::vector<std::string> suggestions;  // unknown: names of cards that are near
};

/// A line longer than this is not looked at beyond it; longer than any line SMTP allows (RFC 5321 4.5.3.1.6:
/// 1000).
inline constexpr std::size_t line_looked_at = 4096;

/// After this many tokens the rest of the line is one token: more than anyone reads.
inline constexpr std::size_t token_limit = 200;

/// Never fails: what is not recognised is said to be so. With or without its line end.
Explanation explain_line(std::string_view text);

}  // namespace explain
