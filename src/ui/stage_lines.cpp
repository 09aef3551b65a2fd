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

/// TLS: the line runs inside an opaque tube that ends inside each host.
void draw_tube(const Canvas& canvas, const Curve& curve) {
    const Theme& theme = *canvas.theme;
    draw_part_of_curve(canvas, curve, 0, 1, 20, mixed(theme.room, theme.ink, 0.62f));
    draw_part_of_curve(canvas, curve, 0, 1, 17, mixed(theme.room, theme.ink, 0.16f));
    const Point sign = curve.at(0.5f) + Point{0, canvas.px(62)};
    const Face face = canvas.fonts->at(Family::strong, std::round(canvas.px(12)));
    constexpr std::string_view word = "sealed (TLS)";
    const float wide = face.width_of(word) + canvas.px(18);
    draw_icon(canvas, Icon::lock, {sign.x - wide / 2 + canvas.px(8), sign.y}, 16, theme.ink);
    draw_text(canvas, {sign.x - wide / 2 + canvas.px(18), sign.y - face.size / 2}, face, theme.ink, word);
}

std::string_view word_of(view::StageCable::State state) {
    switch (state) {
        case view::StageCable::State::cut:
            return "line cut";
        case view::StageCable::State::slow:
            return "slow line";
        case view::StageCable::State::lossy:
            return "loses packets";
    }
    return "";
}

/// What the packets travel on is broken or bad: its own sign above the way.
void draw_cable(Panel& panel, const StageMap& map, const Canvas& canvas, const view::StageCable& cable) {
    using State = view::StageCable::State;
    const Curve curve = way_between(map, cable.a, cable.b);
    const Theme& theme = panel.theme();
    const bool cut = cable.state == State::cut;
    const Color color = theme.reply(cut ? ReplyClass::refused : ReplyClass::come_back);
    const Point middle = curve.at(0.5f);
    if (cut) {
        draw_part_of_curve(canvas, curve, 0, 0.44f, 5, color);
        draw_part_of_curve(canvas, curve, 0.56f, 1, 5, color);
        canvas.list->AddCircleFilled(middle, canvas.px(13), theme.room, 24);
        draw_icon(canvas, Icon::cross, middle, 24, color);
    } else {
        draw_hatched_curve(canvas, curve, 12, color);
    }
    const Face face = canvas.fonts->at(Family::strong, std::round(canvas.px(13)));
    const Point sign = middle - Point{0, canvas.px(24)};
    const float wide = face.width_of(word_of(cable.state)) + canvas.px(30), high = canvas.px(22);
    const Box plate = box_around(sign, wide, high);
    canvas.list->AddRectFilled(plate.low, plate.high, theme.room, high / 2);
    compat::add_rect(*canvas.list, plate.low, plate.high, color, high / 2, canvas.px(1.5f));
    draw_icon(canvas, cable.state == State::slow ? Icon::clock : Icon::warning,
              {plate.low.x + canvas.px(13), sign.y}, 15, color);
    draw_text(canvas, {plate.low.x + canvas.px(24), sign.y - face.size / 2}, face, theme.ink,
              word_of(cable.state));
    touch_event(panel, fmt::format("cable {} {}", cable.a, cable.b), plate, cable.event,
                fmt::format("The line between {} and {}: {}", label_of(panel, cable.a),
                            label_of(panel, cable.b), word_of(cable.state)));
}

bool is_down(const Panel& panel, view::HostId id) {
    const view::StageHost* host = host_of(panel.scene, id);
    return host != nullptr && host->power == view::StageHost::Power::down;
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
            if (is_down(panel, line.client) || is_down(panel, line.server)) {  // only one end is left
                draw_dashed_curve(canvas, curve, 2, theme.dim, 5, 6);
                break;
            }
            if (line.seal == view::StageLine::Seal::sealed) draw_tube(canvas, curve);
            if (current && line.seal == view::StageLine::Seal::clear)
                draw_gradient_curve(canvas, curve, 10, faded(client, 0.16f), faded(server, 0.16f));
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
    touch_event(panel, fmt::format("line {}", line.connection), middle, line.event,
                fmt::format("The connection of {} (client) to {} (server), port {}: {}",
                            label_of(panel, line.client), label_of(panel, line.server), line.port,
                            line.seal == view::StageLine::Seal::sealed ? "open, sealed by TLS"
                                                                       : word_of(line.state)));
}

}  // namespace

void draw_lines(Panel& panel, const StageMap& map) {
    const Canvas canvas = panel.context.canvas().scaled(map.scale / panel.context.unit);
    for (const view::StageLine& line : panel.scene.lines)
        if (map.of(line.client) != nullptr && map.of(line.server) != nullptr)
            draw_line_of(panel, map, canvas, line);
    // On top: what the packets travel on is broken, whatever the two ends believe.
    for (const view::StageCable& cable : panel.scene.cables)
        if (map.of(cable.a) != nullptr && map.of(cable.b) != nullptr) draw_cable(panel, map, canvas, cable);
}

}  // namespace ui
