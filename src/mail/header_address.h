// Addresses as header fields write them (RFC 5322 3.4, with the obsolete forms of 4.4): comments, folding,
// display names, groups. Knows no envelope: what may stand in MAIL and RCPT is address.h's.
// UTF-8 counts as letters (RFC 6532 3.2), but is never quoted by a backslash: no envelope could hold that
// (RFC 6531 3.3).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mail/address.h"

namespace mail {

/// What a header address has that an envelope's may not.
enum class AddressOddity : std::uint8_t {
    comment,          // RFC 5322 3.2.2
    folding,          // white space around its parts
    obsolete_word,    // "a"."b"@..., control characters, and others of RFC 5322 4.1
    obsolete_domain,  // white space or comments around the dots of the domain
    free_literal,     // [anything] instead of an address that RFC 5321 4.1.3 knows
    no_host_name,     // a domain of atoms that are no labels
};

/// Ends a sentence that begins with "it has": "a comment".
std::string_view to_text(AddressOddity oddity);
base::Citation citation(AddressOddity oddity);

struct HeaderAddress {
    Address address;                      // without comments, white space and folding
    std::vector<AddressOddity> oddities;  // each once
};

inline constexpr std::size_t deepest_comment = 64;  // no RFC: our own bound

/// The whole text as addr-spec of RFC 5322 3.4.1, obsolete forms included; or what is wrong with it.
std::variant<HeaderAddress, AddressFault> parse_header_address(std::string_view text);

enum class AddressListForm : std::uint8_t { mailboxes, addresses, one_mailbox };

/// What is wrong with a field's unfolded value as a list of mailboxes (From), of mailboxes and groups (To,
/// Cc, Reply-To; for Bcc an empty one is right too) or as one mailbox (Sender); nothing: all is well.
std::optional<AddressFault> check_address_list(std::string_view value, AddressListForm form);

}  // namespace mail
