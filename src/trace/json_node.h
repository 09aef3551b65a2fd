// One line of JSON as its reader walks through it: a Node asks its value for a number, a word, octets, and
// what is not as asked becomes the line's one Problem (the first counts), with the column of the value. After
// a Problem, what is read is harmless and meaningless. Knows JSON and its mistakes, not what a line means.
// RFC 8259.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/result.h"

namespace trace {

class JsonLine;

class Node {
public:
    Node(JsonLine& line, const nlohmann::json& value) : line_(&line), value_(&value) {}

    // A part knows the way to itself by pointing to the whole, which must therefore be a named Node.
    Node member(std::string_view key) const&;
    Node element(std::size_t index) const&;
    Node member(std::string_view key) const&& = delete;
    Node element(std::size_t index) const&& = delete;

    bool is_null() const { return value_->is_null(); }
    bool has(std::string_view key) const;
    /// Every member of the object is one of these.
    void allow_only(std::span<const std::string_view> keys) const;
    /// The number of an array's elements: at most `most`, else 0 and a Problem.
    std::size_t size(std::size_t most) const;
    std::int64_t number(std::int64_t least, std::int64_t most) const;
    std::uint64_t natural(std::uint64_t most) const;
    /// A string's code points, each an octet.
    std::string octets() const;

    /// Notes a Problem with this value.
    void wrong(std::string what, std::string mend) const;

private:
    JsonLine* line_;
    const nlohmann::json* value_;
    const Node* whole_ = nullptr;  // of which this is a part
    std::string_view key_;
    std::size_t index_ = 0;
    Node(const Node& whole, const nlohmann::json& value, std::string_view key, std::size_t index)
        : line_(whole.line_), value_(&value), whole_(&whole), key_(key), index_(index) {}
    std::size_t place() const;
};

class JsonLine {
public:
    /// `text`: without line end; it and `file` must live as long as this. `most_parts`: of members and
    /// elements, ours: each costs more octets of memory than of text.
    JsonLine(std::string_view text, std::string_view file, int number, std::size_t most_parts);

    /// The whole line; null when it cannot be read.
    Node root() { return {*this, value_}; }
    const std::optional<base::Problem>& problem() const { return problem_; }

private:
    friend class Node;
    std::string_view text_, file_;
    int number_;
    nlohmann::json value_;
    std::optional<base::Problem> problem_;
    std::size_t colons_ = 0;  // outside strings: one a member

    void fail(std::size_t offset, std::string what, std::string mend);
    bool is_modest(std::size_t most_parts);
    void parse();
};

}  // namespace trace
