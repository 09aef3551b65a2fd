#include "ui/color.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

std::uint8_t mixed_channel(std::uint8_t a, std::uint8_t b, float share) {
    const float value = static_cast<float>(a) + (static_cast<float>(b) - static_cast<float>(a)) * share;
    return static_cast<std::uint8_t>(std::clamp(value + 0.5f, 0.0f, 255.0f));
}

double linear(std::uint8_t channel) {
    const double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(Color color) {
    return 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue);
}

}  // namespace

Color::operator ImVec4() const {
    const auto part = [](std::uint8_t channel) { return static_cast<float>(channel) / 255.0f; };
    return {part(red), part(green), part(blue), part(alpha)};
}

Color faded(Color color, float share) {
    color.alpha = mixed_channel(0, color.alpha, std::clamp(share, 0.0f, 1.0f));
    return color;
}

Color mixed(Color a, Color b, float share) {
    share = std::clamp(share, 0.0f, 1.0f);
    return {mixed_channel(a.red, b.red, share), mixed_channel(a.green, b.green, share),
            mixed_channel(a.blue, b.blue, share), mixed_channel(a.alpha, b.alpha, share)};
}

Color over(Color color, Color ground) {
    const float share = static_cast<float>(color.alpha) / 255.0f;
    color.alpha = 255;
    return mixed(ground, color, share);
}

double contrast(Color a, Color b) {
    const double first = luminance(a) + 0.05, second = luminance(b) + 0.05;
    return std::max(first, second) / std::min(first, second);
}

}  // namespace ui
