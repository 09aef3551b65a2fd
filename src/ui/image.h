// A picture in memory: opaque RGBA, 8 bits a channel, the top row first. Red is the lowest byte of a pixel.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ui {

struct Image {
    int width = 0;
    int height = 0;
    std::vector<std::uint32_t> pixels;

    Image() = default;
    Image(int w, int h, std::uint32_t fill = 0xFF000000u)
        : width(w), height(h), pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), fill) {}

    std::uint32_t* row(int y) {
        return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
    }
    const std::uint32_t* row(int y) const { return const_cast<Image*>(this)->row(y); }
    /// Requires: inside.
    std::uint32_t at(int x, int y) const { return row(y)[x]; }
    friend bool operator==(const Image&, const Image&) = default;
};

}  // namespace ui
