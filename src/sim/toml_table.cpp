#include "sim/toml_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "sim/spelling.h"

namespace sim {
namespace {

constexpr std::size_t shown_octets = 80;  // of a stranger's word in a problem

std::string_view type_word(const toml::node& node) {
    switch (node.type()) {
        case toml::node_type::table:
            return "a table";
        case toml::node_type::array:
            return "a list";
        case toml::node_type::string:
            return "a text";
        case toml::node_type::integer:
            return "a whole number";
        case toml::node_type::floating_point:
            return "a number with a point";
        case toml::node_type::boolean:
            return "true or false";
        case toml::node_type::date:
        case toml::node_type::time:
        case toml::node_type::date_time:
            return "a date or time";
        case toml::node_type::none:
            break;
    }
    return "nothing";
}

constexpr std::string_view a_text = "a text in quotes";
constexpr std::string_view a_number = "a whole number";

/// How the author writes one: "add role = \"...\"".
std::string_view form_of(std::string_view type) {
    return type == a_text ? "\"...\"" : type.starts_with("a list") ? "[...]" : type;
}

bool begins_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

}  // namespace

Mistakes::Mistakes(std::string_view text, std::string_view file_name)
    : text_(text), file_name_(file_name), line_starts_{0} {
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
        line_starts_.push_back(at + 1);
}

std::string_view Mistakes::line(std::size_t number) const {
    if (number == 0 || number > line_starts_.size()) return {};
    const std::string_view rest = text_.substr(line_starts_[number - 1]);
    std::string_view line = rest.substr(0, rest.find('\n'));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

base::Place Mistakes::place_at(std::size_t offset) const {
    const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    return {file_name_, static_cast<int>(next - line_starts_.begin()),
            static_cast<int>(offset - *std::prev(next)) + 1};
}

base::Place Mistakes::place_of(const toml::source_position& position) const {
    if (full()) return {};  // it will not be noted
    const std::string_view text = line(position.line);
    std::size_t octets = 0;
    for (toml::source_index characters = 1; characters < position.column && octets < text.size();
         ++characters)
        do ++octets;
        while (octets < text.size() && !begins_character(text[octets]));
    return {file_name_, static_cast<int>(position.line), static_cast<int>(octets) + 1};
}

base::Place Mistakes::place_in(const toml::value<std::string>& value, std::size_t position) const {
    base::Place place = place_of(value);
    if (full()) return place;
    const std::string_view written =
        line(static_cast<std::size_t>(place.line)).substr(static_cast<std::size_t>(place.column) - 1);
    if (written.size() > value->size() && written.substr(1).starts_with(*value))
        place.column += 1 + static_cast<int>(std::min(position, value->size()));
    return place;
}

base::Place Mistakes::place_in(const toml::value<std::string>& value, int number, int column) const {
    const base::Place start = place_of(value);
    if (full()) return start;
    const std::string_view opening =
        line(static_cast<std::size_t>(start.line)).substr(static_cast<std::size_t>(start.column) - 1);
    if (opening != "\"\"\"" && opening != "'''") return start;
    std::string_view content = *value;
    for (int skipped = 1; skipped < number && !content.empty(); ++skipped)
        content.remove_prefix(std::min(content.size(), content.find('\n') + 1));
    content = content.substr(0, content.find('\n'));
    if (content.ends_with('\r')) content.remove_suffix(1);
    const base::Place place{file_name_, start.line + number, column};
    return line(static_cast<std::size_t>(place.line)).starts_with(content) ? place : start;
}

void Mistakes::add(base::Place place, std::string what, std::string mend) {
    if (full()) return;
    problems_.push_back({std::move(place), std::move(what), std::move(mend)});
}

std::vector<base::Problem> Mistakes::in_order() const {
    std::vector<base::Problem> sorted = problems_;
    std::stable_sort(sorted.begin(), sorted.end(), [](const base::Problem& a, const base::Problem& b) {
        return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
    });
    return sorted;
}

const toml::node* TomlTable::find(std::string_view key) {
    if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.emplace_back(key);
    return table_.get(key);
}

template <class T>
const T* TomlTable::as(std::string_view key, Need need, std::string_view type) {
    const toml::node* node = find(key);
    if (!node) {
        if (need == Need::required)
            mistakes_.add(table_, fmt::format("{} has no '{}'", what_, key),
                          fmt::format("add {} = {}", key, form_of(type)));
        return nullptr;
    }
    const T* value = node->as<T>();
    if (!value)
        mistakes_.add(*node, fmt::format("'{}' is {}", key, type_word(*node)),
                      fmt::format("make it {}", type));
    return value;
}

template <class T>
std::vector<const T*> TomlTable::all_of(std::string_view key, Need need, std::string_view type,
                                        std::size_t most) {
    std::vector<const T*> all;
    const auto* array = as<toml::array>(key, need, fmt::format("a list, each {}", type));
    if (!array) return all;
    if (array->empty() && need == Need::required)
        mistakes_.add(*array, fmt::format("'{}' is empty", key), fmt::format("put in {}", type));
    for (const toml::node& node : *array) {
        if (all.size() == most) {
            mistakes_.add(node, fmt::format("'{}' is longer than {}", key, most), "leave some out");
            break;
        }
        if (const T* value = node.as<T>())
            all.push_back(value);
        else
            mistakes_.add(node, fmt::format("in '{}' stands {}", key, type_word(node)),
                          fmt::format("make it {}", type));
    }
    return all;
}

const toml::value<std::string>* TomlTable::text(std::string_view key, Need need) {
    return as<toml::value<std::string>>(key, need, a_text);
}

const toml::value<std::int64_t>* TomlTable::number(std::string_view key) {
    return as<toml::value<std::int64_t>>(key, Need::optional, a_number);
}

const toml::value<toml::date_time>* TomlTable::date_time(std::string_view key, Need need) {
    return as<toml::value<toml::date_time>>(key, need, "a date and time, 2026-03-02T09:00:00Z");
}

const toml::table* TomlTable::table(std::string_view key) {
    return as<toml::table>(key, Need::optional, fmt::format("a table, [{}]", key));
}

std::vector<const toml::value<std::string>*> TomlTable::texts(std::string_view key, Need need) {
    return all_of<toml::value<std::string>>(key, need, a_text, longest_list);
}

std::vector<const toml::value<std::int64_t>*> TomlTable::numbers(std::string_view key) {
    return all_of<toml::value<std::int64_t>>(key, Need::optional, a_number, longest_list);
}

std::vector<const toml::table*> TomlTable::tables(std::string_view key, std::size_t most) {
    return all_of<toml::table>(key, Need::optional, fmt::format("a table, [[{}]]", key), most);
}

void TomlTable::finish() {
    for (auto&& [key, node] : table_) {
        if (mistakes_.full()) return;
        const std::string_view word = key.str();
        if (std::find(asked_.begin(), asked_.end(), word) != asked_.end()) continue;
        mistakes_.add(mistakes_.place_of(key.source().begin),
                      fmt::format("{} has a key '{}', which is unknown", what_,
                                  base::visible(word.substr(0, shown_octets))),
                      spelling_advice(word, asked_));
    }
}

}  // namespace sim
