// What every panel is handed: the theme, the fonts, the scale, and where to leave marks. One for a window or
// a picture; whoever owns the frame (window.h, headless.h) keeps it true. Panels change `wanted`; the owner
// applies it before the next frame.
#pragma once
#include "ui/fonts.h"
#include "ui/marks.h"
#include "ui/theme.h"

namespace ui {

enum class Screen : std::uint8_t { window, full };

/// What the learner chose and we remember.
struct Appearance {
    Ground ground = Ground::paper;
    Contrast contrast = Contrast::normal;
    float text_scale = 1;
    Screen screen = Screen::window;
    friend bool operator==(const Appearance&, const Appearance&) = default;
};

/// One step of A- and A+, kept within the limits of fonts.h.
float next_text_scale(float scale, int steps);

/// Where and how shapes are drawn. `unit` is screen px a design px: it follows the display and the text size.
struct Canvas {
    ImDrawList* list = nullptr;
    const Theme* theme = nullptr;
    const Fonts* fonts = nullptr;
    float unit = 1;

    float px(float design) const { return design * unit; }
    /// The same canvas, everything drawn `factor` times as large. Text comes out at that size as well.
    Canvas scaled(float factor) const { return {list, theme, fonts, unit * factor}; }
};

struct Context {
    Appearance wanted;
    const Theme* theme = &theme_of(Ground::paper);
    Fonts fonts;
    float unit = 1;
    Marks* marks = nullptr;  // null: nobody asks where things are

    float px(float design) const { return design * unit; }
    /// On the current window's draw list. Between NewFrame and Render only.
    Canvas canvas() const { return {ImGui::GetWindowDrawList(), theme, &fonts, unit}; }
    Canvas canvas_on(ImDrawList* list) const { return {list, theme, &fonts, unit}; }
};

enum class Changed : std::uint8_t { nothing, colours, fonts };

/// Follows `context.wanted` and the display: fonts, style, theme. Between frames only. Answers what the
/// renderer must follow: after `fonts` it takes the new atlas.
class Dresser {
public:
    Changed dress(Context& context, float display, float density);

private:
    bool dressed_ = false;
    Appearance appearance_;
    Zoom zoom_;
};

}  // namespace ui
