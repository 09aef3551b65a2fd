#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "ui/raster_fill.h"

namespace ui::raster {

namespace {

constexpr int sub_bits = 8;  // corners in 1/256 px
constexpr std::int64_t one = std::int64_t{1} << sub_bits;
constexpr std::uint32_t hue = 0x00FFFFFF;
constexpr int share_bits = 28;  // a corner's share of a pixel, in 1/2^28
constexpr std::int64_t half_share = std::int64_t{1} << (share_bits - 1);

struct Corner {
    std::int64_t x, y;
    const ImDrawVert* vertex;
};

Corner corner(const ImDrawVert& vertex) {
    return {std::lrint(vertex.pos.x * one), std::lrint(vertex.pos.y * one), &vertex};
}

/// Twice the signed area of p, q and (x, y): positive inside, for corners in clockwise order on screen.
std::int64_t area(const Corner& p, const Corner& q, std::int64_t x, std::int64_t y) {
    return (q.x - p.x) * (y - p.y) - (q.y - p.y) * (x - p.x);
}

/// The function that is 0 on an edge and grows towards the inside; a pixel is inside when all three are >= 0.
struct Edge {
    std::int64_t at;      // at the centre of the box's top left pixel
    std::int64_t across;  // a pixel further right
    std::int64_t down;    // a pixel further down

    Edge(const Corner& p, const Corner& q, std::int64_t x, std::int64_t y)
        : at(area(p, q, x, y)), across(-(q.y - p.y) * one), down((q.x - p.x) * one) {
        const bool top_or_left = (p.y == q.y && q.x > p.x) || q.y < p.y;
        if (!top_or_left) --at;
    }
};

struct Span {
    int first, last;  // [first, last)
};

/// Solves for the pixels of a row that lie inside, instead of asking each.
void narrow(Span& span, int left, std::int64_t value, std::int64_t across) {
    if (across > 0) {
        if (value < 0)
            span.first =
                static_cast<int>(std::max<std::int64_t>(span.first, left + (-value + across - 1) / across));
    } else if (value < 0) {
        span.last = span.first;
    } else if (across < 0) {
        span.last = static_cast<int>(std::min<std::int64_t>(span.last, left + value / -across + 1));
    }
}

/// Mixes what the corners carry, by the shares of the second and third.
class Shade {
public:
    Shade(const Texture& texture, const std::array<Corner, 3>& corners) : texture_(texture) {
        for (std::size_t i = 0; i < 3; ++i) colors_[i] = unpacked(corners[i].vertex->col);
        const ImDrawVert &a = *corners[0].vertex, &b = *corners[1].vertex, &c = *corners[2].vertex;
        one_color_ = a.col == b.col && a.col == c.col;
        one_hue_ = (a.col & hue) == (b.col & hue) && (a.col & hue) == (c.col & hue);
        one_texel_ = texture.pixels == nullptr ||
                     (a.uv.x == b.uv.x && a.uv.x == c.uv.x && a.uv.y == b.uv.y && a.uv.y == c.uv.y);
        u_ = {a.uv.x, b.uv.x, c.uv.x};
        v_ = {a.uv.y, b.uv.y, c.uv.y};
        if (!one_texel_) return;
        const Rgba texel = sampled(texture, u_[0], v_[0]);
        for (Rgba& color : colors_) color = multiplied(color, texel);
    }

    /// Only alpha differs from corner to corner: a soft edge.
    bool soft() const { return one_hue_ && one_texel_; }

    /// `count` pixels of a soft edge, the shares of the first and what they grow by a pixel.
    void fill_soft(std::uint32_t* row, int count, std::int64_t second, std::int64_t third,
                   std::int64_t second_step, std::int64_t third_step) const {
        const std::int64_t a = colors_[0].alpha, b = colors_[1].alpha - a, c = colors_[2].alpha - a;
        const std::int64_t step = b * second_step + c * third_step;
        std::int64_t value = (a << share_bits) + b * second + c * third + half_share;
        Rgba color = colors_[0];
        for (int i = 0; i < count; ++i, value += step) {
            color.alpha = static_cast<std::uint32_t>(std::clamp<std::int64_t>(value >> share_bits, 0, 255));
            blend(row[i], color);
        }
    }

    bool flat() const { return one_color_ && one_texel_; }
    const Rgba& color() const { return colors_[0]; }

    Rgba at(std::int64_t second, std::int64_t third) const {
        Rgba color = colors_[0];
        if (!one_color_)
            color = {mixed(&Rgba::red, second, third), mixed(&Rgba::green, second, third),
                     mixed(&Rgba::blue, second, third), mixed(&Rgba::alpha, second, third)};
        if (one_texel_) return color;
        constexpr float unit = 1.0f / static_cast<float>(std::int64_t{1} << share_bits);
        const float q = static_cast<float>(second) * unit, r = static_cast<float>(third) * unit;
        const auto along = [q, r](const std::array<float, 3>& w) {
            return w[0] + (w[1] - w[0]) * q + (w[2] - w[0]) * r;
        };
        return multiplied(color, sampled(texture_, along(u_), along(v_)));
    }

private:
    std::uint32_t mixed(std::uint32_t Rgba::*channel, std::int64_t second, std::int64_t third) const {
        const std::int64_t a = colors_[0].*channel, b = colors_[1].*channel, c = colors_[2].*channel;
        const std::int64_t value = (a << share_bits) + (b - a) * second + (c - a) * third + half_share;
        return static_cast<std::uint32_t>(std::clamp<std::int64_t>(value >> share_bits, 0, 255));
    }

    const Texture& texture_;
    std::array<Rgba, 3> colors_;
    std::array<float, 3> u_{}, v_{};
    bool one_color_ = false;
    bool one_hue_ = false;
    bool one_texel_ = false;
};

/// Edge values to shares of the whole area, without 64-bit overflow: both are shifted until the area fits 31
/// bits.
class Shares {
public:
    explicit Shares(std::int64_t whole) {
        const int bits = 64 - std::countl_zero(static_cast<std::uint64_t>(whole));
        shift_ = std::max(0, bits - 31);
        whole_ = std::max<std::int64_t>(1, whole >> shift_);
    }
    std::int64_t of(std::int64_t part) const { return ((part >> shift_) << share_bits) / whole_; }

private:
    int shift_;
    std::int64_t whole_;
};

}  // namespace

void fill_triangle(Image& image, const Clip& clip, const Texture& texture, const ImDrawVert& va,
                   const ImDrawVert& vb, const ImDrawVert& vc) {
    std::array<Corner, 3> c{corner(va), corner(vb), corner(vc)};
    std::int64_t whole = area(c[0], c[1], c[2].x, c[2].y);
    if (whole == 0) return;
    if (whole < 0) std::swap(c[1], c[2]), whole = -whole;
    const auto [min_x, max_x] = std::minmax({c[0].x, c[1].x, c[2].x});
    const auto [min_y, max_y] = std::minmax({c[0].y, c[1].y, c[2].y});
    const int left = std::max<int>(clip.left, static_cast<int>(min_x >> sub_bits));
    const int right = std::min<int>(clip.right, static_cast<int>((max_x + one - 1) >> sub_bits));
    const int top = std::max<int>(clip.top, static_cast<int>(min_y >> sub_bits));
    const int bottom = std::min<int>(clip.bottom, static_cast<int>((max_y + one - 1) >> sub_bits));
    if (left >= right || top >= bottom) return;

    const std::int64_t x = left * one + one / 2, y = top * one + one / 2;
    Edge first(c[1], c[2], x, y), second(c[2], c[0], x, y), third(c[0], c[1], x, y);
    const Shade shade(texture, c);
    const Shares shares(whole);
    const std::int64_t second_step = shares.of(second.across), third_step = shares.of(third.across);
    for (int row = top; row < bottom; ++row) {
        Span span{left, right};
        narrow(span, left, first.at, first.across);
        narrow(span, left, second.at, second.across);
        narrow(span, left, third.at, third.across);
        std::uint32_t* pixels = image.row(row);
        if (shade.flat()) {
            if (span.first < span.last) fill_span(pixels + span.first, span.last - span.first, shade.color());
        } else if (span.first < span.last) {
            std::int64_t b = shares.of(second.at + second.across * (span.first - left));
            std::int64_t d = shares.of(third.at + third.across * (span.first - left));
            if (shade.soft())
                shade.fill_soft(pixels + span.first, span.last - span.first, b, d, second_step, third_step);
            else
                for (int i = span.first; i < span.last; ++i, b += second_step, d += third_step)
                    blend(pixels[i], shade.at(b, d));
        }
        first.at += first.down;
        second.at += second.down;
        third.at += third.down;
    }
}

}  // namespace ui::raster
