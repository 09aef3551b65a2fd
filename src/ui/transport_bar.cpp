#include "ui/transport_bar.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string>

namespace ui {

namespace {

constexpr std::array<double, 8> speeds{0.25, 0.5, 0.75, 1, 1.5, 2, 4, 8};

void draw_play(Panel& panel, const Box& box) {
    const Theme& theme = panel.theme();
    const bool playing = panel.state.playing == Playing::yes;
    const std::string_view name = playing ? "Pause" : "Play";
    const Touch at =
        touch(panel.context, name, box, playing ? "Stops here (Space)" : "Plays on from here (Space)");
    const Color fill = at.over() ? mixed(theme.accent, theme.ink, 0.15f) : theme.accent;
    const Canvas canvas = panel.context.canvas();
    canvas.list->AddCircleFilled(box.centre(), box.width() / 2, fill, 48);
    draw_icon(canvas, playing ? Icon::pause : Icon::play, box.centre(), 26, theme.on_accent);
    if (!at.pressed()) return;
    if (playing)
        panel.want(view::Pause{});
    else
        panel.want(view::Play{});
}

void draw_buttons(Panel& panel, const Box& row) {
    Context& context = panel.context;
    const float side = ImGui::GetFrameHeight(), gap = panel.px(grid / 2), big = std::round(side * 1.3f);
    const float width = 4 * side + big + 4 * gap;
    float left = row.centre().x - width / 2;
    const auto next = [&](std::string_view name, Icon icon, std::string_view help) {
        ImGui::SetCursorScreenPos({left, row.centre().y - side / 2});
        left += side + gap;
        return icon_button(context, name, icon, help) == Press::pressed;
    };
    using view::Direction;
    if (next("start", Icon::jump_to_start, "To the beginning (Home)")) panel.want(view::GoToStart{});
    if (next("back", Icon::step_back, "One event back (Left; with Shift one line, with Ctrl one stage)"))
        panel.want(view::StepBy{view::Step::event, Direction::back});
    draw_play(panel, box_around({left + big / 2, row.centre().y}, big, big));
    left += big + gap;
    if (next("forward", Icon::step_forward, "One event on (Right; with Shift one line, with Ctrl one stage)"))
        panel.want(view::StepBy{view::Step::event, Direction::forward});
    if (next("end", Icon::jump_to_end, "To the end (End)")) panel.want(view::GoToEnd{});
}

void draw_speed(Panel& panel, const Box& row) {
    Context& context = panel.context;
    const Fonts& fonts = context.fonts;
    const float side = ImGui::GetFrameHeight();
    const std::string text = speed_text(panel.state.speed);
    const float word = fonts.body.width_of("0.25\u00d7") + panel.px(grid);
    const float left = row.high.x - word - 2 * side;
    ImGui::SetCursorScreenPos({left, row.centre().y - side / 2});
    if (icon_button(context, "slower", Icon::minus, "Slower (key \u2212)") == Press::pressed)
        panel.want(view::SetSpeed{next_speed(panel.state.speed, -1)});
    draw_text_centred(context.canvas(), {left + side + word / 2, row.centre().y}, fonts.body,
                      panel.theme().ink, text);
    ImGui::SetCursorScreenPos({left + side + word, row.centre().y - side / 2});
    if (icon_button(context, "faster", Icon::plus, "Faster (key +)") == Press::pressed)
        panel.want(view::SetSpeed{next_speed(panel.state.speed, 1)});
}

void draw_clock(Panel& panel, const Box& row) {
    const Fonts& fonts = panel.context.fonts;
    const Face face = fonts.at(Family::mono_strong, std::round(fonts.body.size * 1.1f));
    const Canvas canvas = panel.context.canvas();
    draw_icon(canvas, Icon::clock, {row.low.x + panel.px(10), row.centre().y}, 20, panel.theme().dim);
    draw_text(canvas, {row.low.x + panel.px(28), row.centre().y - face.size / 2}, face, panel.theme().ink,
              panel.scene.clock);
    touch(panel.context, "clock", {row.low, {row.centre().x, row.high.y}},
          "Virtual time since the scenario began: what the hosts' own clocks say. Long waits are shown in a "
          "few seconds.");
}

}  // namespace

double next_speed(double speed, int steps) {
    std::size_t nearest = 0;
    for (std::size_t i = 1; i < speeds.size(); ++i)
        if (std::abs(speeds[i] - speed) < std::abs(speeds[nearest] - speed)) nearest = i;
    const int wanted = static_cast<int>(nearest) + steps;
    return speeds[static_cast<std::size_t>(std::clamp(wanted, 0, static_cast<int>(speeds.size()) - 1))];
}

std::string speed_text(double speed) {
    return fmt::format("{:g}\u00d7", speed);
}

void draw_transport(Panel& panel, const Box& box) {
    const float middle = std::round(box.at(0, 0.58f).y);
    draw_buttons(panel, {box.low, {box.high.x, middle}});
    const Box row{{box.low.x, middle}, box.high};
    draw_clock(panel, row);
    draw_speed(panel, row);
}

}  // namespace ui
