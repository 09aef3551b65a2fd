// The reference cards of assets/reference: one a command, parameter, reply code, enhanced code, header field,
// DNS record or idea. Plain words first, then the grammar, what can go wrong, and where it is written. Knows
// nothing of a run: what happened here and now is told by why.h.
#pragma once
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace explain {

enum class CardKind : std::uint8_t { command, parameter, reply, enhanced, field, record, idea };

/// The word of a card file: "command", "parameter", ..., "concept" for idea.
std::string_view to_text(CardKind kind);

struct Card {
    std::string id;  // "mail", "450", "x.1.1", "received"
    CardKind kind = CardKind::idea;
    std::string title;
    std::vector<std::string> names;  // every spelling that finds it
    std::string plain;               // two to four sentences
    std::string grammar;             // a form and an example, a line each
    std::vector<std::string> wrong;  // what can go wrong here
    std::uint16_t rfc = 0;           // 0: no RFC defines it; it is established practice
    std::string section;             // "4.1.1.2", "appendix F", or empty: the whole document
    std::vector<std::string> see;    // ids of other cards
};

/// "RFC 5321 4.1.1.2", "RFC 7505", or "established practice, in no RFC".
std::string source_of(const Card& card);

struct CardFile {
    std::string_view path, text;
};

/// Invariants: 1. ids are unique; 2. a name belongs to one card; 3. every `see` names a card.
class Cards {
public:
    /// Reads TOML files of `[[card]]` tables. The problem of a wrong file names its line and column.
    static base::Result<Cards> parse(std::span<const CardFile> files);

    const std::vector<Card>& all() const { return cards_; }
    const Card* with_id(std::string_view id) const;
    /// By id or any of its names, without case; "5.1.1" finds x.1.1. Null when there is none.
    const Card* find(std::string_view text) const;
    /// The names nearest in spelling to `text`, best first: for 'did you mean'. Looks at its first 64 octets.
    std::vector<std::string> nearest(std::string_view text, std::size_t count) const;

private:
    std::vector<Card> cards_;
    std::map<std::string, std::size_t> by_id_;    // index into cards_
    std::map<std::string, std::size_t> by_name_;  // lower case
};

/// The cards compiled into the program. Parsed at the first call.
const Cards& reference();

}  // namespace explain
