// The limits of addresses and lines, each with the section that sets it. Knows no session: the limits of a
// conversation (recipients, time-outs) belong to smtp. RFC 5321 4.5.3.1, RFC 5322 2.1.1, RFC 2045, RFC 2047.
#pragma once
#include <cstddef>

namespace mail {

inline constexpr std::size_t longest_local_part = 64;     // RFC 5321 4.5.3.1.1
inline constexpr std::size_t longest_domain = 255;        // RFC 5321 4.5.3.1.2
inline constexpr std::size_t longest_path = 256;          // RFC 5321 4.5.3.1.3, with its punctuation
inline constexpr std::size_t longest_label = 63;          // RFC 1035 2.3.4
inline constexpr std::size_t longest_text_line = 998;     // RFC 5322 2.1.1, without CRLF
inline constexpr std::size_t preferred_text_line = 78;    // RFC 5322 2.1.1, without CRLF
inline constexpr std::size_t longest_encoded_line = 76;   // RFC 2045 6.7 (5) and 6.8, without CRLF
inline constexpr std::size_t longest_encoded_word = 75;   // RFC 2047 2
inline constexpr std::size_t most_received_fields = 100;  // RFC 5321 6.3: "normally at least 100"

}  // namespace mail
