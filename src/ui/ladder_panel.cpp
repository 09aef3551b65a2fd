#include "ui/ladder_panel.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "ui/ladder_row.h"

namespace ui {

namespace {

// Design px.
constexpr float head_height = 26, row_height = 24, bar_height = 27;
constexpr float rows_a_notch = 3;  // of the wheel

struct DetailChoice {
    view::Detail detail;
    std::string_view word, help;
};
constexpr std::array<DetailChoice, 3> choices{{
    {view::Detail::conversation, "Conversation", "Only what the hosts say to each other in SMTP (key C)"},
    {view::Detail::with_names, "With names", "SMTP, and the questions to the name server (key N)"},
    {view::Detail::everything, "Everything", "SMTP, names and every TCP segment (key A)"},
}};

/// The switch of detail at the right, the button that follows the playhead again beside it.
void draw_bar(Panel& panel, const Box& box) {
    const Fonts& fonts = panel.context.fonts;
    const FaceScope small(fonts.small);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {panel.px(grid), panel.px(3)});
    const auto wide = [&](std::string_view word) { return fonts.body.width_of(word) + panel.px(3 * grid); };
    float left = box.low.x - panel.px(grid);
    for (const DetailChoice& choice : choices) {
        const bool on = panel.state.look.detail == choice.detail;
        ImGui::SetCursorScreenPos({left, box.low.y});
        if (tab_button(panel.context, choice.word, choice.help, on ? State::on : State::off) ==
            Press::pressed)
            panel.want(view::ShowDetail{choice.detail});
        left += wide(choice.word);
    }
    const bool follows = panel.state.look.following == view::Look::Following::playhead;
    if (!follows) {
        const float width = wide("Follow");
        ImGui::SetCursorScreenPos({box.high.x - width + panel.px(grid), box.low.y});
        if (text_button(panel.context, "Follow", "Lets the ladder follow the playhead again (Esc)") ==
            Press::pressed)
            panel.want(view::Select{trace::no_event});
    } else if (box.high.x - left > panel.px(150)) {
        const auto text = fmt::format(
            "{} of {}",
            panel.scene.ladder.present < panel.scene.ladder.total ? panel.scene.ladder.present + 1 : 0,
            panel.scene.ladder.total);
        draw_text(panel.context.canvas(), {box.high.x - fonts.small.width_of(text), box.low.y + panel.px(4)},
                  fonts.small, panel.theme().dim, text);
    }
    ImGui::PopStyleVar();
}

void draw_heads(Panel& panel, const LadderColumns& columns, const Box& box) {
    const Canvas canvas = panel.context.canvas();
    const Face& face = panel.context.fonts.small;
    const Face strong = panel.context.fonts.at(Family::strong, face.size);
    const float count = static_cast<float>(std::max<std::size_t>(1, columns.x.size()));
    const float pitch = (columns.right - columns.left) / count;
    for (std::size_t i = 0; i < columns.x.size(); ++i) {
        const view::HostId id = columns.hosts[i];
        const Color hue = hue_of(panel, id);
        const std::string label = fitted(label_of(panel, id), strong, pitch - panel.px(34));
        const float width = strong.width_of(label) + panel.px(24), high = panel.px(24);
        const Box plate = box_around({columns.x[i], box.centre().y}, width + panel.px(16), high);
        canvas.list->AddRectFilled(plate.low, plate.high, panel.theme().tint(role_of(panel, id)), high / 2);
        draw_icon(canvas, icon_of(role_of(panel, id)), {plate.low.x + panel.px(16), plate.centre().y}, 16,
                  hue);
        draw_text(canvas, {plate.low.x + panel.px(28), plate.centre().y - strong.size / 2}, strong,
                  panel.theme().ink, label);
        draw_line(canvas, {columns.x[i], plate.high.y}, {columns.x[i], box.high.y}, 1.5f, faded(hue, 0.35f));
    }
}

void follow_wheel(Panel& panel, const Box& box, std::uint32_t fit) {
    if (!ImGui::IsWindowHovered() || !box.contains(ImGui::GetIO().MousePos)) return;
    WindowState& state = panel.state;
    state.wheel_rest -= ImGui::GetIO().MouseWheel * rows_a_notch;
    const float whole = std::trunc(state.wheel_rest);
    if (whole == 0) return;
    state.wheel_rest -= whole;
    const view::Ladder& ladder = panel.scene.ladder;
    const float last = ladder.total > fit ? static_cast<float>(ladder.total - fit) : 0;
    const float first = std::clamp(static_cast<float>(ladder.first) + whole, 0.0f, last);
    panel.want(view::ScrollLadder{static_cast<std::uint32_t>(first)});
}

/// How far down the ladder the rows in sight are.
void draw_position(const Panel& panel, const Box& box) {
    const view::Ladder& ladder = panel.scene.ladder;
    if (ladder.total <= ladder.rows.size() || ladder.total == 0) return;
    const auto total = static_cast<float>(ladder.total);
    const float from = static_cast<float>(ladder.first) / total;
    const float to = static_cast<float>(ladder.first + ladder.rows.size()) / total;
    const float x = box.high.x + panel.px(grid), width = panel.px(4);
    panel.context.canvas().list->AddRectFilled({x, box.at(0, from).y},
                                               {x + width, box.at(0, std::min(1.0f, to)).y},
                                               mixed(panel.theme().rule, panel.theme().dim, 0.3f), width / 2);
}

}  // namespace

void draw_ladder(Panel& panel, const Box& box) {
    const Room room(panel, "ladder", box, Room::Surface::sheet, Room::Scroll::never, 0);
    const float side = panel.px(2 * grid), bar = panel.px(bar_height);
    const Box inside{box.low + Point{side, panel.px(grid / 2)}, box.high - Point{side, panel.px(grid / 2)}};
    draw_bar(panel, {inside.low, {inside.high.x, inside.low.y + bar}});
    const LadderColumns columns = ladder_columns(panel, inside);
    const float head = inside.low.y + bar + panel.px(head_height);
    draw_heads(panel, columns, {{inside.low.x, inside.low.y + bar}, {inside.high.x, head}});
    const Box body{{inside.low.x, head}, inside.high};
    const float pitch = std::round(panel.px(row_height));
    const auto fit = static_cast<std::uint32_t>(std::max(1.0f, std::floor(body.height() / pitch)));
    if (fit != panel.state.look.ladder_rows) panel.want(view::FitLadder{fit});
    follow_wheel(panel, box, fit);
    mark_box(panel.context.marks, "ladder rows", body);
    const view::Ladder& ladder = panel.scene.ladder;
    if (ladder.rows.empty()) {
        paragraph(panel.context.fonts.body, panel.theme().dim, "");
        draw_text_centred(panel.context.canvas(), body.centre(), panel.context.fonts.body, panel.theme().dim,
                          fitted("Nothing was said yet. Press Space, or write a mail.",
                                 panel.context.fonts.body, body.width()));
        return;
    }
    for (std::size_t i = 0; i < ladder.rows.size() && i < fit; ++i) {
        const float top = body.low.y + pitch * static_cast<float>(i);
        const Box line{{body.low.x, top}, {body.high.x, top + pitch}};
        const view::LadderRow& row = ladder.rows[i];
        draw_ladder_row(panel, columns, line, row);
        touch_event(panel, fmt::format("row {}", row.event), line, row.event,
                    row.meaning.empty() ? row.text : row.meaning);
    }
    draw_position(panel, body);
}

}  // namespace ui
