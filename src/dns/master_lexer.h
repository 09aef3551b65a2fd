// The entries of a master file as tokens with their places (RFC 1035 5.1): comments gone, parentheses joined.
// Knows no record type and no name; escapes stay as they are written, for in a name "\." is not a dot.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace dns {

struct Spot {
    int line = 1;
    int column = 1;  // in octets
};

struct Token {
    enum class Kind : std::uint8_t { bare, quoted };
    Kind kind = Kind::bare;
    std::string_view raw;  // without the quotes
    Spot spot;
};

struct Entry {
    enum class Kind : std::uint8_t { line, failing, end };  // failing: a comment that is a directive of ours
    enum class Owner : std::uint8_t { written, blank };
    Kind kind = Kind::line;
    Owner owner = Owner::written;
    std::vector<Token> tokens;  // none only at the end
    Spot end;                   // where something is missing when something is
};

class MasterLexer {
public:
    MasterLexer(std::string_view text, std::string_view file_name);

    /// The next entry, or one of kind end; a problem for a quote or parenthesis that is not closed or not
    /// opened.
    base::Result<Entry> next();

    base::Problem problem(Spot spot, std::string what, std::string mend) const;

private:
    bool at_end() const { return at_ >= text_.size(); }
    Spot spot() const { return {line_, static_cast<int>(at_ - line_start_) + 1}; }
    std::size_t step() const;
    void step_line();
    void comment(Entry& entry);
    std::optional<base::Problem> token(Entry& entry);
    std::optional<base::Problem> quoted(Entry& entry);
    void bare(Entry& entry);

    std::string_view text_;
    std::string file_;
    std::size_t at_ = 0;
    std::size_t line_start_ = 0;
    int line_ = 1;
    std::vector<Spot> open_;  // parentheses
};

}  // namespace dns
