// A mailbox as an envelope names it: local part and domain, kept as they were written (RFC 5321 4.1.2).
// Refuses to know display names, comments and folding: those are of header fields (RFC 5322 3.4).
// UTF-8 is refused unless it was negotiated (RFC 6531).
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "base/citation.h"

namespace mail {

struct Address {
    std::string local_part;  // as written, quotes and backslashes kept
    std::string domain;      // as written; may be an address literal: "[192.0.2.1]"

    /// As written, octet for octet. To ask whether two name one mailbox: same_mailbox.
    friend bool operator==(const Address&, const Address&) = default;
};

/// What is wrong with an address, where (in octets from the start of the text), and how to mend it.
struct AddressFault {
    std::size_t position = 0;
    std::string what;
    std::string mend;
    base::Citation citation;

    friend bool operator==(const AddressFault&, const AddressFault&) = default;
};

enum class Utf8 : std::uint8_t { refused, allowed };

/// The whole text as Mailbox of RFC 5321 4.1.2, within the limits of 4.5.3.1; or what is wrong with it.
/// Domain labels may hold U-labels when UTF-8 is allowed (RFC 6531 3.3); they are not normalised.
std::variant<Address, AddressFault> parse_address(std::string_view text, Utf8 utf8 = Utf8::refused);

/// "local@domain", as it was written.
std::string to_text(const Address& address);

/// The local part without its quotes and backslashes: ann for "ann" and "\ann".
std::string unquoted_local_part(const Address& address);

/// Whether both name one mailbox: domains compare without case, local parts unquoted and with case
/// (RFC 5321 2.4, 4.1.2).
bool same_mailbox(const Address& a, const Address& b);

/// Whether the domain is an address literal such as "[192.0.2.1]" (RFC 5321 4.1.3).
bool is_address_literal(const Address& address);

/// The whole text as Domain of RFC 5321 4.1.2 (no literal); nothing wrong: an empty `what`. For EHLO too.
AddressFault check_domain(std::string_view text, Utf8 utf8 = Utf8::refused);

/// The whole text as address-literal of RFC 5321 4.1.3, brackets included; likewise.
AddressFault check_address_literal(std::string_view text);

}  // namespace mail
