#include "ui/stage_lines.h"

#include <fmt/format.h>

#include <string>

namespace ui {

namespace {

std::string_view word_of(view::LineState state) {
    switch (state) {
        case view::LineState::opening:
            return "opening";
        case view::LineState::open:
            return "open";
        case view::LineState::closing:
            return "closing";
        case view::LineState::closed:
            return "closed";
        case view::LineState::reset:
            return "cut off";
        case view::LineState::refused:
            return "refused";
    }
    return "";
}

/// Which end speaks as client and which as server, and at which port.
void draw_ends(const Canvas& canvas, const Curve& curve, const view::StageLine& line, Color client,
               Color server) {
    const Theme& theme = *canvas.theme;
    const Face face = canvas.fonts->at(Family::strong, std::round(canvas.px(11)));
    const auto badge = [&](Point at, std::string_view letter, Color hue) {
        canvas.list->AddCircleFilled(at, canvas.px(9), theme.room, 24);
        canvas.list->AddCircle(at, canvas.px(9), hue, 24, canvas.px(1.5f));
        draw_text_centred(canvas, at, face, theme.ink, letter);
    };
    const float lead = canvas.px(13);
    const Point from = curve.from + curve.direction(0) * lead, to = curve.to - curve.direction(1) * lead;
    badge(from, "C", client);
    badge(to, "S", server);
    const Face small = canvas.fonts->at(Family::mono, std::round(canvas.px(12)));
    const Point middle = curve.at(0.5f);
    if (line.port != 0)
        draw_text_centred(canvas, middle + Point{0, canvas.px(37)}, small, theme.dim,
                          fmt::format("port {}", line.port));
}

void draw_broken(const Canvas& canvas, const Curve& curve, Color color, view::LineState state) {
    draw_dashed_curve(canvas, curve, 2, color, 5, 6);
    const Point middle = curve.at(0.5f);
    canvas.list->AddCircleFilled(middle, canvas.px(13), canvas.theme->room, 24);
    draw_icon(canvas, Icon::cross, middle, 22, color);
    const Face face = canvas.fonts->at(Family::strong, std::round(canvas.px(13)));
    draw_text_centred(canvas, middle + Point{0, canvas.px(22)}, face, color, word_of(state));
}

void draw_line_of(Panel& panel, const StageMap& map, const Canvas& canvas, const view::StageLine& line) {
    if (line.state == view::LineState::closed) return;
    const Curve curve = way_between(map, line.client, line.server);
    const Theme& theme = panel.theme();
    const Color client = hue_of(panel, line.client), server = hue_of(panel, line.server);
    const bool current = line.focus == view::StageLine::Focus::current;
    switch (line.state) {
        case view::LineState::opening:
        case view::LineState::closing:
            draw_dashed_curve(canvas, curve, 2.5f, mixed(client, server, 0.5f), 8, 6);
            break;
        case view::LineState::open:
            if (current) draw_gradient_curve(canvas, curve, 10, faded(client, 0.16f), faded(server, 0.16f));
            draw_gradient_curve(canvas, curve, current ? 4 : 2, current ? client : faded(client, 0.6f),
                                current ? server : faded(server, 0.6f));
            break;
        case view::LineState::reset:
        case view::LineState::refused:
            draw_broken(canvas, curve, theme.reply(ReplyClass::refused), line.state);
            break;
        case view::LineState::closed:
            break;
    }
    if (line.state == view::LineState::open || line.state == view::LineState::opening)
        draw_ends(canvas, curve, line, client, server);
    const Box middle = box_around(curve.at(0.5f), canvas.px(40), canvas.px(22));
    touch_event(
        panel, fmt::format("line {}", line.connection), middle, line.event,
        fmt::format("The connection of {} (client) to {} (server), port {}: {}", label_of(panel, line.client),
                    label_of(panel, line.server), line.port, word_of(line.state)));
}

}  // namespace

void draw_lines(Panel& panel, const StageMap& map) {
    const Canvas canvas = panel.context.canvas().scaled(map.scale / panel.context.unit);
    for (const view::StageLine& line : panel.scene.lines)
        if (map.of(line.client) != nullptr && map.of(line.server) != nullptr)
            draw_line_of(panel, map, canvas, line);
}

}  // namespace ui
