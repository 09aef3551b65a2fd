#include "dns/name.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "base/text.h"

namespace dns {
namespace {

constexpr std::size_t max_labels = 127;  // each takes two octets or more of 254

/// Where each label's length octet stands, from left to right.
struct Starts {
    std::array<std::uint8_t, max_labels> at{};
    std::size_t count = 0;
};

std::size_t length_at(std::string_view octets, std::size_t at) {
    return static_cast<unsigned char>(octets[at]);
}

Starts starts_of(std::string_view octets) {
    Starts starts;
    for (std::size_t at = 0; at < octets.size(); at += 1 + length_at(octets, at))
        starts.at[starts.count++] = static_cast<std::uint8_t>(at);
    return starts;
}

std::string_view label_at(std::string_view octets, std::size_t at) {
    return octets.substr(at + 1, length_at(octets, at));
}

/// By octets, ASCII letters without case (RFC 4034 6.1).
std::strong_ordering compare_labels(std::string_view a, std::string_view b) {
    const std::size_t common = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < common; ++i) {
        const auto octet_a = static_cast<unsigned char>(base::lower(a[i]));
        const auto octet_b = static_cast<unsigned char>(base::lower(b[i]));
        if (octet_a != octet_b) return octet_a <=> octet_b;
    }
    return a.size() <=> b.size();
}

/// The octet that an escape stands for, and `at` moved past it; nothing when it is none. `at` is after the
/// '\'.
std::optional<char> unescape(std::string_view text, std::size_t& at) {
    if (at >= text.size()) return {};
    if (!base::is_digit(text[at])) return text[at++];
    const auto code = base::parse_number(text.substr(at, 3));
    if (text.size() - at < 3 || !code || *code > 255) return {};
    at += 3;
    return static_cast<char>(*code);
}

void append_label_text(std::string& text, std::string_view label) {
    for (const char c : label) {
        if (!base::is_printable(c) || c == ' ')
            text += fmt::format("\\{:03}", static_cast<unsigned char>(c));
        else if (std::string_view(".\\\"$;@()").find(c) != std::string_view::npos)
            (text += '\\') += c;
        else
            text += c;
    }
}

}  // namespace

std::optional<Name> Name::from_labels(std::span<const std::string_view> labels) {
    Name name;
    for (const auto label : labels) {
        if (label.empty() || label.size() > max_label_octets) return {};
        if (name.octets_.size() + 1 + label.size() + 1 > max_name_octets) return {};
        name.octets_ += static_cast<char>(label.size());
        name.octets_ += label;
    }
    return name;
}

std::vector<std::string_view> Name::labels() const {
    std::vector<std::string_view> labels;
    for (std::size_t at = 0; at < octets_.size(); at += 1 + length_at(octets_, at))
        labels.push_back(label_at(octets_, at));
    return labels;
}

std::size_t Name::label_count() const {
    return starts_of(octets_).count;
}

Name Name::parent() const {
    Name parent;
    if (!is_root()) parent.octets_ = octets_.substr(1 + length_at(octets_, 0));
    return parent;
}

std::optional<Name> Name::child(std::string_view label) const {
    const auto first = from_labels(std::array{label});
    return first ? first->before(*this) : std::nullopt;
}

std::optional<Name> Name::before(const Name& suffix) const {
    if (octets_.size() + suffix.octets_.size() + 1 > max_name_octets) return {};
    Name joined;
    joined.octets_ = octets_ + suffix.octets_;
    return joined;
}

bool Name::is_within(const Name& zone) const {
    if (zone.octets_.size() > octets_.size()) return false;
    const std::size_t start = octets_.size() - zone.octets_.size();
    std::size_t at = 0;
    while (at < start) at += 1 + length_at(octets_, at);
    return at == start && base::equal_ignoring_case(std::string_view(octets_).substr(start), zone.octets_);
}

// A length octet is at most 63, below every letter: without case, it compares as itself.
bool operator==(const Name& a, const Name& b) {
    return base::equal_ignoring_case(a.octets_, b.octets_);
}

std::strong_ordering operator<=>(const Name& a, const Name& b) {
    const Starts in_a = starts_of(a.octets_), in_b = starts_of(b.octets_);
    const std::size_t common = std::min(in_a.count, in_b.count);
    for (std::size_t i = 1; i <= common; ++i) {
        const auto label_a = label_at(a.octets_, in_a.at[in_a.count - i]);
        const auto label_b = label_at(b.octets_, in_b.at[in_b.count - i]);
        const auto order = compare_labels(label_a, label_b);
        if (order != 0) return order;
    }
    return in_a.count <=> in_b.count;
}

std::optional<Name> parse_name(std::string_view text) {
    constexpr std::size_t octets_a_escape = 4;  // \DDD
    if (text.empty() || text.size() > octets_a_escape * max_name_octets) return {};
    if (text == ".") return Name{};
    std::vector<std::string> labels(1);
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at++];
        if (c == '.') {
            if (labels.back().empty()) return {};
            if (at < text.size()) labels.emplace_back();
        } else if (c == '\\') {
            const auto octet = unescape(text, at);
            if (!octet) return {};
            labels.back() += *octet;
        } else {
            labels.back() += c;
        }
    }
    return Name::from_labels(std::vector<std::string_view>(labels.begin(), labels.end()));
}

std::string to_text(const Name& name) {
    if (name.is_root()) return ".";
    std::string text;
    for (const auto label : name.labels()) {
        if (!text.empty()) text += '.';
        append_label_text(text, label);
    }
    return text;
}

std::string to_absolute_text(const Name& name) {
    std::string text = to_text(name);
    if (!name.is_root()) text += '.';
    return text;
}

}  // namespace dns
