// A TOML table being read: hands out values of the right type, remembers which keys it was asked for, and
// writes down every mistake with its position, so that one run reports them all. Knows nothing of scenarios.
// The only header of this floor that knows toml++.
#pragma once
#include <toml++/toml.h>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace sim {

/// Mistakes that one run reports; our own bound, so that hostile text costs no more than honest text.
inline constexpr std::size_t most_mistakes = 100;
/// Values in one list; our own bound, likewise.
inline constexpr std::size_t longest_list = 1'000;

/// The mistakes found in one text, and where they stand in it.
class Mistakes {
public:
    /// `text` must outlive this.
    Mistakes(std::string_view text, std::string_view file_name);

    /// Where an octet of the text stands.
    base::Place place_at(std::size_t offset) const;
    /// toml++ counts columns in code points; a Place counts octets.
    base::Place place_of(const toml::source_position& position) const;
    base::Place place_of(const toml::node& node) const { return place_of(node.source().begin); }
    /// The octet at `position` of a string's content, when it is written on one line without escapes; else
    /// where the string begins.
    base::Place place_in(const toml::value<std::string>& value, std::size_t position) const;
    /// Line and column of a string's content, when that line is written in the text as it is in the content.
    base::Place place_in(const toml::value<std::string>& value, int line, int column) const;

    void add(base::Place place, std::string what, std::string mend);
    void add(const toml::node& node, std::string what, std::string mend) {
        add(place_of(node), std::move(what), std::move(mend));
    }
    /// Enough: whatever else is wrong is not noted. Readers may stop.
    bool full() const { return problems_.size() >= most_mistakes; }
    /// In the order of the text; those that stand at one place in the order in which they were found.
    std::vector<base::Problem> in_order() const;

private:
    std::string_view line(std::size_t number) const;

    std::string_view text_;
    std::string file_name_;
    std::vector<std::size_t> line_starts_;
    std::vector<base::Problem> problems_;
};

enum class Need : std::uint8_t { optional, required };

class TomlTable {
public:
    /// `what` names the table in problems: "the host 'relay'". Everything handed in must outlive this.
    TomlTable(const toml::table& table, std::string what, Mistakes& mistakes)
        : table_(table), what_(std::move(what)), mistakes_(mistakes) {}

    // Each gives null, or nothing, when the key is missing or its value is of another type (then a mistake
    // was noted).
    const toml::value<std::string>* text(std::string_view key, Need need = Need::optional);
    const toml::value<std::int64_t>* number(std::string_view key);
    const toml::value<toml::date_time>* date_time(std::string_view key, Need need);
    const toml::table* table(std::string_view key);
    std::vector<const toml::value<std::string>*> texts(std::string_view key, Need need = Need::optional);
    std::vector<const toml::value<std::int64_t>*> numbers(std::string_view key);
    std::vector<const toml::table*> tables(std::string_view key, std::size_t most);

    /// Whether the key is written at all, whatever its value.
    const toml::node* find(std::string_view key);
    const toml::table& source() const { return table_; }
    const std::string& what() const { return what_; }
    void call(std::string what) { what_ = std::move(what); }

    /// Notes every key that was never asked for. To be called last.
    void finish();

private:
    template <class T>
    const T* as(std::string_view key, Need need, std::string_view type);
    template <class T>
    std::vector<const T*> all_of(std::string_view key, Need need, std::string_view type, std::size_t most);

    const toml::table& table_;
    std::string what_;
    Mistakes& mistakes_;
    std::vector<std::string> asked_;
};

}  // namespace sim
