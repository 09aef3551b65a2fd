#include "trace/json_node.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "trace/json_place.h"

namespace trace {
namespace {

constexpr std::size_t deepest = 8;       // ours; the form itself needs 5
constexpr std::size_t most_quoted = 60;  // octets of a file's text that a Problem repeats
const nlohmann::json nothing;            // stands for what is missing

std::string name_of(const nlohmann::json& value) {
    if (value.is_number()) return value.is_number_integer() ? "a number" : "a number that is no integer";
    return value.is_null() ? "null" : fmt::format("a value of type {}", value.type_name());
}

std::string quote(std::string_view text) {
    return "'" + base::visible(text.substr(0, most_quoted)) + (text.size() > most_quoted ? "...'" : "'");
}

/// UTF-8 of code points below 256 to one octet each; nothing when there is a higher one.
/// Requires: well-formed UTF-8 (the parser sees to it).
std::optional<std::string> octets_of(std::string_view utf8) {
    std::string octets;
    octets.reserve(utf8.size());
    for (std::size_t at = 0; at < utf8.size(); ++at) {
        const auto first = static_cast<unsigned char>(utf8[at]);
        if (first < 0x80) {
            octets += utf8[at];
            continue;
        }
        if (first > 0xC3 || at + 1 == utf8.size()) return {};
        const auto second = static_cast<unsigned char>(utf8[++at]);
        octets += static_cast<char>((first & 0x03) << 6 | (second & 0x3F));
    }
    return octets;
}

/// Members of all objects in it, as far as the parser kept them. As deep as the value, which is not deep.
std::size_t members_of(const nlohmann::json& value) {
    if (!value.is_structured()) return 0;
    std::size_t members = value.is_object() ? value.size() : 0;
    for (const auto& part : value) members += members_of(part);
    return members;
}

}  // namespace

bool Node::has(std::string_view key) const {
    return value_->is_object() && value_->contains(std::string(key));
}

Node Node::member(std::string_view key) const& {
    if (!value_->is_object()) {
        wrong(fmt::format("an object with '{}' should stand here, not {}", key, name_of(*value_)),
              "write it in braces: {..}");
        return {*this, nothing, key, 0};
    }
    const auto found = value_->find(std::string(key));
    if (found != value_->end()) return {*this, *found, key, 0};
    wrong(fmt::format("'{}' is missing here", key), fmt::format("add \"{}\":..", key));
    return {*this, nothing, key, 0};
}

Node Node::element(std::size_t index) const& {
    if (value_->is_array() && index < value_->size()) return {*this, (*value_)[index], {}, index};
    wrong("an element is missing here", "add it");
    return {*this, nothing, {}, index};
}

void Node::allow_only(std::span<const std::string_view> keys) const {
    if (!value_->is_object() || value_->size() <= keys.size()) return;
    for (const auto& [key, value] : value_->items())
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
            const Node part{*this, value, key, 0};
            part.wrong(quote(key) + " means nothing here", "remove it");
            return;
        }
}

std::size_t Node::size(std::size_t most) const {
    if (!value_->is_array()) {
        wrong(fmt::format("a list should stand here, not {}", name_of(*value_)),
              "write it in brackets: [..]");
        return 0;
    }
    if (value_->size() <= most) return value_->size();
    wrong(fmt::format("there are {} elements here, of at most {}", value_->size(), most), "leave some out");
    return 0;
}

std::int64_t Node::number(std::int64_t least, std::int64_t most) const {
    // As the parser has it, an integer below zero is signed, and any other one unsigned.
    const bool natural = value_->is_number_unsigned();
    if (value_->is_number_integer() && (!natural || value_->get<std::uint64_t>() <= INT64_MAX))
        if (const auto value = value_->get<std::int64_t>(); value >= least && value <= most) return value;
    const std::string what = value_->is_number_integer() ? value_->dump() : name_of(*value_);
    wrong(fmt::format("an integer from {} to {} should stand here, not {}", least, most, what),
          "write such a number");
    return least;
}

std::uint64_t Node::natural(std::uint64_t most) const {
    if (value_->is_number_unsigned() && value_->get<std::uint64_t>() <= most)
        return value_->get<std::uint64_t>();
    const std::string what = value_->is_number_integer() ? value_->dump() : name_of(*value_);
    wrong(fmt::format("an integer from 0 to {} should stand here, not {}", most, what),
          "write such a number");
    return 0;
}

std::string Node::octets() const {
    if (!value_->is_string()) {
        wrong(fmt::format("a string should stand here, not {}", name_of(*value_)), "write it in quotes");
        return {};
    }
    if (auto octets = octets_of(value_->get_ref<const std::string&>())) return std::move(*octets);
    wrong("this string holds a character above U+00FF", "write each octet as one \\u00XX");
    return {};
}

void Node::wrong(std::string what, std::string mend) const {
    if (!line_->problem_) line_->fail(place(), std::move(what), std::move(mend));
}

std::size_t Node::place() const {
    if (whole_ == nullptr) return past_blanks(line_->text_, 0);
    const std::size_t whole = whole_->place();
    return key_.empty() ? place_of_element(line_->text_, whole, index_)
                        : place_of_member(line_->text_, whole, key_);
}

JsonLine::JsonLine(std::string_view text, std::string_view file, int number, std::size_t most_parts)
    : text_(text), file_(file), number_(number) {
    if (is_modest(most_parts)) parse();
}

void JsonLine::fail(std::size_t offset, std::string what, std::string mend) {
    if (problem_) return;
    problem_ = base::Problem{
        {std::string(file_), number_, static_cast<int>(offset + 1)}, std::move(what), std::move(mend)};
}

/// Before the parser builds anything: neither too deep nor of too many parts, however long the line is.
bool JsonLine::is_modest(std::size_t most_parts) {
    std::size_t depth = 0, parts = 0;
    for (std::size_t at = 0; at < text_.size();) {
        const char c = text_[at];
        if (c == '"') {
            at = past_string(text_, at);
            continue;
        }
        if (c == ':') ++colons_;
        if (c == '[' || c == '{') ++depth;
        if ((c == ']' || c == '}') && depth > 0) --depth;
        if (c == ',' || c == '[' || c == '{') ++parts;
        if (depth > deepest || parts > most_parts) {
            fail(at,
                 depth > deepest ? "brackets are nested too deep" : "there are too many parts on this line",
                 "write a line as `mailstage play --format jsonl` does");
            return false;
        }
        ++at;
    }
    return true;
}

void JsonLine::parse() {
    if (past_blanks(text_, 0) == text_.size()) {
        fail(0, "this line is empty", "remove it");
        return;
    }
    try {
        value_ = nlohmann::json::parse(text_.begin(), text_.end());
        if (members_of(value_) != colons_) fail(0, "a key stands twice in one object", "keep one of the two");
    } catch (const nlohmann::json::parse_error& error) {
        const std::size_t offset = error.byte > 0 ? error.byte - 1 : 0;
        if (offset >= text_.size())
            fail(text_.size(), "the line ends too early", "the file is cut off: copy it whole");
        else
            fail(offset, "this is not JSON", "write a line as `mailstage play --format jsonl` does");
    } catch (const nlohmann::json::exception&) {  // a number that is far too big
        fail(0, "a number on this line is too big", "write integers of at most 64 bits");
    }
}

}  // namespace trace
