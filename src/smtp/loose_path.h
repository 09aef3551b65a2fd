// The path of MAIL and RCPT as servers read it that take more, or less, than RFC 5321 4.1.2. What the RFC
// takes is read by mail::parse_path; only what it refuses is looked at again here. Knows no server by name.
#pragma once
#include <string_view>
#include <variant>

#include "mail/path.h"
#include "smtp/grammar.h"

namespace smtp {

/// One path at the start of `at`, as `grammar` takes it. UTF-8 is read: whether it was announced is not asked
/// here.
std::variant<mail::ParsedPath, mail::AddressFault> read_path(std::string_view at, mail::PathUse use,
                                                             const Grammar& grammar);

/// Whether HELO and EHLO may be said with this name.
bool takes_hello_name(HelloNames names, std::string_view name);

}  // namespace smtp
