#include "ui/composer_panel.h"

#include <fmt/format.h>
#include <imgui_stdlib.h>

#include <string>

#include "ui/keys.h"

namespace ui {

namespace {

void draw_fault(Panel& panel, const FieldFault& fault, std::string_view name) {
    if (!fault.any()) return;
    const Fonts& fonts = panel.context.fonts;
    const Point at = ImGui::GetCursorScreenPos();
    const Color red = panel.theme().reply(ReplyClass::refused);
    draw_icon(panel.context.canvas(), Icon::cross, at + Point{panel.px(9), fonts.small.size * 0.58f}, 17,
              red);
    ImGui::Indent(panel.px(24));
    paragraph(fonts.small, panel.theme().ink, fault.what + ". " + fault.mend);
    mark_item(panel.context.marks, name);
    ImGui::Unindent(panel.px(24));
}

void draw_label(Panel& panel, std::string_view label) {
    paragraph(panel.context.fonts.small, panel.theme().dim, label);
}

void tighten(const Panel& panel) {
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() - panel.px(grid * 0.6f));
}

void draw_field(Panel& panel, const char* name, std::string& text, FieldFault* fault, std::string_view help,
                const std::string& hint = {}) {
    draw_label(panel, name);
    tighten(panel);
    ImGui::SetNextItemWidth(-1);
    const bool wrong = fault != nullptr && fault->any();
    if (wrong) {
        ImGui::PushStyleColor(ImGuiCol_Border, panel.theme().reply(ReplyClass::refused));
        ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, panel.px(2));
    }
    const std::string id = std::string("##") + name;
    const bool changed = ImGui::InputTextWithHint(id.c_str(), hint.c_str(), &text);
    if (wrong) {
        ImGui::PopStyleVar();
        ImGui::PopStyleColor();
    }
    mark_item(panel.context.marks, name);
    tooltip_of_item(panel.context, help);
    if (changed && fault != nullptr) *fault = {};
    if (fault != nullptr) draw_fault(panel, *fault, std::string(name) + " fault");
}

std::string promise(const Panel& panel) {
    return fmt::format(
        "{} hands it in at {}, where the playhead stands. The world is run again with it, and plays on from "
        "there.",
        panel.state.sender.empty() ? "The mail program" : panel.state.sender, panel.scene.clock);
}

void draw_buttons(Panel& panel) {
    ComposerText& text = panel.state.composer;
    Context& context = panel.context;
    const bool by_key =
        ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows) && pressed(Key::enter, {.control = true});
    if (text_button(context, "Send", "Sends this mail into the run, at the playhead (Ctrl+Enter)",
                    Weight::primary) == Press::pressed ||
        by_key)
        panel.want(view::SendLetter{text.from, text.to, text.subject, text.body});
    if (panel.state.changes == WindowState::Changes::none) return;
    ImGui::SameLine(0, panel.px(grid));
    if (text_button(context, "Start over", "The scenario as it was, without your own mails") ==
        Press::pressed)
        panel.want(view::Restart{});
}

}  // namespace

void draw_composer(Panel& panel, const Box& box) {
    const Room room(panel, "composer", box, Room::Surface::sheet, Room::Scroll::wheel);
    ComposerText& text = panel.state.composer;
    const Fonts& fonts = panel.context.fonts;
    paragraph(fonts.heading, panel.theme().ink, "Write a mail");
    if (text.focus == ComposerText::Focus::wanted) {
        ImGui::SetKeyboardFocusHere(0);
        text.focus = ComposerText::Focus::none;
    }
    draw_field(panel, "From", text.from, &text.from_fault,
               "The sender's address: MAIL FROM, and From: in the letter");
    draw_field(panel, "To", text.to, &text.to_fault, "One address, or several with commas: one RCPT TO each",
               panel.state.example);
    draw_field(panel, "Subject", text.subject, nullptr, "What it is about; any signs");
    draw_label(panel, "Body");
    tighten(panel);
    const float below = wrapped_height(fonts.small, promise(panel), room.inside().width()) +
                        wrapped_height(fonts.small, text.sent, room.inside().width()) +
                        ImGui::GetFrameHeight() + panel.px(5 * grid);
    const float left = room.inside().high.y - ImGui::GetCursorScreenPos().y - below;
    const float high = std::clamp(left, ImGui::GetTextLineHeight() * 3.2f, panel.px(320));
    ImGui::InputTextMultiline("##Body", &text.body, {-1, high});
    mark_item(panel.context.marks, "Body");
    tooltip_of_item(panel.context, "The letter's text. A line that begins with a dot is worth trying.");
    paragraph(fonts.small, panel.theme().dim, promise(panel));
    draw_buttons(panel);
    draw_fault(panel, text.fault, "letter fault");
    if (!text.sent.empty()) paragraph(fonts.small, panel.theme().ink, text.sent);
}

}  // namespace ui
