// The two fillings below raster.h: axis-aligned quads (glyphs, plain rectangles) and triangles (everything
// else, with the soft fringes that make edges smooth). Both clip, sample and blend; neither knows a draw
// list.
#pragma once
#include "ui/raster.h"

namespace ui::raster {

/// Pixels x in [left, right), y in [top, bottom). Requires of callers: inside the image.
struct Clip {
    int left = 0, top = 0, right = 0, bottom = 0;
    bool empty() const { return left >= right || top >= bottom; }
};

struct Rgba {
    std::uint32_t red = 0, green = 0, blue = 0, alpha = 0;
};

constexpr Rgba unpacked(std::uint32_t color) {
    return {color & 0xFF, color >> 8 & 0xFF, color >> 16 & 0xFF, color >> 24};
}

/// Rounded to the nearest, for v up to 255 * 255.
constexpr std::uint32_t divided_by_255(std::uint32_t v) {
    v += 128;
    return (v + (v >> 8)) >> 8;
}

/// The texture's colour at (u, v), between 0 and 1, mixed from the four nearest pixels, clamped at the edge.
Rgba sampled(const Texture& texture, float u, float v);
/// Channel by channel, as a fragment shader multiplies.
constexpr Rgba multiplied(const Rgba& a, const Rgba& b) {
    return {divided_by_255(a.red * b.red), divided_by_255(a.green * b.green), divided_by_255(a.blue * b.blue),
            divided_by_255(a.alpha * b.alpha)};
}

/// `count` pixels from `row` on, one colour. `color.alpha` 255 overwrites.
void fill_span(std::uint32_t* row, int count, const Rgba& color);

/// Lays the colour over the pixel. Red and blue share a word, 16 bits apart, and are divided by 255 together.
inline void blend(std::uint32_t& pixel, const Rgba& color) {
    constexpr std::uint32_t pair = 0x00FF00FFu, round = 0x00800080u;
    const std::uint32_t rest = 255 - color.alpha;
    std::uint32_t both = (pixel & pair) * rest + (color.red | color.blue << 16) * color.alpha + round;
    both = (both + (both >> 8 & pair)) >> 8 & pair;
    const std::uint32_t green = divided_by_255((pixel >> 8 & 0xFF) * rest + color.green * color.alpha);
    pixel = both | green << 8 | 0xFF000000u;
}

/// From `low` (top left) to `high` (bottom right), in the colour of `low`. A pixel is covered when its centre
/// is.
void fill_quad(Image& image, const Clip& clip, const Texture& texture, const ImDrawVert& low,
               const ImDrawVert& high);

/// Top-left rule: two triangles that share an edge never both paint a pixel of it.
void fill_triangle(Image& image, const Clip& clip, const Texture& texture, const ImDrawVert& a,
                   const ImDrawVert& b, const ImDrawVert& c);

}  // namespace ui::raster
