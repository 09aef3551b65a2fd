// What a client writes into ENVID and ORCPT so that it fits into a command: xtext (RFC 3461 4), and for
// addresses in UTF-8 the forms of RFC 6533 3. Knows no command: it is handed a parameter's value.
// A malformed value is data: a fault that says where and why.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "mail/address.h"

namespace mail {

inline constexpr std::size_t longest_envid = 100;  // RFC 3461 4.4, octets of the value as it is written
inline constexpr std::size_t longest_orcpt = 500;  // RFC 3461 4.2, likewise

/// Printable ASCII as it is, but for '+' and '='; every other octet as "+XX".
std::string to_xtext(std::string_view octets);
/// Nothing when an octet may not stand there or a '+' is not followed by two upper-case hexadecimal digits.
std::optional<std::string> from_xtext(std::string_view text);

/// utf-8-addr-xtext: ASCII only, for wherever SMTPUTF8 is not at hand. What is no UTF-8 becomes U+FFFD.
std::string to_utf8_addr_xtext(std::string_view utf8);
/// utf-8-addr-unitext: characters outside ASCII stay as they are.
std::string to_utf8_addr_unitext(std::string_view utf8);
/// Both forms, back to UTF-8. Nothing when malformed: a "\x{..}" that RFC 6533's HEXPOINT does not allow, an
/// octet that no form allows, or, with Utf8::refused, any octet outside ASCII.
std::optional<std::string> from_utf8_addr(std::string_view text, Utf8 utf8);

/// ORCPT: whom the sender wrote to, before anybody redirected the letter. Also Original-Recipient of RFC
/// 3464.
struct OriginalRecipient {
    std::string type;     // as written: "rfc822", "utf-8", or another address type
    std::string address;  // decoded; not checked to be an address of its type (RFC 3461 4.2)

    friend bool operator==(const OriginalRecipient&, const OriginalRecipient&) = default;
};

/// "rfc822;Bob+2Bx@d.example". With Utf8::allowed (SMTPUTF8 was used), type utf-8 may hold UTF-8 itself.
std::variant<OriginalRecipient, AddressFault> parse_orcpt(std::string_view value, Utf8 utf8 = Utf8::refused);
/// As the value of ORCPT; type utf-8 by its own encoding, every other by xtext.
std::string to_orcpt(const OriginalRecipient& recipient, Utf8 utf8 = Utf8::refused);

/// The decoded envelope identifier: printable ASCII and white space only (RFC 3461 4.4).
std::variant<std::string, AddressFault> parse_envid(std::string_view value);

}  // namespace mail
