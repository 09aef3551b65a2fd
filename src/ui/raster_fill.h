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

Rgba unpacked(std::uint32_t color);
/// The texture's colour at (u, v), between 0 and 1, mixed from the four nearest pixels, clamped at the edge.
Rgba sampled(const Texture& texture, float u, float v);
/// Channel by channel, as a fragment shader multiplies.
Rgba multiplied(const Rgba& a, const Rgba& b);
/// `count` pixels from `row` on, one colour. `color.alpha` 255 overwrites.
void fill_span(std::uint32_t* row, int count, const Rgba& color);
void blend(std::uint32_t& pixel, const Rgba& color);

/// From `low` (top left) to `high` (bottom right), in the colour of `low`. A pixel is covered when its centre
/// is.
void fill_quad(Image& image, const Clip& clip, const Texture& texture, const ImDrawVert& low,
               const ImDrawVert& high);

/// Top-left rule: two triangles that share an edge never both paint a pixel of it.
void fill_triangle(Image& image, const Clip& clip, const Texture& texture, const ImDrawVert& a,
                   const ImDrawVert& b, const ImDrawVert& c);

}  // namespace ui::raster
