#include "ui/top_bar.h"

#include <string>

namespace ui {

namespace {

void same_line(const Panel& panel, float gap) {
    ImGui::SameLine(0, panel.px(gap));
}

float width_of_button(const Panel& panel, std::string_view label) {
    return panel.context.fonts.body.width_of(label) + 2 * ImGui::GetStyle().FramePadding.x;
}

State on_when(Placement placement) {
    return placement == Placement::away ? State::off : State::on;
}

void draw_titles(Panel& panel, const Box& box, float right) {
    const Fonts& fonts = panel.context.fonts;
    const Canvas canvas = panel.context.canvas();
    const Point mark{box.low.x + panel.px(18 + grid), box.centre().y};
    draw_icon(canvas, Icon::envelope, mark, 26, panel.theme().accent);
    const float left = mark.x + panel.px(22);
    draw_text(canvas, {left, box.centre().y - fonts.heading.size / 2}, fonts.heading, panel.theme().ink,
              "Mailstage");
    const float next = left + fonts.heading.width_of("Mailstage") + panel.px(2.5f * grid);
    const float room = right - next - panel.px(grid);
    draw_text(canvas, {next, box.centre().y - fonts.body.size / 2}, fonts.body, panel.theme().dim,
              fitted(panel.scene.title, fonts.body, room));
    mark_box(panel.context.marks, "title", {box.low, {right, box.high.y}});
}

void draw_text_size(Panel& panel) {
    const float scale = panel.context.wanted.text_scale;
    if (text_button(panel.context, "A\u2212", "Smaller text (key [)") == Press::pressed)
        panel.want(view::SetTextScale{next_text_scale(scale, -1)});
    same_line(panel, grid / 2);
    if (text_button(panel.context, "A+", "Larger text (key ])") == Press::pressed)
        panel.want(view::SetTextScale{next_text_scale(scale, 1)});
}

void draw_theme_switch(Panel& panel) {
    const bool day = panel.context.wanted.ground == Ground::paper;
    if (icon_button(panel.context, "theme", day ? Icon::moon : Icon::sun,
                    day ? "Night office: the dark theme (key T)" : "Paper: the light theme (key T)") ==
        Press::pressed)
        panel.want(view::ChooseTheme{day ? view::ThemeChoice::night : view::ThemeChoice::paper});
}

}  // namespace

Door turned(Door, Placement placement) {
    return placement == Placement::away ? Door::open : Door::shut;
}

void draw_top_bar(Panel& panel, const Layout& layout) {
    const Box& box = layout.top;
    const Room room(panel, "top bar", box, Room::Surface::plain, Room::Scroll::never, 0);
    WindowState& state = panel.state;
    const float high = ImGui::GetFrameHeight(), square = high + panel.px(grid / 2);
    const bool words = box.width() / panel.context.unit >= 900;
    const float doors =
        words ? width_of_button(panel, "Write a mail") + width_of_button(panel, "Inspector") + panel.px(grid)
              : 2 * square;
    const float sizes = width_of_button(panel, "A\u2212") + width_of_button(panel, "A+") + panel.px(grid / 2);
    const float wide = doors + sizes + 3 * square + panel.px(5.5f * grid);
    const float right = box.high.x - panel.px(grid) - wide;
    draw_titles(panel, box, right);
    ImGui::SetCursorScreenPos({right, box.centre().y - high / 2});

    constexpr std::string_view write =
        "Opens or shuts the room in which you write a mail of your own (key W)";
    constexpr std::string_view inspect = "Opens or shuts the room that explains what is selected (key I)";
    const auto door = [&](std::string_view word, Icon icon, std::string_view help, Placement placement) {
        return words ? tab_button(panel.context, word, help, on_when(placement))
                     : icon_button(panel.context, word, icon, help, on_when(placement));
    };
    if (door("Write a mail", Icon::envelope, write, layout.write.placement) == Press::pressed)
        state.write_door = turned(state.write_door, layout.write.placement);
    same_line(panel, words ? grid : grid / 2);
    if (door("Inspector", Icon::directory, inspect, layout.inspector.placement) == Press::pressed)
        state.inspector_door = turned(state.inspector_door, layout.inspector.placement);
    same_line(panel, 2 * grid);
    draw_text_size(panel);
    same_line(panel, grid);
    draw_theme_switch(panel);
    same_line(panel, grid / 2);
    const bool full = panel.context.wanted.screen == Screen::full;
    if (icon_button(panel.context, "full screen", Icon::full_screen,
                    full ? "Back to a window (F11)" : "Full screen (F11)") == Press::pressed)
        panel.want(view::ToggleFullScreen{});
    same_line(panel, grid / 2);
    if (icon_button(panel.context, "help", Icon::question, "What every key does (F1)") == Press::pressed)
        panel.want(view::ShowHelp{view::ShowHelp::State::open});
}

}  // namespace ui
