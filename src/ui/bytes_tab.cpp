// The Bytes tab: octets as hexadecimal digits and as text, side by side, in the colours of their tokens. The
// wheel scrolls by lines.
#include <fmt/format.h>

#include <cmath>
#include <string>

#include "base/text.h"
#include "ui/inspector_panel.h"

namespace ui {

namespace {

constexpr std::size_t octets_a_row = 16;  // of view::BytesRow
constexpr float lines_a_notch = 3;        // of the wheel

struct Metrics {
    Face face;
    float letter = 0, pitch = 0;
    std::vector<std::size_t> numbers;   // of the tokens
    std::size_t octets = octets_a_row;  // on a line here: 16, or 8 where there is no room for them
    float hex_at(std::size_t i) const {
        return letter * (5.5f + 3 * static_cast<float>(i) + (i >= 8 ? 0.5f : 0.0f));
    }
    float text_at(std::size_t i) const { return hex_at(octets) + letter * (0.5f + static_cast<float>(i)); }
};

Metrics metrics_for(const Panel& panel, float width) {
    Metrics metrics;
    const Fonts& fonts = panel.context.fonts;
    metrics.face = fonts.mono;
    metrics.letter = metrics.face.width_of("0");
    if (metrics.text_at(octets_a_row) > width) metrics.octets = octets_a_row / 2;
    if (metrics.text_at(metrics.octets) > width) {
        const float share = width / metrics.text_at(metrics.octets);
        metrics.face = fonts.at(Family::mono, std::max(10.0f, std::floor(fonts.mono.size * share)));
        metrics.letter = metrics.face.width_of("0");
    }
    metrics.pitch = std::round(metrics.face.size * 1.5f);
    return metrics;
}

void draw_line_of(Panel& panel, const Metrics& metrics, Point at, const view::BytesRow& row,
                  std::size_t begin) {
    const Canvas canvas = panel.context.canvas();
    const Theme& theme = panel.theme();
    draw_text(canvas, at, metrics.face, theme.dim, fmt::format("{:04x}", row.offset + begin));
    const std::size_t end = std::min(row.octets.size(), begin + metrics.octets);
    for (std::size_t i = begin; i < end; ++i) {
        const std::size_t column = i - begin;
        const auto octet = static_cast<unsigned char>(row.octets[i]);
        const std::uint8_t token = i < row.token.size() ? row.token[i] : 0;
        const float x = at.x + metrics.hex_at(column), t = at.x + metrics.text_at(column);
        const std::size_t number =
            token > 0 && token <= metrics.numbers.size() ? metrics.numbers[token - 1] : 0;
        if (number > 0) {
            const Color hue = token_color(theme, number);
            const float low = at.y + metrics.face.size + panel.px(1), high = low + panel.px(2.5f);
            const bool joined = i + 1 < end && i + 1 < row.token.size() && row.token[i + 1] == token;
            canvas.list->AddRectFilled({x, low}, {x + metrics.letter * (joined ? 3.0f : 2.0f), high}, hue);
            canvas.list->AddRectFilled({t, low}, {t + metrics.letter, high}, hue);
        }
        const bool seen = base::is_printable(static_cast<char>(octet));
        draw_text(canvas, {x, at.y}, metrics.face, theme.ink, fmt::format("{:02x}", octet));
        const char shown[] = {seen ? static_cast<char>(octet) : '.', 0};
        draw_text(canvas, {t, at.y}, metrics.face, seen ? theme.ink : theme.dim, shown);
    }
}

void follow_wheel(Panel& panel, const Box& box, std::uint32_t fit) {
    if (!ImGui::IsWindowHovered() || !box.contains(ImGui::GetIO().MousePos)) return;
    const float wheel = ImGui::GetIO().MouseWheel;
    if (wheel == 0) return;
    const view::BytesView& bytes = panel.scene.inspector.bytes;
    const float last = bytes.total > fit ? static_cast<float>(bytes.total - fit) : 0;
    const float first =
        std::clamp(static_cast<float>(bytes.first) - std::round(wheel * lines_a_notch), 0.0f, last);
    panel.want(view::ScrollBytes{static_cast<std::uint32_t>(first)});
}

}  // namespace

void draw_bytes_tab(Panel& panel, const Box& inside) {
    const view::BytesView& bytes = panel.scene.inspector.bytes;
    const Fonts& fonts = panel.context.fonts;
    const Theme& theme = panel.theme();
    if (bytes.rows.empty()) {
        paragraph(fonts.body, theme.dim,
                  "Nothing of this is on the wire. Select a command, a reply or a packet: its octets "
                  "stand here.");
        return;
    }
    paragraph(fonts.small, theme.dim, bytes.heading);
    if (!bytes.opened.empty()) {
        paragraph(fonts.small, theme.dim, "What the receiver reads when it has opened them:");
        paragraph(fonts.mono, theme.ink, bytes.opened);
        paragraph(fonts.small, theme.dim, "What anybody on the way sees:");
    }
    Metrics metrics = metrics_for(panel, inside.width());
    metrics.numbers = token_numbers(bytes.tokens);
    Point at = ImGui::GetCursorScreenPos();
    const std::size_t lines_a_row = octets_a_row / metrics.octets;
    const float row_height = metrics.pitch * static_cast<float>(lines_a_row);
    const float room = inside.high.y - at.y;
    const auto fit = static_cast<std::uint32_t>(std::max(1.0f, std::floor(room / row_height)));
    follow_wheel(panel, {{inside.low.x, at.y}, inside.high}, fit);
    mark_box(panel.context.marks, "bytes", {at, inside.high});
    for (std::size_t i = 0; i < bytes.rows.size() && i < fit; ++i)
        for (std::size_t begin = 0; begin < std::max<std::size_t>(1, bytes.rows[i].octets.size());
             begin += metrics.octets) {
            draw_line_of(panel, metrics, at, bytes.rows[i], begin);
            at.y += metrics.pitch;
        }
    if (bytes.total > fit) {
        const std::string more = fmt::format("lines {} to {} of {}; the wheel scrolls", bytes.first + 1,
                                             std::min(bytes.total, bytes.first + fit), bytes.total);
        draw_text(panel.context.canvas(), {inside.low.x, inside.high.y + panel.px(1)},
                  fonts.at(Family::regular, std::round(fonts.small.size * 0.85f)), theme.dim, more);
    }
}

}  // namespace ui
