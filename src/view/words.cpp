#include "view/words.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace view {
namespace {

constexpr std::size_t longest_line_shown = 512;  // octets; as narrate tells them

}  // namespace

std::string code_text(std::uint16_t code, smtp::EnhancedCode enhanced) {
    std::string text = code > 0 ? fmt::format("{}", code) : std::string();
    if (enhanced) text += (text.empty() ? "" : " ") + smtp::to_text(enhanced);
    return text;
}

std::string first_line(std::string_view octets) {
    while (!octets.empty() && (octets.back() == '\n' || octets.back() == '\r')) octets.remove_suffix(1);
    const auto end = octets.find('\n');
    if (end == std::string_view::npos) return base::visible(octets.substr(0, longest_line_shown));
    const auto more = std::count(octets.begin(), octets.end(), '\n');
    std::string_view first = octets.substr(0, end);
    if (first.ends_with('\r')) first.remove_suffix(1);
    return fmt::format("{} (+{} {})", base::visible(first.substr(0, longest_line_shown)), more, more == 1 ? "line" : "lines");
}

std::string short_record(std::string_view records) {
    constexpr std::size_t before_type = 3;  // name, lifetime, class
    const auto parts = base::words(records.substr(0, records.find('\n')));
    std::string text;
    for (std::size_t part = before_type; part < parts.size(); ++part) text += (text.empty() ? "" : " ") + base::visible(parts[part]);
    return text;
}

std::string first_sentence(std::string_view text) {
    const auto end = text.find(". ");
    return std::string(end == std::string_view::npos ? text : text.substr(0, end + 1));
}

}  // namespace view
