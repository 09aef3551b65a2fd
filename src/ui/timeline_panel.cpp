#include "ui/timeline_panel.h"

#include <fmt/format.h>

#include <cmath>
#include <string>

namespace ui {

namespace {

// Design px.
constexpr float markers_height = 28, least_lane = 10, largest_lane = 26, labels_width = 190, handle = 9;

struct Scale {
    Box box;  // of the part that has a time axis
    double length = 1;
    float x(double seconds) const {
        return box.low.x + static_cast<float>(std::clamp(seconds / length, 0.0, 1.0)) * box.width();
    }
    double seconds(float at) const {
        return std::clamp(static_cast<double>((at - box.low.x) / std::max(1.0f, box.width())), 0.0, 1.0) * length;
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
    }
    return Icon::check;
}

Color color_of(const Theme& theme, view::MarkerKind kind) {
    switch (kind) {
        case view::MarkerKind::accepted:
        case view::MarkerKind::delivered:
            return theme.reply(ReplyClass::done);
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

void draw_span(Panel& panel, const Scale& scale, const Box& lane, const view::LaneSpan& span) {
    const Theme& theme = panel.theme();
    const Canvas canvas = panel.context.canvas();
    const float gap = panel.px(0.75f);
    const Box box{{scale.x(span.begin) + gap, lane.low.y}, {std::max(scale.x(span.end), scale.x(span.begin) + 3) - gap, lane.high.y}};
    const Color fill = color_of(theme, span.stage);
    canvas.list->AddRectFilled(box.low, box.high, fill, panel.px(3));
    if (panel.hovered(span.event) || panel.selected(span.event))
        compat::add_rect(*canvas.list, box.low, box.high, theme.ink, panel.px(3), panel.px(1.5f));
    const std::string_view word = smtp::to_text(span.stage);
    const Face face = panel.context.fonts.at(Family::regular, std::round(std::min(panel.context.fonts.small.size * 0.9f, box.height() * 0.85f)));
    if (face.width_of(word) + panel.px(6) < box.width() && box.height() >= panel.px(13)) {
        const Color ink = contrast(theme.ink, fill) >= contrast(theme.room, fill) ? theme.ink : theme.room;
        draw_text_centred(canvas, box.centre(), face, ink, word);
    }
}

void draw_lane(Panel& panel, const Scale& scale, const Box& lane, const view::Lane& what, float left, std::size_t number) {
    const Theme& theme = panel.theme();
    const Canvas canvas = panel.context.canvas();
    const Face face = panel.context.fonts.at(Family::regular, std::round(std::min(panel.context.fonts.small.size * 0.93f, lane.height() * 0.95f)));
    draw_text(canvas, {left, lane.centre().y - face.size / 2}, face, theme.dim,
              fitted(what.label, face, scale.box.low.x - left - panel.px(grid)));
    const float y = std::round(lane.centre().y) + 0.5f;
    draw_line(canvas, {scale.box.low.x, y}, {scale.box.high.x, y}, 1, theme.rule);
    for (const view::LaneSpan& span : what.spans) draw_span(panel, scale, lane, span);
    mark_box(panel.context.marks, fmt::format("lane {}", number), {{scale.box.low.x, lane.low.y}, {scale.box.high.x, lane.high.y}});
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
        canvas.list->AddCircleFilled(box.centre(), side / 2, over(faded(color, at.over() ? 0.3f : 0.14f), panel.theme().room), 24);
        draw_icon(canvas, icon_of(marker.kind), box.centre(), 15, color);
        draw_line(canvas, {scale.x(marker.at), box.high.y}, {scale.x(marker.at), scale.box.high.y}, 1, faded(color, 0.5f));
    }
}

void draw_playhead(const Panel& panel, const Scale& scale, const Box& box) {
    const Canvas canvas = panel.context.canvas();
    const Color accent = panel.theme().accent;
    const float x = std::round(scale.x(panel.scene.timeline.position));
    draw_line(canvas, {x, box.low.y + panel.px(handle)}, {x, box.high.y}, 2.5f, accent);
    const float half = panel.px(handle) * 0.9f, top = box.low.y;
    const ImVec2 knob[] = {{x - half, top}, {x + half, top}, {x + half, top + panel.px(handle)},
                           {x, top + panel.px(2 * handle)}, {x - half, top + panel.px(handle)}};
    canvas.list->AddConvexPolyFilled(knob, 5, accent);
    if (panel.context.marks != nullptr)
        mark_box(panel.context.marks, "playhead", box_around({x, top + panel.px(handle)}, panel.px(2 * handle), panel.px(2 * handle)));
}

/// The whole axis is one handle: pressing goes there, dragging scrubs.
void follow_pointer(Panel& panel, const Scale& scale) {
    const Touch at = touch(panel.context, "timeline", scale.box,
                           "Press to go there, drag to wind forth and back (Left, Right, Home, End)");
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
    const auto count = static_cast<float>(std::max<std::size_t>(1, timeline.lanes.size()));
    const float pitch = std::min(panel.px(largest_lane), (box.high.y - top) / count);
    if (timeline.lanes.empty())
        draw_text(panel.context.canvas(), {scale.box.low.x, top}, panel.context.fonts.small, panel.theme().dim,
                  "No host has spoken to another in this run.");
    for (std::size_t i = 0; i < timeline.lanes.size(); ++i) {
        const float low = top + pitch * static_cast<float>(i);
        if (low + std::min(pitch, panel.px(least_lane)) > box.high.y + 1) break;
        const Box lane{{box.low.x, low + panel.px(1.5f)}, {box.high.x, low + std::max(pitch, panel.px(least_lane)) - panel.px(1.5f)}};
        draw_lane(panel, scale, lane, timeline.lanes[i], labels > panel.px(grid) ? box.low.x : scale.box.low.x, i);
    }
    follow_pointer(panel, scale);
    draw_playhead(panel, scale, box);
}

}  // namespace ui
