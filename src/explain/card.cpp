#include "explain/card.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <optional>

#include "assets/assets.h"
#include "base/citation.h"
#include "base/text.h"

namespace explain {
namespace {

constexpr std::array<std::string_view, 7> kind_names{"command", "parameter", "reply",  "enhanced",
                                                     "field",   "record",    "concept"};
constexpr std::array<std::string_view, 10> keys{"id",      "kind",  "title", "names",   "plain",
                                                "grammar", "wrong", "rfc",   "section", "see"};
constexpr std::size_t spelling_looked_at = 64;
constexpr std::int64_t highest_rfc = 65535;

/// Reads one [[card]] table. Goes on after a fault, but keeps the first.
class CardReader {
public:
    CardReader(std::string_view file, const toml::table& table) : file_(file), table_(table) {}

    base::Result<Card> read() {
        Card card;
        for (const auto& [key, node] : table_)
            if (std::find(keys.begin(), keys.end(), key.str()) == keys.end())
                fail(node, fmt::format("a card has no key '{}'", key.str()),
                     fmt::format("the keys are {}", fmt::join(keys, ", ")));
        card.id = text("id", Need::required);
        card.kind = kind();
        card.title = text("title", Need::required);
        card.names = list("names", Need::required);
        card.plain = one_line(text("plain", Need::required));
        card.grammar = text("grammar", Need::optional);
        card.wrong = list("wrong", Need::optional);
        card.rfc = rfc();
        card.section = text("section", Need::optional);
        card.see = list("see", Need::optional);
        if (problem_) return *problem_;
        return card;
    }

    base::Problem problem_at(std::string_view key, std::string what, std::string mend) const {
        const toml::node* node = table_.get(key);
        const auto where = (node ? node->source() : table_.source()).begin;
        return {{file_, static_cast<int>(where.line), static_cast<int>(where.column)},
                std::move(what),
                std::move(mend)};
    }

private:
    enum class Need : std::uint8_t { required, optional };

    void fail(const toml::node& node, std::string what, std::string mend) {
        if (problem_) return;
        const auto where = node.source().begin;
        problem_ = base::Problem{{file_, static_cast<int>(where.line), static_cast<int>(where.column)},
                                 std::move(what),
                                 std::move(mend)};
    }

    void miss(std::string_view key) {
        fail(table_, fmt::format("the card has no {}", key), fmt::format("add {} = ... to it", key));
    }

    std::string text(std::string_view key, Need need) {
        const toml::node* node = table_.get(key);
        if (!node) {
            if (need == Need::required) miss(key);
            return {};
        }
        const auto* value = node->as_string();
        if (!value) {
            fail(*node, fmt::format("{} is not a text", key), "write it in double quotes");
            return {};
        }
        if (value->get().empty() && need == Need::required)
            fail(*node, fmt::format("{} is empty", key), "write what the student should read");
        return value->get();
    }

    std::vector<std::string> list(std::string_view key, Need need) {
        std::vector<std::string> texts;
        const toml::node* node = table_.get(key);
        const toml::array* array = node ? node->as_array() : nullptr;
        if (!node && need == Need::required) miss(key);
        if (node && !array) fail(*node, fmt::format("{} is not a list", key), "write [\"...\", \"...\"]");
        if (!array) return texts;
        if (array->empty() && need == Need::required)
            fail(*node, fmt::format("{} is an empty list", key), "give at least one");
        for (const toml::node& item : *array) {
            if (const auto* value = item.as_string())
                texts.push_back(value->get());
            else
                fail(item, fmt::format("{} holds something that is not a text", key),
                     "write it in double quotes");
        }
        return texts;
    }

    CardKind kind() {
        const auto word = text("kind", Need::required);
        const auto at = std::find(kind_names.begin(), kind_names.end(), word);
        if (at != kind_names.end()) return static_cast<CardKind>(at - kind_names.begin());
        if (const toml::node* node = table_.get("kind"))
            fail(*node, fmt::format("'{}' is no kind of card", base::visible(word)),
                 fmt::format("the kinds are {}", fmt::join(kind_names, ", ")));
        return CardKind::idea;
    }

    std::uint16_t rfc() {
        const toml::node* node = table_.get("rfc");
        if (!node) {
            miss("rfc");
            return 0;
        }
        const auto* value = node->as_integer();
        if (value && value->get() >= 0 && value->get() <= highest_rfc)
            return static_cast<std::uint16_t>(value->get());
        fail(*node, "rfc is not the number of an RFC", "write a whole number, or 0 when no RFC defines it");
        return 0;
    }

    static std::string one_line(std::string_view text) {
        std::string spaced(text);
        std::replace(spaced.begin(), spaced.end(), '\n', ' ');
        std::string line;
        for (const auto word : base::words(spaced)) line.append(line.empty() ? "" : " ").append(word);
        return line;
    }

    std::string file_;
    const toml::table& table_;
    std::optional<base::Problem> problem_;
};

struct Read {
    Card card;
    base::Problem place;  // where it stands, for problems found later
};

std::optional<base::Problem> read_file(const CardFile& file, std::vector<Read>& cards) {
    toml::table root;
    try {
        root = toml::parse(file.text, std::string(file.path));
    } catch (const toml::parse_error& error) {
        const auto where = error.source().begin;
        return base::Problem{
            {std::string(file.path), static_cast<int>(where.line), static_cast<int>(where.column)},
            std::string(error.description()),
            "mend the TOML there"};
    }
    const toml::node* node = root.get("card");
    const toml::array* tables = node ? node->as_array() : nullptr;
    if (!tables)
        return base::Problem{{std::string(file.path), 0, 0}, "no card in it", "begin one with [[card]]"};
    for (const toml::node& item : *tables) {
        const toml::table* table = item.as_table();
        if (!table)
            return base::Problem{{std::string(file.path), 0, 0}, "card is not a table", "write [[card]]"};
        CardReader reader(file.path, *table);
        auto card = reader.read();
        if (!card) return card.problem();
        cards.push_back({std::move(*card), reader.problem_at("id", "", "")});
    }
    return {};
}

/// Levenshtein's distance, letters without case. Both are short.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t change = diagonal + (base::lower(a[i]) == base::lower(b[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({change, row[j] + 1, diagonal + 1});
        }
    }
    return row[b.size()];
}

/// "5.1.1" as the cards name it: "x.1.1". Anything else stays as it is.
std::string without_class(std::string_view text) {
    std::string name = base::lower(base::trim(text));
    const bool enhanced =
        name.size() > 2 && name[1] == '.' && (name[0] == '2' || name[0] == '4' || name[0] == '5');
    if (enhanced && base::is_digit(name[2])) name[0] = 'x';
    return name;
}

}  // namespace

std::string_view to_text(CardKind kind) {
    return kind_names[static_cast<std::size_t>(kind)];
}

std::string source_of(const Card& card) {
    if (card.rfc == 0) return "established practice, in no RFC";
    return base::to_text(base::Citation{card.rfc, card.section});
}

base::Result<Cards> Cards::parse(std::span<const CardFile> files) {
    std::vector<Read> read;
    for (const CardFile& file : files)
        if (auto problem = read_file(file, read)) return *problem;
    const auto problem = [&](std::size_t index, std::string what, std::string mend) {
        return base::Problem{read[index].place.place, std::move(what), std::move(mend)};
    };
    Cards cards;
    for (std::size_t i = 0; i < read.size(); ++i) {
        const Card& card = read[i].card;
        if (!cards.by_id_.emplace(card.id, i).second)
            return problem(i, fmt::format("a second card has the id '{}'", card.id), "give it another id");
        for (const auto& name : card.names)
            if (!cards.by_name_.emplace(base::lower(name), i).second)
                return problem(i, fmt::format("two cards have the name '{}'", name),
                               "take it from one of them");
    }
    for (std::size_t i = 0; i < read.size(); ++i)
        for (const auto& id : read[i].card.see)
            if (!cards.by_id_.contains(id))
                return problem(i, fmt::format("see names no card: '{}'", id), "write the id of a card");
    for (auto& each : read) cards.cards_.push_back(std::move(each.card));
    return cards;
}

const Card* Cards::with_id(std::string_view id) const {
    const auto at = by_id_.find(std::string(id));
    return at == by_id_.end() ? nullptr : &cards_[at->second];
}

const Card* Cards::find(std::string_view text) const {
    const auto trimmed = base::trim(text);
    if (trimmed.size() > spelling_looked_at) return nullptr;
    const auto at = by_name_.find(base::lower(trimmed));
    if (at != by_name_.end()) return &cards_[at->second];
    return with_id(without_class(trimmed));
}

std::vector<std::string> Cards::nearest(std::string_view text, std::size_t count) const {
    const auto wanted = base::trim(text).substr(0, spelling_looked_at);
    if (wanted.empty()) return {};
    // A name further away than half its length has nothing to do with what was meant.
    std::vector<std::pair<std::size_t, std::string>> near;
    for (const Card& card : cards_)
        for (const auto& name : card.names) {
            const auto steps = distance(wanted, name);
            if (steps * 2 <= std::max(wanted.size(), name.size())) near.emplace_back(steps, name);
        }
    std::sort(near.begin(), near.end());
    std::vector<std::string> names;
    for (const auto& [steps, name] : near)
        if (names.size() < count) names.push_back(name);
    return names;
}

const Cards& reference() {
    static const Cards cards = [] {
        std::vector<CardFile> files;
        for (const auto& file : assets::files())
            if (file.path.starts_with("reference/")) files.push_back({file.path, file.text});
        auto parsed = Cards::parse(files);
        base::expects(static_cast<bool>(parsed));  // a test parses the very same files
        return std::move(*parsed);
    }();
    return cards;
}

}  // namespace explain
