#include "ui/office.h"

#include <array>
#include <cmath>

#include "ui/compat.h"

namespace ui {

namespace {

constexpr float half_turn = 3.14159265f;

void fill(const Canvas& canvas, std::initializer_list<Point> points, Color color, Color edge) {
    std::vector<ImVec2> screen(points.begin(), points.end());
    const int count = static_cast<int>(screen.size());
    canvas.list->AddConvexPolyFilled(screen.data(), count, color);
    compat::add_polyline(*canvas.list, screen.data(), count, edge, std::max(1.0f, canvas.px(1)),
                         compat::Ends::closed);
}

Color shaded(const Theme& theme, Role owner, float share) {
    return mixed(theme.room, theme.role(owner), share);
}

float label_size(const Box& box) {
    return std::round(box.height() * 0.17f);
}

void draw_label(const Canvas& canvas, const Box& plate, std::string_view label, float size) {
    const Theme& theme = *canvas.theme;
    canvas.list->AddRectFilled(plate.low, plate.high, theme.letter, canvas.px(2));
    compat::add_rect(*canvas.list, plate.low, plate.high, theme.paper_edge, canvas.px(2),
                     std::max(1.0f, canvas.px(1)));
    if (size < 8) return;
    const Face face = canvas.fonts->at(Family::regular, size);
    draw_text_centred(canvas, plate.centre(), face, theme.paper_ink,
                      fitted(label, face, plate.width() - size * 0.6f));
}

}  // namespace

void draw_tray_back(const Canvas& canvas, const Box& box, Role owner) {
    const Theme& theme = *canvas.theme;
    const Color edge = theme.role(owner);
    draw_soft_shadow(canvas, {box.at(0, 0.5f), box.high + Point{0, canvas.px(4)}}, corner_radius, 12,
                     theme.shadow);
    fill(canvas, {box.at(0.1f, 0.28f), box.at(0.9f, 0.28f), box.at(1, 0.62f), box.at(0, 0.62f)},
         shaded(theme, owner, 0.42f), edge);
    fill(canvas, {box.at(0.1f, 0.28f), box.at(0.9f, 0.28f), box.at(0.92f, 0.36f), box.at(0.08f, 0.36f)},
         shaded(theme, owner, 0.3f), edge);
}

void draw_tray_front(const Canvas& canvas, const Box& box, Role owner, std::string_view label) {
    const Theme& theme = *canvas.theme;
    const Box lip{box.at(0, 0.56f), box.high};
    const float corner = canvas.px(corner_radius);
    canvas.list->AddRectFilled(lip.low, lip.high, shaded(theme, owner, 0.22f), corner);
    compat::add_rect(*canvas.list, lip.low, lip.high, theme.role(owner), corner, canvas.px(1.5f));
    const float size = label_size(box);
    draw_label(canvas, box_around(lip.centre(), lip.width() * 0.7f, lip.height() * 0.62f), label, size);
}

void draw_tray(const Canvas& canvas, const Box& box, Role owner, std::string_view label) {
    draw_tray_back(canvas, box, owner);
    draw_tray_front(canvas, box, owner, label);
}

void draw_mailbox(const Canvas& canvas, const Box& box, Role owner, Flag flag, std::string_view label) {
    const Theme& theme = *canvas.theme;
    const Color hue = theme.role(owner), body = shaded(theme, owner, 0.24f);
    const Box shell{box.at(0.04f, 0.1f), box.at(0.86f, 1)};
    draw_soft_shadow(canvas, {shell.at(0, 0.5f), shell.high + Point{0, canvas.px(4)}}, corner_radius, 12,
                     theme.shadow);
    // A rounded roof on straight walls.
    const float roof = shell.width() / 2, spring = std::min(shell.low.y + roof * 0.8f, shell.high.y);
    const float foot = std::min(canvas.px(3), shell.width() / 4);
    std::vector<ImVec2> outline{
        Point{shell.high.x, shell.high.y - foot}, Point{shell.high.x - foot, shell.high.y},
        Point{shell.low.x + foot, shell.high.y}, Point{shell.low.x, shell.high.y - foot}};
    constexpr int steps = 32;
    for (int i = 0; i <= steps; ++i) {
        const float angle = half_turn * (1 + static_cast<float>(i) / steps);
        outline.push_back(
            {shell.centre().x + std::cos(angle) * roof, spring + std::sin(angle) * (spring - shell.low.y)});
    }
    canvas.list->AddConvexPolyFilled(outline.data(), static_cast<int>(outline.size()), body);
    compat::add_polyline(*canvas.list, outline.data(), static_cast<int>(outline.size()), hue, canvas.px(1.5f),
                         compat::Ends::closed);
    // The slot, with the edge of a letter in it when there is mail.
    const Box slot = box_around(shell.at(0.5f, 0.42f), shell.width() * 0.56f, shell.height() * 0.075f);
    if (flag == Flag::up) {
        const Box peek{slot.low + Point{slot.width() * 0.12f, -slot.height() * 1.9f},
                       {slot.high.x - slot.width() * 0.12f, slot.centre().y}};
        canvas.list->AddRectFilled(peek.low, peek.high, theme.letter, canvas.px(1));
        compat::add_rect(*canvas.list, peek.low, peek.high, theme.paper_edge, canvas.px(1),
                         std::max(1.0f, canvas.px(1)));
    }
    canvas.list->AddRectFilled(slot.low, slot.high, mixed(shaded(theme, owner, 0.5f), rgb(0x000000), 0.62f),
                               slot.height() / 2);
    draw_label(canvas, box_around(shell.at(0.5f, 0.74f), shell.width() * 0.78f, shell.height() * 0.24f),
               label, std::round(shell.height() * 0.14f));
    // The flag turns about a pin on the right wall.
    const Point pin = shell.at(1, 0.66f);
    const bool up = flag == Flag::up;
    const float arm = box.height() * (up ? 0.52f : 0.26f), end = up ? pin.y - arm : pin.y + arm;
    const Color signal =
        up ? theme.role(Role::attacker) : mixed(theme.role(Role::attacker), theme.room, 0.4f);
    const float left = pin.x - canvas.px(1.5f), sail = box.height() * 0.15f;
    canvas.list->AddRectFilled({left, std::min(pin.y, end)}, {left + canvas.px(3), std::max(pin.y, end)},
                               signal);
    const float top = up ? end : end - sail;
    canvas.list->AddRectFilled({left, top}, {box.high.x, top + sail}, signal, canvas.px(1));
    canvas.list->AddCircleFilled(pin, canvas.px(3), hue, 16);
}

}  // namespace ui
