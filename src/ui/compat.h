// The only place that looks at Dear ImGui's version: 1.86 (Debian 12) to 1.92 and later. What differs between
// them and what we use of it, under one name. Includes nothing of ours.
#pragma once
#include <imgui.h>

#include <cstdint>

namespace ui::compat {

#if IMGUI_VERSION_NUM >= 19200
constexpr bool bakes_sizes = false;  // glyphs come when they are asked for, at any size
#else
constexpr bool bakes_sizes = true;  // an ImFont is one size and one list of ranges
#endif

inline int list_count(const ImDrawData& drawing) {
#if IMGUI_VERSION_NUM >= 18980
    return drawing.CmdLists.Size;
#else
    return drawing.CmdListsCount;
#endif
}

inline ImTextureID texture_id(std::intptr_t number) {
#if IMGUI_VERSION_NUM >= 19131
    return static_cast<ImTextureID>(number);
#else
    return reinterpret_cast<ImTextureID>(number);
#endif
}

/// Makes the atlas' picture now, so that the time is spent at a known moment. Needs bakes_sizes.
inline void bake(ImFontAtlas& atlas) {
#if IMGUI_VERSION_NUM < 19200
    atlas.Build();
#else
    (void)atlas;
#endif
}

inline void push_font(ImFont* font, float size) {
#if IMGUI_VERSION_NUM >= 19200
    ImGui::PushFont(font, size);
#else
    (void)size;
    ImGui::PushFont(font);
#endif
}

/// An outline. 1.92.8 put thickness before flags and deleted the old order.
inline void add_rect(ImDrawList& list, ImVec2 low, ImVec2 high, ImU32 color, float rounding, float thickness,
                     ImDrawFlags corners = 0) {
#if IMGUI_VERSION_NUM >= 19280
    list.AddRect(low, high, color, rounding, thickness, corners);
#else
    list.AddRect(low, high, color, rounding, corners, thickness);
#endif
}

/// Where a line of at most `width` px ends.
inline const char* wrapped_at(ImFont& font, float size, const char* begin, const char* end, float width) {
#if IMGUI_VERSION_NUM >= 19200
    return font.CalcWordWrapPosition(size, begin, end, width);
#else
    return font.CalcWordWrapPositionA(size / font.FontSize, begin, end, width);
#endif
}

enum class Ends : std::uint8_t { open, closed };

inline void add_polyline(ImDrawList& list, const ImVec2* points, int count, ImU32 color, float thickness,
                         Ends ends) {
    const ImDrawFlags flags = ends == Ends::closed ? ImDrawFlags_Closed : ImDrawFlags_None;
#if IMGUI_VERSION_NUM >= 19280
    list.AddPolyline(points, count, color, thickness, flags);
#else
    list.AddPolyline(points, count, color, flags, thickness);
#endif
}

enum class Frame : std::uint8_t { none, ruled };

/// Ends with ImGui::EndChild(), whatever it returns.
inline bool begin_child(const char* name, ImVec2 size, Frame frame = Frame::none,
                        ImGuiWindowFlags flags = 0) {
#if IMGUI_VERSION_NUM >= 19100
    const ImGuiChildFlags ruled = ImGuiChildFlags_Borders | ImGuiChildFlags_AlwaysUseWindowPadding;
    return ImGui::BeginChild(name, size, frame == Frame::ruled ? ruled : ImGuiChildFlags_None, flags);
#else
    if (frame == Frame::ruled) flags |= ImGuiWindowFlags_AlwaysUseWindowPadding;
    return ImGui::BeginChild(name, size, frame == Frame::ruled, flags);
#endif
}

inline void feed_mouse(ImVec2 position) {
#if IMGUI_VERSION_NUM >= 18700
    ImGui::GetIO().AddMousePosEvent(position.x, position.y);
#else
    ImGui::GetIO().MousePos = position;
#endif
}

inline void feed_button(int button, bool down) {
#if IMGUI_VERSION_NUM >= 18700
    ImGui::GetIO().AddMouseButtonEvent(button, down);
#else
    ImGui::GetIO().MouseDown[button] = down;
#endif
}

inline void feed_wheel(float rows) {
#if IMGUI_VERSION_NUM >= 18700
    ImGui::GetIO().AddMouseWheelEvent(0, rows);
#else
    ImGui::GetIO().MouseWheel += rows;
#endif
}

}  // namespace ui::compat
