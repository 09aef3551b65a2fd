#include "view/words.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace view {
namespace {

constexpr std::size_t longest_line_shown = 512;  // octets; as narrate tells them

constexpr std::int64_t nanoseconds_a_second = 1'000'000'000;

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
    return fmt::format("{} (+{} {})", base::visible(first.substr(0, longest_line_shown)), more,
                       more == 1 ? "line" : "lines");
}

std::string short_record(std::string_view records) {
    constexpr std::size_t before_type = 3;  // name, lifetime, class
    const auto parts = base::words(records.substr(0, records.find('\n')));
    std::string text;
    for (std::size_t part = before_type; part < parts.size(); ++part)
        text += (text.empty() ? "" : " ") + base::visible(parts[part]);
    if (text.ends_with('.')) text.pop_back();  // the root, which people do not write
    return text;
}

std::string countdown(base::Duration wait) {
    const std::int64_t seconds =
        std::max<std::int64_t>(0, (wait.nanoseconds + nanoseconds_a_second - 1) / nanoseconds_a_second);
    if (seconds < 120) return fmt::format("{} s", seconds);
    if (seconds < 7200) return fmt::format("{} min", (seconds + 59) / 60);
    return fmt::format("{} h", (seconds + 3599) / 3600);
}

std::string first_sentence(std::string_view text) {
    const auto end = text.find(". ");
    return std::string(end == std::string_view::npos ? text : text.substr(0, end + 1));
}

}  // namespace view
