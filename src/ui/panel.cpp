#include "ui/panel.h"

#include <algorithm>
#include <string>

namespace ui {

Role role_of(trace::Role role) {
    switch (role) {
        case trace::Role::client:
            return Role::client;
        case trace::Role::relay:
            return Role::relay;
        case trace::Role::destination:
            return Role::destination;
        case trace::Role::dns:
            return Role::dns;
        case trace::Role::attacker:
            return Role::attacker;
    }
    return Role::client;
}

const view::StageHost* host_of(const view::Scene& scene, view::HostId id) {
    for (const view::StageHost& host : scene.hosts)
        if (host.id == id) return &host;
    return nullptr;
}

Color hue_of(const Panel& panel, view::HostId id) {
    const view::StageHost* host = host_of(panel.scene, id);
    return host != nullptr ? panel.theme().role(role_of(host->role)) : panel.theme().dim;
}

std::string_view label_of(const Panel& panel, view::HostId id) {
    const view::StageHost* host = host_of(panel.scene, id);
    return host != nullptr ? std::string_view(host->label) : std::string_view("nobody");
}

Role role_of(const Panel& panel, view::HostId id) {
    const view::StageHost* host = host_of(panel.scene, id);
    return host != nullptr ? role_of(host->role) : Role::client;
}

Touch touch(Context& context, std::string_view name, const Box& box, std::string_view tooltip) {
    if (box.width() < 1 || box.height() < 1) return {};
    ImGui::SetCursorScreenPos(box.low);
    ImGui::PushID(name.data(), name.data() + name.size());
    const bool pressed = ImGui::InvisibleButton("##touch", {box.width(), box.height()});
    ImGui::PopID();
    mark_item(context.marks, name);
    tooltip_of_item(context, tooltip);
    Touch answer;
    if (ImGui::IsItemActive())
        answer.is = Touch::Is::held;
    else if (ImGui::IsItemHovered())
        answer.is = Touch::Is::over;
    if (pressed) answer.press = Press::pressed;
    return answer;
}

Touch touch_event(Panel& panel, std::string_view name, const Box& box, view::EventNumber event,
                  std::string_view tooltip) {
    const Touch answer = touch(panel.context, name, box, tooltip);
    if (answer.over()) panel.state.hovered_next = event;
    if (answer.pressed() && event != trace::no_event) panel.want(view::Select{event});
    return answer;
}

Room::Room(Panel& panel, const char* name, const Box& box, Surface surface, Scroll scroll, float padding) {
    const Theme& theme = panel.theme();
    if (surface == Surface::sheet) {
        ImDrawList& list = *ImGui::GetWindowDrawList();
        const float corner = panel.px(corner_radius);
        list.AddRectFilled(box.low, box.high, theme.room, corner);
        compat::add_rect(list, box.low, box.high, theme.rule, corner, std::max(1.0f, panel.px(rule_width)));
    }
    const float margin = panel.px(padding);
    ImGui::SetCursorScreenPos(box.low);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {margin, margin});
    ImGuiWindowFlags flags = ImGuiWindowFlags_AlwaysUseWindowPadding;
    if (scroll == Scroll::never) flags |= ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
    compat::begin_child(name, {std::max(1.0f, box.width()), std::max(1.0f, box.height())},
                        compat::Frame::none, flags);
    ImGui::PopStyleVar();
    inside_ = box.grown(-margin);
}

Room::~Room() {
    ImGui::EndChild();
}

void paragraph(const Face& face, Color color, std::string_view text, float width) {
    const FaceScope scope(face);
    ImGui::PushStyleColor(ImGuiCol_Text, color);
    ImGui::PushTextWrapPos(width > 0 ? ImGui::GetCursorPosX() + width : 0);
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopTextWrapPos();
    ImGui::PopStyleColor();
}

float wrapped_height(const Face& face, std::string_view text, float width) {
    return face.font
        ->CalcTextSizeA(face.size, 1e9f, std::max(1.0f, width), text.data(), text.data() + text.size())
        .y;
}

float draw_wrapped(const Canvas& canvas, Point at, const Face& face, Color color, std::string_view text,
                   float width, int lines) {
    const float pitch = std::round(face.size * 1.3f);
    const char* begin = text.data();
    const char* end = begin + text.size();
    for (int line = 1; line <= lines && begin < end; ++line, at.y += pitch) {
        const char* stop = line == lines ? end : compat::wrapped_at(*face.font, face.size, begin, end, width);
        if (stop == begin) stop = begin + 1;
        draw_text(canvas, at, face, color,
                  fitted({begin, static_cast<std::size_t>(stop - begin)}, face, width));
        begin = stop;
        while (begin < end && (*begin == ' ' || *begin == '\n')) ++begin;
    }
    return at.y;
}

}  // namespace ui
