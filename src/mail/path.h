// The path of MAIL and RCPT: from '<' to '>' (RFC 5321 4.1.2), with the null reverse-path (4.5.5), the bare
// <Postmaster> (4.1.1.3) and source routes, which are read and ignored (appendix C).
// Knows nothing of the command around it, nor of its parameters.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mail/address.h"

namespace mail {

enum class PathUse : std::uint8_t { reverse, forward };
enum class PathKind : std::uint8_t { null, mailbox, bare_postmaster };

/// Invariants: 1. `mailbox` is there exactly when `kind` is mailbox. 2. A null path has no source route.
struct Path {
    PathKind kind = PathKind::null;
    std::optional<Address> mailbox;
    std::vector<std::string> source_route;  // the domains of "@a,@b:", without '@'; to be ignored

    friend bool operator==(const Path&, const Path&) = default;
};

struct ParsedPath {
    Path path;
    std::size_t length = 0;  // octets from '<' up to and including '>'
};

/// Reads one path at the start of `at`; what follows its '>' is left to the caller. The null path is only
/// for reverse, <Postmaster> (in any case) only for forward. A fault's position counts from the start of
/// `at`.
std::variant<ParsedPath, AddressFault> parse_path(std::string_view at, PathUse use,
                                                  Utf8 utf8 = Utf8::refused);

/// "<>", "<Postmaster>" or "<local@domain>": as a command says it, without its source route.
std::string to_text(const Path& path);

}  // namespace mail
