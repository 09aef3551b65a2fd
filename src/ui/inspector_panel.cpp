#include "ui/inspector_panel.h"

#include <array>

namespace ui {

namespace {

struct TabChoice {
    view::InspectorTab tab;
    const char* word;
    std::string_view help;
};
constexpr std::array<TabChoice, 3> choices{{
    {view::InspectorTab::explain, "Explain", "What it says and what it means (key E)"},
    {view::InspectorTab::bytes, "Bytes", "Every octet of it (key B)"},
    {view::InspectorTab::message, "Message", "The letter and its envelope (key M)"},
}};

void draw_tabs(Panel& panel) {
    for (const TabChoice& choice : choices) {
        const bool on = panel.state.look.tab == choice.tab;
        if (tab_button(panel.context, choice.word, choice.help, on ? State::on : State::off) ==
            Press::pressed)
            panel.want(view::ShowTab{choice.tab});
        ImGui::SameLine(0, panel.px(grid / 2));
    }
    ImGui::NewLine();
}

}  // namespace

Color token_color(const Theme& theme, std::size_t n) {
    constexpr std::array<Role, 5> cycle{Role::client, Role::dns, Role::destination, Role::relay,
                                        Role::attacker};
    return theme.role(cycle[n % cycle.size()]);
}

void draw_inspector(Panel& panel, const Box& box) {
    const Room room(panel, "inspector", box, Room::Surface::sheet, Room::Scroll::never, grid);
    draw_tabs(panel);
    const float top = ImGui::GetCursorScreenPos().y;
    const Canvas canvas = panel.context.canvas();
    draw_line(canvas, {box.low.x, top}, {box.high.x, top}, rule_width, panel.theme().rule);
    const Box rest{{box.low.x + panel.px(1), top + panel.px(1)},
                   box.high - Point{panel.px(1), panel.px(grid / 2)}};
    // The tab that the scene is filled for: the choice just made shows from the next frame on.
    const view::InspectorTab tab = panel.scene.inspector.tab;
    constexpr std::array<const char*, 3> names{"explain tab", "bytes tab", "message tab"};
    const auto scroll = tab == view::InspectorTab::bytes ? Room::Scroll::never : Room::Scroll::wheel;
    const Room page(panel, names[static_cast<std::size_t>(tab)], rest, Room::Surface::plain, scroll,
                    2 * grid);
    switch (tab) {
        case view::InspectorTab::explain:
            draw_explain_tab(panel, page.inside());
            break;
        case view::InspectorTab::bytes:
            draw_bytes_tab(panel, page.inside());
            break;
        case view::InspectorTab::message:
            draw_message_tab(panel, page.inside());
            break;
    }
}

}  // namespace ui
