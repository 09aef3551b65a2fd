// What a client may change when a server cannot take a letter or an address as it is. Pure functions over the
// mail floor; whether it may at all is the plan's business. RFC 6152 3, RFC 6531 3.2.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "mail/address.h"

namespace smtp {

/// Whether a header field of the letter or of a part of it holds octets outside ASCII (RFC 6532 3.2).
bool has_utf8_header(const std::string& letter);

/// The same letter in seven bits, and what was done, for people.
struct SevenBitLetter {
    std::string octets, what;
};
struct CannotDowngrade {
    std::string why;
};
std::variant<SevenBitLetter, CannotDowngrade> in_seven_bit(const std::string& letter);

/// The same mailbox in ASCII; nothing when it has no such spelling.
std::optional<mail::Address> in_ascii(const mail::Address& address);

}  // namespace smtp
