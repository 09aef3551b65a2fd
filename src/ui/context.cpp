#include "ui/context.h"

#include <array>
#include <cmath>

namespace ui {

namespace {
constexpr std::array<float, 10> text_scales{0.8f, 0.9f, 1.0f, 1.1f, 1.25f, 1.5f, 1.75f, 2.0f, 2.25f, 2.5f};
}  // namespace

float next_text_scale(float scale, int steps) {
    std::size_t nearest = 0;
    for (std::size_t i = 1; i < text_scales.size(); ++i)
        if (std::abs(text_scales[i] - scale) < std::abs(text_scales[nearest] - scale)) nearest = i;
    const int last = static_cast<int>(text_scales.size()) - 1;
    return text_scales[static_cast<std::size_t>(std::clamp(static_cast<int>(nearest) + steps, 0, last))];
}

Changed Dresser::dress(Context& context, float display, float density) {
    const Zoom zoom{std::clamp(context.wanted.text_scale, smallest_text_scale, largest_text_scale), display,
                    density};
    const bool same_fonts = dressed_ && zoom == zoom_;
    const bool same_colours = same_fonts && context.wanted.ground == appearance_.ground &&
                              context.wanted.contrast == appearance_.contrast;
    appearance_ = context.wanted;
    zoom_ = zoom;
    dressed_ = true;
    if (same_colours) return Changed::nothing;
    context.theme = &theme_of(context.wanted.ground, context.wanted.contrast);
    context.unit = zoom.text * zoom.display;
    apply(*context.theme, context.unit);
    if (same_fonts) return Changed::colours;
    context.fonts = build_fonts(zoom);
    return Changed::fonts;
}

}  // namespace ui
