#include "ui/raster_fill.h"

#include <algorithm>
#include <cmath>

namespace ui::raster {

namespace {

constexpr std::uint32_t opaque = 0xFF000000u;
constexpr int texel_bits = 16;  // texture coordinates in 1/65536 of a texel
constexpr std::int64_t half_texel = std::int64_t{1} << (texel_bits - 1);

std::uint32_t packed(const Rgba& c) {
    return c.red | c.green << 8 | c.blue << 16 | opaque;
}

std::int64_t texels(float coordinate, int size) {
    return static_cast<std::int64_t>(coordinate * static_cast<float>(size) * (1 << texel_bits)) - half_texel;
}

/// Where the four neighbours lie and how much the second of each pair counts (0 to 256).
struct Neighbours {
    int first, second;
    std::uint32_t share;
};

Neighbours neighbours(std::int64_t at, int size) {
    const auto whole = static_cast<int>(std::clamp<std::int64_t>(at >> texel_bits, -1, size));
    return {std::clamp(whole, 0, size - 1), std::clamp(whole + 1, 0, size - 1),
            static_cast<std::uint32_t>(at >> (texel_bits - 8) & 0xFF)};
}

std::uint32_t weighed(const unsigned char* top, const unsigned char* bottom, std::size_t left,
                      std::size_t right, std::uint32_t across, std::uint32_t down) {
    const std::uint32_t upper = top[left] * (256 - across) + top[right] * across;
    const std::uint32_t lower = bottom[left] * (256 - across) + bottom[right] * across;
    return (upper * (256 - down) + lower * down + 32768) >> 16;
}

Rgba sampled_at(const Texture& texture, std::int64_t u, std::int64_t v) {
    const auto wide = static_cast<std::size_t>(texture.octets_per_pixel);
    const Neighbours x = neighbours(u, texture.width), y = neighbours(v, texture.height);
    const auto row = [&](int number) {
        return texture.pixels +
               static_cast<std::size_t>(number) * static_cast<std::size_t>(texture.width) * wide;
    };
    const unsigned char *top = row(y.first), *bottom = row(y.second);
    const auto left = static_cast<std::size_t>(x.first) * wide,
               right = static_cast<std::size_t>(x.second) * wide;
    const auto channel = [&](std::size_t n) {
        return weighed(top, bottom, left + n, right + n, x.share, y.share);
    };
    if (wide == 1) return {255, 255, 255, channel(0)};
    return {channel(0), channel(1), channel(2), channel(3)};
}

/// The first pixel whose centre lies at or right of (below) `edge`.
int first_pixel(float edge) {
    return static_cast<int>(std::ceil(edge - 0.5f));
}

}  // namespace

Rgba sampled(const Texture& texture, float u, float v) {
    if (texture.pixels == nullptr) return {255, 255, 255, 255};
    return sampled_at(texture, texels(u, texture.width), texels(v, texture.height));
}

void fill_span(std::uint32_t* row, int count, const Rgba& color) {
    if (color.alpha == 255) {
        std::fill(row, row + count, packed(color));
        return;
    }
    if (color.alpha == 0) return;
    for (int i = 0; i < count; ++i) blend(row[i], color);
}

void fill_quad(Image& image, const Clip& clip, const Texture& texture, const ImDrawVert& low,
               const ImDrawVert& high) {
    const int left = std::max(clip.left, first_pixel(low.pos.x));
    const int right = std::min(clip.right, first_pixel(high.pos.x));
    const int top = std::max(clip.top, first_pixel(low.pos.y));
    const int bottom = std::min(clip.bottom, first_pixel(high.pos.y));
    if (left >= right) return;
    Rgba color = unpacked(low.col);
    const bool plain = texture.pixels == nullptr || (low.uv.x == high.uv.x && low.uv.y == high.uv.y);
    if (plain) {
        color = multiplied(color, sampled(texture, low.uv.x, low.uv.y));
        for (int y = top; y < bottom; ++y) fill_span(image.row(y) + left, right - left, color);
        return;
    }
    const float across = (high.uv.x - low.uv.x) / (high.pos.x - low.pos.x);
    const float down = (high.uv.y - low.uv.y) / (high.pos.y - low.pos.y);
    const float u = low.uv.x + (static_cast<float>(left) + 0.5f - low.pos.x) * across;
    const std::int64_t first = texels(u, texture.width);
    const std::int64_t step = texels(u + across, texture.width) - first;
    for (int y = top; y < bottom; ++y) {
        std::uint32_t* row = image.row(y);
        const float v = low.uv.y + (static_cast<float>(y) + 0.5f - low.pos.y) * down;
        const std::int64_t at = texels(v, texture.height);
        std::int64_t along = first;
        for (int x = left; x < right; ++x, along += step)
            if (const Rgba texel = sampled_at(texture, along, at); texel.alpha != 0)
                blend(row[x], multiplied(color, texel));
    }
}

}  // namespace ui::raster
