#include "ui/marks.h"

namespace ui {

void Marks::place(std::string_view name, const Mark& mark) {
    marks_.insert_or_assign(std::string(name), mark);
}

std::optional<Mark> Marks::find(std::string_view name, int now) const {
    const auto found = marks_.find(name);
    if (found == marks_.end() || found->second.frame < now - 1) return std::nullopt;
    return found->second;
}

std::vector<std::string> Marks::names(int now) const {
    std::vector<std::string> names;
    for (const auto& [name, mark] : marks_)
        if (mark.frame >= now - 1) names.push_back(name);
    return names;
}

void mark_item(Marks* marks, std::string_view name) {
    if (marks == nullptr) return;
    const Box box{ImGui::GetItemRectMin(), ImGui::GetItemRectMax()};
    marks->place(name, {box, ImGui::IsItemVisible() ? Seen::visible : Seen::clipped, ImGui::GetFrameCount()});
}

void mark_box(Marks* marks, std::string_view name, const Box& box) {
    if (marks == nullptr) return;
    const bool visible = ImGui::IsRectVisible(box.low, box.high);
    marks->place(name, {box, visible ? Seen::visible : Seen::clipped, ImGui::GetFrameCount()});
}

}  // namespace ui
