// A colour as the themes write it (sRGB, 8 bits a channel, straight alpha), and what the eye makes of a pair
// of them: the contrast ratio of WCAG 2.1, 1.4.3. Knows no theme and no widget.
#pragma once
#include <imgui.h>

#include <cstdint>

namespace ui {

struct Color {
    std::uint8_t red = 0, green = 0, blue = 0, alpha = 255;

    /// What ImGui's draw lists take.
    constexpr operator ImU32() const { return IM_COL32(red, green, blue, alpha); }
    explicit operator ImVec4() const;
    friend constexpr bool operator==(const Color&, const Color&) = default;
};

/// 0xRRGGBB, opaque.
constexpr Color rgb(std::uint32_t hex) {
    return {static_cast<std::uint8_t>(hex >> 16 & 0xFF), static_cast<std::uint8_t>(hex >> 8 & 0xFF),
            static_cast<std::uint8_t>(hex & 0xFF), 255};
}

/// The same colour, its alpha multiplied by `share` (0 to 1).
Color faded(Color color, float share);

/// From `a` (share 0) to `b` (share 1), channel by channel, alpha too.
Color mixed(Color a, Color b, float share);

/// `color` laid over an opaque `ground`: the opaque colour that is seen.
Color over(Color color, Color ground);

/// The contrast ratio of two opaque colours, 1 to 21, the same both ways.
double contrast(Color a, Color b);

}  // namespace ui
