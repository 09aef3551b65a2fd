// Draws what ImGui produced into a picture, on the processor: for `shot`, for golden pictures and for tests,
// where there is no display and no OpenGL. Integer arithmetic after the corners are rounded to 1/256 px, so
// that the same draw lists give the same octets with every compiler. Knows no theme; blends in sRGB, as the
// window does.
#pragma once
#include <imgui.h>

#include <functional>

#include "ui/image.h"

namespace ui {

/// A texture in memory. One octet a pixel: alpha of white; four: RGBA.
struct Texture {
    int width = 0;
    int height = 0;
    int octets_per_pixel = 1;
    const unsigned char* pixels = nullptr;
};

using TextureOf = std::function<Texture(ImTextureID)>;

/// Paints over `image`. Whatever lies outside, has no area or has no finite corner is left out; a command
/// whose texture has no pixels is painted in plain vertex colours. User callbacks are skipped.
void paint(Image& image, const ImDrawData& drawing, const TextureOf& texture_of);

}  // namespace ui
