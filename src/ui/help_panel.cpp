#include "ui/help_panel.h"

#include "ui/keys.h"

namespace ui {

namespace {

void draw_lines(Panel& panel, const Box& inside, float top) {
    const Fonts& fonts = panel.context.fonts;
    const Canvas canvas = panel.context.canvas();
    const float pitch = (inside.high.y - top) / static_cast<float>(help_lines.size());
    const float size = std::min(fonts.body.size, std::floor(pitch * 0.72f));
    const Face mono = fonts.at(Family::mono_strong, std::round(size * 0.88f)),
               body = fonts.at(Family::regular, size);
    float column = 0;
    for (const HelpLine& line : help_lines) column = std::max(column, mono.width_of(line.keys));
    const float second = inside.low.x + column + panel.px(3 * grid);
    float y = top;
    for (const HelpLine& line : help_lines) {
        draw_text(canvas, {inside.low.x, y + (pitch - mono.size) / 2}, mono, panel.theme().ink, line.keys);
        draw_text(canvas, {second, y + (pitch - body.size) / 2}, body, panel.theme().ink,
                  fitted(line.what, body, inside.high.x - second));
        y += pitch;
    }
}

}  // namespace

void draw_help(Panel& panel) {
    if (panel.state.help == Help::closed) return;
    const Point display = ImGui::GetIO().DisplaySize;
    const float width = std::min(panel.px(680), display.x - panel.px(2 * grid));
    const float high = std::min(panel.px(640), display.y - panel.px(2 * grid));
    const Box box = box_around(display * 0.5f, width, high);
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(display);
    ImGui::SetNextWindowFocus();
    ImGui::PushStyleColor(ImGuiCol_WindowBg, faded(rgb(0x000000), 0.35f));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::Begin("##help", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings);
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
    draw_card(panel.context.canvas(), box, panel.theme().room, Lift::lifted);
    const Box inside = box.grown(-panel.px(3 * grid));
    const Fonts& fonts = panel.context.fonts;
    draw_text(panel.context.canvas(), inside.low, fonts.title, panel.theme().ink, "Keys");
    const float side = ImGui::GetFrameHeight();
    ImGui::SetCursorScreenPos({inside.high.x - side, inside.low.y - panel.px(grid / 2)});
    const bool close =
        icon_button(panel.context, "close help", Icon::cross, "Closes this sheet (Esc)") == Press::pressed;
    draw_lines(panel, inside, inside.low.y + fonts.title.size + panel.px(2 * grid));
    if (close || pressed(Key::escape)) panel.want(view::ShowHelp{view::ShowHelp::State::closed});
    ImGui::End();
}

}  // namespace ui
