#include "ui/controls.h"

#include <cmath>
#include <string>

namespace ui {

namespace {

constexpr float tooltip_width = 320;  // design px: about 45 letters a line
constexpr float icon_share = 0.62f;   // of a button's height

Press answer(bool clicked) {
    return clicked ? Press::pressed : Press::nothing;
}

class ButtonColours {
public:
    ButtonColours(Color rest, Color hovered, Color text) {
        ImGui::PushStyleColor(ImGuiCol_Button, rest);
        ImGui::PushStyleColor(ImGuiCol_ButtonHovered, hovered);
        ImGui::PushStyleColor(ImGuiCol_Text, text);
    }
    ~ButtonColours() { ImGui::PopStyleColor(3); }
    ButtonColours(const ButtonColours&) = delete;
    ButtonColours& operator=(const ButtonColours&) = delete;
};

Box last_item() {
    return {ImGui::GetItemRectMin(), ImGui::GetItemRectMax()};
}

}  // namespace

Press text_button(Context& context, std::string_view label, std::string_view tooltip, Weight weight) {
    const Theme& theme = *context.theme;
    const bool primary = weight == Weight::primary;
    const ButtonColours colours(primary ? theme.accent : theme.field,
                                primary ? mixed(theme.accent, theme.ink, 0.15f) : theme.field_hovered,
                                primary ? theme.on_accent : theme.ink);
    const bool clicked = ImGui::Button(std::string(label).c_str());
    mark_item(context.marks, label);
    tooltip_of_item(context, tooltip);
    return answer(clicked);
}

Press icon_button(Context& context, std::string_view name, Icon icon, std::string_view tooltip, State state) {
    const Theme& theme = *context.theme;
    const float side = ImGui::GetFrameHeight();
    const Color rest = state == State::on ? theme.selection : faded(theme.field, 0);
    const ButtonColours colours(rest, theme.field_hovered, theme.ink);
    ImGui::PushID(name.data(), name.data() + name.size());
    const bool clicked = ImGui::Button("##icon", {side, side});
    ImGui::PopID();
    const Color ink = state == State::on ? theme.accent : theme.ink;
    const float size = std::round(side * icon_share / context.unit);
    draw_icon(context.canvas(), icon, last_item().centre(), size, faded(ink, ImGui::GetStyle().Alpha));
    mark_item(context.marks, name);
    tooltip_of_item(context, tooltip);
    return answer(clicked);
}

Press tab_button(Context& context, std::string_view label, std::string_view tooltip, State state) {
    const Theme& theme = *context.theme;
    const bool on = state == State::on;
    const ButtonColours colours(faded(theme.field, 0), theme.field_hovered, on ? theme.ink : theme.dim);
    const FaceScope face(on ? context.fonts.strong : context.fonts.body);
    const bool clicked = ImGui::Button(std::string(label).c_str());
    const Box box = last_item();
    if (on)
        ImGui::GetWindowDrawList()->AddRectFilled({box.low.x + context.px(grid), box.high.y - context.px(2)},
                                                  {box.high.x - context.px(grid), box.high.y}, theme.accent);
    mark_item(context.marks, label);
    tooltip_of_item(context, tooltip);
    return answer(clicked);
}

void tooltip_of_item(Context& context, std::string_view text) {
    if (text.empty() || !ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) return;
    // After a key ImGui calls the focused item hovered; a tooltip belongs to the pointer alone.
    if (!ImGui::IsMouseHoveringRect(ImGui::GetItemRectMin(), ImGui::GetItemRectMax())) return;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {context.px(grid * 1.5f), context.px(grid)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, context.px(corner_radius));
    ImGui::PushStyleColor(ImGuiCol_Text, context.theme->ink);  // the item's own may be light on dark
    const FaceScope face(context.fonts.small);
    ImGui::BeginTooltip();
    ImGui::PushTextWrapPos(context.px(tooltip_width));
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
    ImGui::PopStyleColor();
    ImGui::PopStyleVar(2);
}

void rule(Context& context) {
    const Point at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, y = std::round(at.y) + 0.5f;
    draw_line(context.canvas(), {at.x, y}, {at.x + width, y}, rule_width, context.theme->rule);
    ImGui::Dummy({width, context.px(1)});
}

}  // namespace ui
