#include "ui/stage_bar.h"

#include <fmt/format.h>

#include <array>
#include <string>

#include "ui/top_bar.h"

namespace ui {

namespace {

constexpr std::array<std::string_view, 5> what_stages_do{
    "Handshake: the two hosts connect, greet each other and agree on what they can do (EHLO).",
    "Sender: MAIL FROM names who gets the mail back if it fails.",
    "Recipients: RCPT TO, once for each recipient; each is accepted or refused.",
    "Data: the letter itself. The reply to its last dot decides who is responsible.",
    "Close: QUIT, and the connection ends."};

enum class Stand : std::uint8_t { ahead, reached, now };

Stand stand_of(const view::StageBar& bar, std::size_t i) {
    if (bar.current && static_cast<std::size_t>(*bar.current) == i) return Stand::now;
    return bar.reached[i] ? Stand::reached : Stand::ahead;
}

void draw_step(Panel& panel, const Box& box, std::size_t i, const Face& face, bool words) {
    const Theme& theme = panel.theme();
    const Canvas canvas = panel.context.canvas();
    const view::StageBar& bar = panel.scene.stages;
    const Stand stand = stand_of(bar, i);
    const std::string name = fmt::format("stage {}", smtp::stage_names[i]);
    const Touch at = touch(panel.context, name, box, fmt::format("{} (key {})", what_stages_do[i], i + 1));
    if (at.pressed() && bar.first[i] != trace::no_event) panel.want(view::SeekToEvent{bar.first[i]});
    const Color ink = stand == Stand::now ? theme.on_accent : stand == Stand::reached ? theme.ink : theme.dim;
    const Box pill = box.grown(-panel.px(3));
    if (stand == Stand::now)
        canvas.list->AddRectFilled(pill.low, pill.high, theme.accent, pill.height() / 2);
    else if (at.over())
        canvas.list->AddRectFilled(pill.low, pill.high, theme.field_hovered, pill.height() / 2);
    const Point badge{pill.low.x + pill.height() * 0.5f, pill.centre().y};
    if (stand == Stand::reached)
        draw_icon(canvas, Icon::check, badge, 18, theme.reply(ReplyClass::done));
    else
        draw_text_centred(canvas, badge, panel.context.fonts.small, ink, std::to_string(i + 1));
    if (words || stand == Stand::now)
        draw_text(canvas, {pill.low.x + pill.height() * 0.92f, pill.centre().y - face.size / 2}, face, ink,
                  smtp::stage_names[i]);
}

void draw_hop(Panel& panel, const Box& box) {
    const view::StageBar& bar = panel.scene.stages;
    const Face& face = panel.context.fonts.small;
    const std::string& text = bar.hop.empty() ? bar.between : bar.hop;
    const std::string shown = fitted(text, face, box.width());
    draw_text(panel.context.canvas(), {box.high.x - face.width_of(shown), box.centre().y - face.size / 2},
              face, panel.theme().dim, shown);
    touch_event(panel, "hop", box, bar.event, text);
}

}  // namespace

void draw_stage_bar(Panel& panel, const Layout& layout) {
    const Box box{layout.stages.low + Point{panel.px(grid), 0},
                  layout.stages.high - Point{panel.px(1.5f * grid), 0}};
    const Face& face = panel.context.fonts.body;
    const float badge = box.height() - panel.px(6), arrow = panel.px(14);
    float all = 0;
    for (const std::string_view name : smtp::stage_names)
        all += face.width_of(name) + badge + panel.px(16) + arrow;
    const float ladder =
        layout.ladder_fits == Layout::Fits::no ? face.width_of("Ladder") + panel.px(4 * grid) : 0;
    const bool words = all <= (box.width() - ladder) * 0.98f;
    float left = box.low.x;
    for (std::size_t i = 0; i < 5; ++i) {
        const bool named = words || stand_of(panel.scene.stages, i) == Stand::now;
        const float width =
            named ? face.width_of(smtp::stage_names[i]) + badge + panel.px(16) : badge + panel.px(6);
        draw_step(panel, {{left, box.low.y}, {left + width, box.high.y}}, i, face, words);
        left += width;
        if (i < 4)
            draw_icon(panel.context.canvas(), Icon::step_forward, {left + arrow / 2, box.centre().y}, 12,
                      panel.theme().dim);
        left += arrow;
    }
    float right = box.high.x;
    if (ladder > 0) {
        right -= ladder;
        ImGui::SetCursorScreenPos({right, box.centre().y - ImGui::GetFrameHeight() / 2});
        if (tab_button(panel.context, "Ladder",
                       "Shows every line of the conversation, one below the other (key L)",
                       layout.ladder.placement == Placement::away ? State::off : State::on) == Press::pressed)
            panel.state.ladder_door = turned(panel.state.ladder_door, layout.ladder.placement);
    }
    if (right - left > panel.px(80))
        draw_hop(panel, {{left + panel.px(grid), box.low.y}, {right, box.high.y}});
}

}  // namespace ui
