#include "ui/keys.h"

#include <imgui.h>

#include <array>

namespace ui {

namespace {

struct Row {
    Key key;
    int glfw;  // GLFW_KEY_*: what the back end of ImGui 1.86 counts in; fixed since GLFW 3.0
    ImGuiKey imgui;
    std::string_view name;
};

#if IMGUI_VERSION_NUM >= 18700
#define MAILSTAGE_KEY(since_1_87) since_1_87
#else
#define MAILSTAGE_KEY(since_1_87) ImGuiKey_COUNT  // 1.86 names only the keys that edit text
#endif

constexpr std::array<Row, key_count> rows{{
    {Key::space, 32, ImGuiKey_Space, "Space"},
    {Key::enter, 257, ImGuiKey_Enter, "Enter"},
    {Key::escape, 256, ImGuiKey_Escape, "Esc"},
    {Key::tab, 258, ImGuiKey_Tab, "Tab"},
    {Key::backspace, 259, ImGuiKey_Backspace, "Backspace"},
    {Key::erase, 261, ImGuiKey_Delete, "Delete"},
    {Key::left, 263, ImGuiKey_LeftArrow, "Left"},
    {Key::right, 262, ImGuiKey_RightArrow, "Right"},
    {Key::up, 265, ImGuiKey_UpArrow, "Up"},
    {Key::down, 264, ImGuiKey_DownArrow, "Down"},
    {Key::home, 268, ImGuiKey_Home, "Home"},
    {Key::end, 269, ImGuiKey_End, "End"},
    {Key::page_up, 266, ImGuiKey_PageUp, "Page Up"},
    {Key::page_down, 267, ImGuiKey_PageDown, "Page Down"},
    {Key::one, 49, MAILSTAGE_KEY(ImGuiKey_1), "1"},
    {Key::two, 50, MAILSTAGE_KEY(ImGuiKey_2), "2"},
    {Key::three, 51, MAILSTAGE_KEY(ImGuiKey_3), "3"},
    {Key::four, 52, MAILSTAGE_KEY(ImGuiKey_4), "4"},
    {Key::five, 53, MAILSTAGE_KEY(ImGuiKey_5), "5"},
    {Key::a, 65, ImGuiKey_A, "A"},
    {Key::c, 67, ImGuiKey_C, "C"},
    {Key::v, 86, ImGuiKey_V, "V"},
    {Key::x, 88, ImGuiKey_X, "X"},
    {Key::y, 89, ImGuiKey_Y, "Y"},
    {Key::z, 90, ImGuiKey_Z, "Z"},
    {Key::f1, 290, MAILSTAGE_KEY(ImGuiKey_F1), "F1"},
    {Key::f5, 294, MAILSTAGE_KEY(ImGuiKey_F5), "F5"},
    {Key::f11, 300, MAILSTAGE_KEY(ImGuiKey_F11), "F11"},
}};

#undef MAILSTAGE_KEY

constexpr bool in_order() {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (static_cast<std::size_t>(rows[i].key) != i) return false;
    return true;
}
static_assert(in_order(), "rows stand in the order of Key");

const Row& row_of(Key key) {
    return rows[static_cast<std::size_t>(key)];
}

}  // namespace

bool pressed(Key key, Modifiers modifiers, Hold hold) {
    const ImGuiIO& io = ImGui::GetIO();
    if (Modifiers{io.KeyCtrl, io.KeyShift, io.KeyAlt} != modifiers) return false;
#if IMGUI_VERSION_NUM >= 18700
    return ImGui::IsKeyPressed(row_of(key).imgui, hold == Hold::repeats);
#else
    return ImGui::IsKeyPressed(row_of(key).glfw, hold == Hold::repeats);
#endif
}

bool typed(char sign) {
    const ImGuiIO& io = ImGui::GetIO();
    return !io.WantTextInput && io.InputQueueCharacters.contains(static_cast<ImWchar>(sign));
}

std::string_view name_of(Key key) {
    return row_of(key).name;
}

void feed_key(Key key, Stroke stroke) {
    ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18700
    io.AddKeyEvent(row_of(key).imgui, stroke == Stroke::down);
#else
    io.KeysDown[row_of(key).glfw] = stroke == Stroke::down;
#endif
}

void feed_modifiers(Modifiers modifiers) {
    ImGuiIO& io = ImGui::GetIO();
#if IMGUI_VERSION_NUM >= 18700
    io.AddKeyEvent(ImGuiMod_Ctrl, modifiers.control);
    io.AddKeyEvent(ImGuiMod_Shift, modifiers.shift);
    io.AddKeyEvent(ImGuiMod_Alt, modifiers.alt);
#else
    io.KeyCtrl = modifiers.control;
    io.KeyShift = modifiers.shift;
    io.KeyAlt = modifiers.alt;
#endif
}

void map_keys_without_window() {
#if IMGUI_VERSION_NUM < 18700
    for (const Row& row : rows)
        if (row.imgui != ImGuiKey_COUNT) ImGui::GetIO().KeyMap[row.imgui] = row.glfw;
#endif
}

}  // namespace ui
