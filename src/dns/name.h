// A domain name: up to 127 labels of 1 to 63 octets, 255 octets in all (RFC 1035 2.3.4). Any octet may stand
// in a label (RFC 2181 11), so underscores do; whether it is a good host name is asked elsewhere. ASCII
// letters compare without case and are shown as they were written (RFC 4343). Knows no zone, no message and
// no relative name.
#pragma once
#include <compare>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dns {

inline constexpr std::size_t max_label_octets = 63;  // RFC 1035 2.3.4
inline constexpr std::size_t max_name_octets = 255;  // RFC 1035 2.3.4: length octets and the root's included

// 1. octets_ is the wire form without the root's zero octet: at most 254 octets, each label 1 to 63 long.
class Name {
public:
    /// The root.
    Name() = default;

    /// The labels from left to right; nothing when one is empty or too long, or all are too long together.
    static std::optional<Name> from_labels(std::span<const std::string_view> labels);

    /// From left to right; none for the root. The views last as long as this name.
    std::vector<std::string_view> labels() const;
    std::size_t label_count() const;
    bool is_root() const { return octets_.empty(); }

    /// Without its first label; the root's parent is the root.
    Name parent() const;

    /// `label` before this name; nothing when that is no name.
    std::optional<Name> child(std::string_view label) const;

    /// This name, taken as relative, before `suffix`; nothing when that is too long.
    std::optional<Name> before(const Name& suffix) const;

    /// Is it `zone` or below it? Everything is within the root.
    bool is_within(const Name& zone) const;

    /// Length octets and labels, without the root's zero octet (RFC 1035 3.1).
    std::string_view wire() const { return octets_; }

    /// Without case.
    friend bool operator==(const Name& a, const Name& b);
    /// The canonical order of RFC 4034 6.1: a name comes right before all that is below it.
    friend std::strong_ordering operator<=>(const Name& a, const Name& b);

private:
    std::string octets_;
};

/// "mx.dest.example", with or without the last dot; "." is the root. \DDD and \X escape an octet (RFC
/// 1035 5.1). Nothing when a label is empty or too long, the name is too long, an escape is wrong, or there
/// is no text.
std::optional<Name> parse_name(std::string_view text);

/// Without the last dot; the root is ".". Octets that would be misread are escaped.
std::string to_text(const Name& name);

/// With the last dot, as a master file wants it.
std::string to_absolute_text(const Name& name);

}  // namespace dns
