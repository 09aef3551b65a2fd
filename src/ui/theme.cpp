#include "ui/theme.h"

#include <cmath>

namespace ui {

namespace {

// Okabe-Ito blue, reddish purple, bluish green, orange, vermillion; darkened for light grounds.
constexpr std::array<Color, role_count> daylight{rgb(0x0072B2), rgb(0xB0508A), rgb(0x008F68), rgb(0xB07800),
                                                 rgb(0xD04A00)};
constexpr std::array<Color, role_count> daylight_strong{rgb(0x004F7D), rgb(0x86306A), rgb(0x006347),
                                                        rgb(0x7A5300), rgb(0x9C3800)};
constexpr std::array<Color, role_count> lamplight{rgb(0x56B4E9), rgb(0xDD8FBD), rgb(0x2BBF95), rgb(0xE69F00),
                                                  rgb(0xF0763A)};
constexpr std::array<Color, role_count> lamplight_strong{rgb(0x8FD0F8), rgb(0xF2B5D8), rgb(0x63E3BF),
                                                         rgb(0xFFC24A), rgb(0xFF9C6B)};

constexpr std::array<Color, reply_class_count> replies_by_day{rgb(0x00704F), rgb(0x005F99), rgb(0x865700),
                                                              rgb(0xB23A00)};
constexpr std::array<Color, reply_class_count> replies_by_day_strong{rgb(0x005239), rgb(0x00466F),
                                                                     rgb(0x634000), rgb(0x852B00)};
constexpr std::array<Color, reply_class_count> replies_by_night{rgb(0x3DCBA0), rgb(0x6FC0F0), rgb(0xF0B030),
                                                                rgb(0xFF8A50)};
constexpr std::array<Color, reply_class_count> replies_by_night_strong{rgb(0x7BEBC8), rgb(0xA6DAFA),
                                                                       rgb(0xFFCF6B), rgb(0xFFB08A)};

constexpr Theme paper{
    .name = "paper",
    .ground = Ground::paper,
    .background = rgb(0xF3F0E9),
    .room = rgb(0xFDFCF9),
    .field = rgb(0xEAE4D6),
    .field_hovered = rgb(0xE0D8C7),
    .rule = rgb(0xDAD3C4),
    .ink = rgb(0x1F2430),
    .dim = rgb(0x555C6B),
    .accent = rgb(0x1F5FA8),
    .on_accent = rgb(0xFFFFFF),
    .selection = rgb(0xDCE8F5),
    .shadow = {58, 44, 20, 56},
    .roles = daylight,
    .replies = replies_by_day,
    .envelope = rgb(0xF8EFDA),
    .letter = rgb(0xFFFFFF),
    .paper_edge = rgb(0xCDBE9D),
    .paper_ink = rgb(0x1F2430),
    .paper_dim = rgb(0x666052),
    .paper_roles = daylight,
    .paper_replies = replies_by_day,
};

constexpr Theme with_high_contrast(Theme theme, std::string_view name) {
    const bool day = theme.ground == Ground::paper;
    theme.name = name;
    theme.background = day ? rgb(0xFFFFFF) : rgb(0x000000);
    theme.room = day ? rgb(0xFFFFFF) : rgb(0x000000);
    theme.field = day ? rgb(0xF2F2F2) : rgb(0x1C1C1C);
    theme.field_hovered = day ? rgb(0xDDDDDD) : rgb(0x333333);
    theme.rule = day ? rgb(0x5A5A5A) : rgb(0xA8A8A8);
    theme.ink = day ? rgb(0x000000) : rgb(0xFFFFFF);
    theme.dim = day ? rgb(0x333333) : rgb(0xDADADA);
    theme.accent = day ? rgb(0x003E80) : rgb(0x9FD0FF);
    theme.on_accent = day ? rgb(0xFFFFFF) : rgb(0x000000);
    theme.selection = day ? rgb(0xCFE3FA) : rgb(0x123A63);
    theme.roles = day ? daylight_strong : lamplight_strong;
    theme.replies = day ? replies_by_day_strong : replies_by_night_strong;
    theme.envelope = rgb(0xFBF4E2);
    theme.paper_edge = rgb(0x4A4434);
    theme.paper_ink = rgb(0x000000);
    theme.paper_dim = rgb(0x3A372F);
    theme.paper_roles = daylight_strong;
    theme.paper_replies = replies_by_day_strong;
    return theme;
}

constexpr Theme at_night(Theme theme) {
    theme.name = "night office";
    theme.ground = Ground::night_office;
    theme.background = rgb(0x11151D);
    theme.room = rgb(0x191F2A);
    theme.field = rgb(0x262E3C);
    theme.field_hovered = rgb(0x343E50);
    theme.rule = rgb(0x343D4D);
    theme.ink = rgb(0xEAEDF3);
    theme.dim = rgb(0xA4AEBF);
    theme.accent = rgb(0x7CB8F2);
    theme.on_accent = rgb(0x0C1420);
    theme.selection = rgb(0x233A57);
    theme.shadow = {0, 0, 0, 130};
    theme.roles = lamplight;
    theme.replies = replies_by_night;
    theme.envelope = rgb(0xF3E9D2);
    theme.letter = rgb(0xFAF8F3);
    return theme;
}

constexpr Theme night_office = at_night(paper);
constexpr Theme paper_strong = with_high_contrast(paper, "paper, high contrast");
constexpr Theme night_strong = with_high_contrast(night_office, "night office, high contrast");

void apply_colours(const Theme& theme, ImGuiStyle& style) {
    const auto set = [&style](ImGuiCol which, Color color) { style.Colors[which] = ImVec4(color); };
    set(ImGuiCol_Text, theme.ink);
    set(ImGuiCol_TextDisabled, theme.dim);
    set(ImGuiCol_WindowBg, theme.background);
    set(ImGuiCol_ChildBg, faded(theme.room, 0));
    set(ImGuiCol_PopupBg, theme.room);
    set(ImGuiCol_Border, theme.rule);
    set(ImGuiCol_BorderShadow, faded(theme.rule, 0));
    set(ImGuiCol_FrameBg, theme.field);
    set(ImGuiCol_FrameBgHovered, theme.field_hovered);
    set(ImGuiCol_FrameBgActive, theme.selection);
    set(ImGuiCol_TitleBg, theme.background);
    set(ImGuiCol_TitleBgActive, theme.background);
    set(ImGuiCol_MenuBarBg, theme.background);
    set(ImGuiCol_ScrollbarBg, faded(theme.field, 0));
    set(ImGuiCol_ScrollbarGrab, theme.rule);
    set(ImGuiCol_ScrollbarGrabHovered, mixed(theme.rule, theme.dim, 0.5f));
    set(ImGuiCol_ScrollbarGrabActive, theme.dim);
    set(ImGuiCol_CheckMark, theme.accent);
    set(ImGuiCol_SliderGrab, theme.accent);
    set(ImGuiCol_SliderGrabActive, mixed(theme.accent, theme.ink, 0.3f));
    set(ImGuiCol_Button, theme.field);
    set(ImGuiCol_ButtonHovered, theme.field_hovered);
    set(ImGuiCol_ButtonActive, theme.selection);
    set(ImGuiCol_Header, theme.selection);
    set(ImGuiCol_HeaderHovered, theme.field_hovered);
    set(ImGuiCol_HeaderActive, theme.selection);
    set(ImGuiCol_Separator, theme.rule);
    set(ImGuiCol_SeparatorHovered, theme.accent);
    set(ImGuiCol_SeparatorActive, theme.accent);
    set(ImGuiCol_ResizeGrip, faded(theme.rule, 0));
    set(ImGuiCol_TableHeaderBg, theme.field);
    set(ImGuiCol_TableBorderStrong, theme.rule);
    set(ImGuiCol_TableBorderLight, theme.rule);
    set(ImGuiCol_TableRowBg, faded(theme.room, 0));
    set(ImGuiCol_TableRowBgAlt, faded(theme.ink, 0.03f));
    set(ImGuiCol_TextSelectedBg, theme.selection);
    set(ImGuiCol_DragDropTarget, theme.accent);
    set(ImGuiCol_ModalWindowDimBg, faded(rgb(0x000000), 0.35f));
}

}  // namespace

const Theme& theme_of(Ground ground, Contrast contrast) {
    if (ground == Ground::paper) return contrast == Contrast::normal ? paper : paper_strong;
    return contrast == Contrast::normal ? night_office : night_strong;
}

std::array<const Theme*, 4> all_themes() {
    return {&paper, &paper_strong, &night_office, &night_strong};
}

std::string_view word_of(ReplyClass reply) {
    constexpr std::array<std::string_view, reply_class_count> words{"done", "go on", "come back later",
                                                                    "refused"};
    return words[static_cast<std::size_t>(reply)];
}

ReplyClass reply_class(int code) {
    switch (code / 100) {
        case 2:
            return ReplyClass::done;
        case 3:
            return ReplyClass::go_on;
        case 4:
            return ReplyClass::come_back;
        default:
            return ReplyClass::refused;
    }
}

void apply(const Theme& theme, float scale) {
    ImGuiStyle& style = ImGui::GetStyle();
    style = ImGuiStyle();
    apply_colours(theme, style);
    const auto px = [scale](float design) { return std::round(design * scale); };
    style.WindowPadding = {px(2 * grid), px(2 * grid)};
    style.FramePadding = {px(1.5f * grid), px(grid * 0.75f)};
    style.CellPadding = {px(grid), px(grid / 2)};
    style.ItemSpacing = {px(grid), px(grid)};
    style.ItemInnerSpacing = {px(grid), px(grid / 2)};
    style.IndentSpacing = px(2 * grid);
    style.ScrollbarSize = px(1.5f * grid);
    style.GrabMinSize = px(2 * grid);
    style.WindowRounding = 0;
    for (float* rounding : {&style.ChildRounding, &style.FrameRounding, &style.PopupRounding,
                            &style.ScrollbarRounding, &style.GrabRounding, &style.TabRounding})
        *rounding = px(corner_radius);
    style.WindowBorderSize = 0;
    style.ChildBorderSize = 0;
    style.FrameBorderSize = 0;
    style.PopupBorderSize = std::max(1.0f, px(rule_width));
    style.MouseCursorScale = scale;
    // Lines as plain triangles: the same picture from the graphics card and from raster.h.
    style.AntiAliasedLinesUseTex = false;
}

}  // namespace ui
