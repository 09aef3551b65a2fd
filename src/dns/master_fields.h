// Reads the fields of one entry of a master file one after another: names, numbers, addresses, strings. The
// first mistake is kept, with its place and how to mend it; what is read after that means nothing. Knows no
// record type.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "base/result.h"
#include "dns/master_lexer.h"
#include "dns/name.h"

namespace dns {

class MasterFields {
public:
    /// Reads on from the token at `first`. The lexer and the entry outlive it.
    MasterFields(const MasterLexer& lexer, const Entry& entry, std::size_t first, const Name& origin)
        : lexer_(lexer), entry_(entry), at_(first), origin_(origin) {}

    const std::optional<base::Problem>& problem() const { return problem_; }
    bool at_end() const { return at_ >= entry_.tokens.size(); }
    /// The next token's place, or the entry's end.
    Spot spot() const { return at_end() ? entry_.end : entry_.tokens[at_].spot; }
    /// The next token when it is bare, without reading it; else "".
    std::string_view peek() const;
    void skip() { ++at_; }

    /// `what` is what a message calls the field: "the exchange".
    Name name(std::string_view what);
    std::uint32_t number(std::string_view what, std::uint32_t most);
    base::IpAddress address(base::IpAddress::Family family);
    std::string string(std::string_view what);
    /// All that are left, one or more.
    std::vector<std::string> strings();
    /// Hexadecimal digits to the entry's end, blanks anywhere between them.
    std::string hexadecimal(std::string_view what);
    /// A mistake when there is one more field. `of` is what they belong to: "an MX record".
    void end(std::string_view of);

    void fail(Spot spot, std::string what, std::string mend);

private:
    const Token* take(std::string_view what);

    const MasterLexer& lexer_;
    const Entry& entry_;
    std::size_t at_;
    const Name& origin_;
    std::optional<base::Problem> problem_;
};

/// A name as a master file has it: "@", relative to `origin`, or absolute. A problem when it is none.
base::Result<Name> read_name(const MasterLexer& lexer, const Token& token, const Name& origin,
                             std::string_view what);

}  // namespace dns
