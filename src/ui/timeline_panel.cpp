#include "ui/timeline_panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace ui {

namespace {

// Design px.
constexpr float markers_height = 28, least_lane = 17, largest_lane = 26, labels_width = 190, handle = 9;

struct Scale {
    Box box;  // of the part that has a time axis
    double length = 1;
    float x(double seconds) const {
        return box.low.x + static_cast<float>(std::clamp(seconds / length, 0.0, 1.0)) * box.width();
    }
    double seconds(float at) const {
        return std::clamp(static_cast<double>((at - box.low.x) / std::max(1.0f, box.width())), 0.0, 1.0) *
               length;
    }
};

Icon icon_of(view::MarkerKind kind) {
    switch (kind) {
        case view::MarkerKind::accepted:
            return Icon::check;
        case view::MarkerKind::refused:
            return Icon::cross;
        case view::MarkerKind::deferred:
            return Icon::clock;
        case view::MarkerKind::delivered:
            return Icon::envelope;
        case view::MarkerKind::bounce:
            return Icon::arrow_left;
        case view::MarkerKind::lost:
            return Icon::warning;
        case view::MarkerKind::intervention:
            return Icon::plus;
        case view::MarkerKind::fault:
            return Icon::warning;
        case view::MarkerKind::mended:
            return Icon::play;
    }
    return Icon::check;
}

Color color_of(const Theme& theme, view::MarkerKind kind) {
    switch (kind) {
        case view::MarkerKind::accepted:
        case view::MarkerKind::delivered:
        case view::MarkerKind::mended:
            return theme.reply(ReplyClass::done);
        case view::MarkerKind::fault:
        case view::MarkerKind::refused:
        case view::MarkerKind::bounce:
            return theme.reply(ReplyClass::refused);
        case view::MarkerKind::deferred:
        case view::MarkerKind::lost:
            return theme.reply(ReplyClass::come_back);
        case view::MarkerKind::intervention:
            return theme.accent;
    }
    return theme.ink;
}

/// Five steps of one hue: the stages are an order, not five sorts.
Color color_of(const Theme& theme, smtp::Stage stage) {
    constexpr std::array<float, 5> depth{0.22f, 0.36f, 0.5f, 0.78f, 0.3f};
    return mixed(theme.room, theme.accent, depth[static_cast<std::size_t>(stage)]);
}

void draw_span(Panel& panel, const Scale& scale, const Box& lane, const view::LaneSpan& span, bool talks) {
    const Theme& theme = panel.theme();
    const Canvas canvas = panel.context.canvas();
    const float gap = panel.px(0.75f);
    const Box box{{scale.x(span.begin) + gap, lane.low.y},
                  {std::max(scale.x(span.end), scale.x(span.begin) + 3) - gap, lane.high.y}};
    const bool refused = span.kind == view::SpanKind::refused;
    const Color red = theme.reply(ReplyClass::refused);
    const Color fill = refused ? over(faded(red, 0.14f), theme.room)
                       : talks ? color_of(theme, span.stage)
                               : theme.tint(Role::dns);
    canvas.list->AddRectFilled(box.low, box.high, fill, panel.px(3));
    if (panel.hovered(span.event) || panel.selected(span.event))
        compat::add_rect(*canvas.list, box.low, box.high, theme.ink, panel.px(3), panel.px(1.5f));
    if (!talks) {
        compat::add_rect(*canvas.list, box.low, box.high, theme.role(Role::dns), panel.px(3), 1);
        return;
    }
    if (refused) {
        compat::add_rect(*canvas.list, box.low, box.high, red, panel.px(3), 1);
        if (box.width() >= panel.px(12)) draw_icon(canvas, Icon::cross, box.centre(), 12, red);
        return;
    }
    const Fonts& fonts = panel.context.fonts;
    const Face face =
        fonts.at(Family::regular, std::round(std::min(fonts.small.size * 0.9f, box.height() * 0.85f)));
    std::string word(smtp::to_text(span.stage));
    if (face.width_of(word) + panel.px(6) > box.width())
        word = std::to_string(static_cast<int>(span.stage) + 1);
    if (face.width_of(word) + panel.px(3) < box.width() && box.height() >= panel.px(13)) {
        const Color ink = contrast(theme.ink, fill) >= contrast(theme.room, fill) ? theme.ink : theme.room;
        draw_text_centred(canvas, box.centre(), face, ink, word);
    }
}

using Row = std::vector<const view::Lane*>;

/// Connections of the same two hosts that follow each other share a row: retries do not fill the window.
std::vector<Row> rows_of(const view::Timeline& timeline) {
    constexpr double touching = 1e-3;  // seconds
    std::vector<Row> rows;
    for (const view::Lane& lane : timeline.lanes) {
        const auto fits = [&](const Row& row) {
            const view::Lane& last = *row.back();
            const bool same = last.label == lane.label && (last.connection == 0) == (lane.connection == 0);
            if (!same || last.spans.empty() || lane.spans.empty()) return same;
            return last.spans.back().end <= lane.spans.front().begin + touching;
        };
        const auto found = std::find_if(rows.begin(), rows.end(), fits);
        if (found == rows.end())
            rows.push_back({&lane});
        else
            found->push_back(&lane);
    }
    return rows;
}

/// The first row in sight when only `room` are: the one that the playhead is in stays there.
std::size_t first_in_sight(const std::vector<Row>& rows, double position, std::size_t room) {
    if (rows.size() <= room) return 0;
    std::size_t current = 0;
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (const view::Lane* lane : rows[i])
            if (lane->connection != 0 && !lane->spans.empty() && lane->spans.front().begin <= position)
                current = i;
    return std::min(current > room / 2 ? current - room / 2 : 0, rows.size() - room);
}

void draw_row(Panel& panel, const Scale& scale, const Box& box, const Row& row, float left,
              std::size_t number) {
    const Theme& theme = panel.theme();
    const Canvas canvas = panel.context.canvas();
    const Fonts& fonts = panel.context.fonts;
    const Face face = fonts.at(Family::regular, std::round(std::min(fonts.small.size * 0.93f, box.height())));
    draw_text(canvas, {left, box.centre().y - face.size / 2}, face, theme.dim,
              fitted(row.front()->label, face, scale.box.low.x - left - panel.px(grid)));
    const float y = std::round(box.centre().y) + 0.5f;
    draw_line(canvas, {scale.box.low.x, y}, {scale.box.high.x, y}, 1, theme.rule);
    for (const view::Lane* lane : row)
        for (const view::LaneSpan& span : lane->spans)
            draw_span(panel, scale, box, span, lane->connection != 0);
    mark_box(panel.context.marks, fmt::format("lane {}", number),
             {{scale.box.low.x, box.low.y}, {scale.box.high.x, box.high.y}});
}

void draw_markers(Panel& panel, const Scale& scale, float top) {
    const Canvas canvas = panel.context.canvas();
    const float y = top + panel.px(markers_height) / 2, side = panel.px(20);
    float last = -1e9f;
    for (const view::Marker& marker : panel.scene.timeline.markers) {
        // Markers of one moment stand side by side.
        const float x = std::max(scale.x(marker.at), last + side * 0.9f);
        last = x;
        const Box box = box_around({x, y}, side, side);
        const Touch at = touch(panel.context, fmt::format("marker {}", marker.event), box, marker.text);
        if (at.over()) panel.state.hovered_next = marker.event;
        if (at.pressed()) {
            panel.want(view::SeekToEvent{marker.event});
            panel.want(view::Select{marker.event});
        }
        const Color color = color_of(panel.theme(), marker.kind);
        canvas.list->AddCircleFilled(box.centre(), side / 2,
                                     over(faded(color, at.over() ? 0.3f : 0.14f), panel.theme().room), 24);
        draw_icon(canvas, icon_of(marker.kind), box.centre(), 15, color);
        draw_line(canvas, {scale.x(marker.at), box.high.y}, {scale.x(marker.at), scale.box.high.y}, 1,
                  faded(color, 0.5f));
    }
}

void draw_playhead(const Panel& panel, const Scale& scale, const Box& box) {
    const Canvas canvas = panel.context.canvas();
    const Color accent = panel.theme().accent;
    const float x = std::round(scale.x(panel.scene.timeline.position));
    draw_line(canvas, {x, box.low.y + panel.px(handle)}, {x, box.high.y}, 2.5f, accent);
    const float half = panel.px(handle) * 0.9f, top = box.low.y;
    const ImVec2 knob[] = {{x - half, top},
                           {x + half, top},
                           {x + half, top + panel.px(handle)},
                           {x, top + panel.px(2 * handle)},
                           {x - half, top + panel.px(handle)}};
    canvas.list->AddConvexPolyFilled(knob, 5, accent);
    if (panel.context.marks != nullptr)
        mark_box(panel.context.marks, "playhead",
                 box_around({x, top + panel.px(handle)}, panel.px(2 * handle), panel.px(2 * handle)));
}

/// A row and where it is drawn.
struct Drawn {
    const Row* row;
    Box box;
};

std::string help_at(Panel& panel, const Scale& scale, const std::vector<Drawn>& rows, Point pointer) {
    std::string text = "Press to go there, drag to wind forth and back (Left, Right, Home, End)";
    for (const Drawn& drawn : rows) {
        if (!drawn.box.contains(pointer)) continue;
        for (const view::Lane* lane : *drawn.row)
            for (const view::LaneSpan& span : lane->spans) {
                if (pointer.x < scale.x(span.begin) || pointer.x >= scale.x(span.end)) continue;
                panel.state.hovered_next = span.event;
                if (span.kind == view::SpanKind::refused)
                    return fmt::format("{}: refused, nobody listens there. {}", lane->label, text);
                return lane->connection == 0
                           ? fmt::format("Names and waiting. {}", text)
                           : fmt::format("{}: {}. {}", lane->label, smtp::to_text(span.stage), text);
            }
    }
    return text;
}

/// The whole axis is one handle: pressing goes there, dragging scrubs.
void follow_pointer(Panel& panel, const Scale& scale, const std::vector<Drawn>& lanes) {
    const Point pointer = ImGui::GetIO().MousePos;
    const bool over = scale.box.contains(pointer) && ImGui::IsWindowHovered();
    const Touch at = touch(panel.context, "timeline", scale.box,
                           over ? help_at(panel, scale, lanes, pointer) : std::string());
    if (at.is != Touch::Is::held) return;
    const double wanted = scale.seconds(ImGui::GetIO().MousePos.x);
    if (std::abs(wanted - panel.scene.timeline.position) > 1e-6) panel.want(view::SeekTo{wanted});
}

}  // namespace

void draw_timeline(Panel& panel, const Box& box) {
    const view::Timeline& timeline = panel.scene.timeline;
    const float labels = box.width() > panel.px(520) ? panel.px(labels_width) : panel.px(grid);
    const Scale scale{{{box.low.x + labels, box.low.y}, {box.high.x - panel.px(1.5f * grid), box.high.y}},
                      timeline.length > 0 ? timeline.length : 1};
    const float top = box.low.y + panel.px(markers_height);
    draw_markers(panel, scale, box.low.y);
    if (timeline.lanes.empty())
        draw_text(panel.context.canvas(), {scale.box.low.x, top}, panel.context.fonts.small,
                  panel.theme().dim, "No host has spoken to another in this run.");
    const std::vector<Row> rows = rows_of(timeline);
    const float high = box.high.y - top;
    const auto room = static_cast<std::size_t>(std::max(1.0f, std::floor(high / panel.px(least_lane))));
    const std::size_t first = first_in_sight(rows, timeline.position, room),
                      count = std::min(room, rows.size());
    const float pitch =
        std::min(panel.px(largest_lane), high / static_cast<float>(std::max<std::size_t>(1, count)));
    const float left = labels > panel.px(grid) ? box.low.x : scale.box.low.x;
    std::vector<Drawn> drawn;
    for (std::size_t i = 0; i < count; ++i) {
        const float low = top + pitch * static_cast<float>(i), gap = panel.px(1.5f);
        const Box lane{{box.low.x, low + gap}, {box.high.x, low + pitch - gap}};
        draw_row(panel, scale, lane, rows[first + i], left, first + i);
        drawn.push_back({&rows[first + i], lane});
    }
    follow_pointer(panel, scale, drawn);
    draw_playhead(panel, scale, box);
}

}  // namespace ui
