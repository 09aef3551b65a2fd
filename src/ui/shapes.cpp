#include "ui/shapes.h"

#include <array>
#include <cmath>

#include "ui/compat.h"

namespace ui {

namespace {

constexpr float quarter_turn = 1.57079633f;

void add_triangle(ImDrawList& list, unsigned a, unsigned b, unsigned c) {
    for (const unsigned index : {a, b, c}) list.PrimWriteIdx(static_cast<ImDrawIdx>(index));
}

/// How much of a shadow is left at `share` of its way out: falls like a bell, not like a ramp.
float left_of_shadow(float share) {
    const float rest = 1 - share;
    return rest * rest * (3 - 2 * rest);
}

}  // namespace

void draw_soft_shadow(const Canvas& canvas, const Box& box, float corner, float blur, Color color) {
    ImDrawList& list = *canvas.list;
    const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
    constexpr int rings = 6, steps = 6, around = 4 * (steps + 1);
    const float reach = canvas.px(blur);
    const float most = std::min(box.width(), box.height()) / 2;
    // More than half of the blur lies inside the box, as a real penumbra does: no slab shows beside a paper.
    const float inner = std::min(reach * 0.6f, most);
    const float radius = std::min(std::max({canvas.px(corner), inner, 1.0f}), most);
    if (inner <= 0 || radius < inner) return;
    const std::array<Point, 4> centres{
        Point{box.high.x - radius, box.high.y - radius}, Point{box.low.x + radius, box.high.y - radius},
        Point{box.low.x + radius, box.low.y + radius}, Point{box.high.x - radius, box.low.y + radius}};
    list.PrimReserve(around * 6 * (rings - 1) + (around - 2) * 3, around * rings);
    const unsigned base = list._VtxCurrentIdx;
    for (int ring = 0; ring < rings; ++ring) {
        const float share = static_cast<float>(ring) / (rings - 1);
        const float out = radius - inner + (inner + reach) * share;
        const Color shade = faded(color, left_of_shadow(share));
        for (std::size_t quarter = 0; quarter < 4; ++quarter)
            for (int step = 0; step <= steps; ++step) {
                const float angle =
                    (static_cast<float>(quarter) + static_cast<float>(step) / steps) * quarter_turn;
                list.PrimWriteVtx(centres[quarter] + Point{std::cos(angle), std::sin(angle)} * out, white,
                                  shade);
            }
    }
    for (unsigned i = 2; i < around; ++i) add_triangle(list, base, base + i - 1, base + i);
    for (unsigned ring = 0; ring + 1 < rings; ++ring)
        for (unsigned i = 0; i < around; ++i) {
            const unsigned a = base + ring * around + i, b = base + ring * around + (i + 1) % around;
            add_triangle(list, a, a + around, b + around);
            add_triangle(list, a, b + around, b);
        }
}

void draw_card(const Canvas& canvas, const Box& box, Color fill, Lift lift) {
    const bool lifted = lift == Lift::lifted;
    const Color shadow = canvas.theme->shadow;
    draw_soft_shadow(canvas, box.moved({0, canvas.px(lifted ? 6 : 2)}), corner_radius, lifted ? 18 : 8,
                     faded(shadow, lifted ? 0.9f : 0.6f));
    canvas.list->AddRectFilled(box.low, box.high, fill, canvas.px(corner_radius));
    compat::add_rect(*canvas.list, box.low, box.high, canvas.theme->rule, canvas.px(corner_radius),
                     canvas.px(rule_width));
}

Point Curve::at(float t) const {
    const float u = 1 - t;
    return from * (u * u * u) + from_handle * (3 * u * u * t) + to_handle * (3 * u * t * t) +
           to * (t * t * t);
}

Point Curve::direction(float t) const {
    const Point step = at(std::min(t + 0.01f, 1.0f)) - at(std::max(t - 0.01f, 0.0f));
    const float length = std::sqrt(step.x * step.x + step.y * step.y);
    return length > 0 ? step * (1 / length) : Point{1, 0};
}

Curve level_curve(Point from, Point to) {
    const float reach = (to.x - from.x) * 0.5f;
    return {from, {from.x + reach, from.y}, {to.x - reach, to.y}, to};
}

void draw_gradient_curve(const Canvas& canvas, const Curve& curve, float width, Color from, Color to) {
    ImDrawList& list = *canvas.list;
    const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
    constexpr int steps = 48;
    constexpr unsigned lanes = 4;  // fringe, edge, edge, fringe
    const float half = std::max(canvas.px(width) / 2 - 0.5f, 0.0f);
    list.PrimReserve(steps * 18, (steps + 1) * static_cast<int>(lanes));
    const unsigned base = list._VtxCurrentIdx;
    for (int i = 0; i <= steps; ++i) {
        const float share = static_cast<float>(i) / steps;
        const Point along = curve.direction(share), across{-along.y, along.x}, at = curve.at(share);
        const Color color = mixed(from, to, share), none = faded(color, 0);
        list.PrimWriteVtx(at - across * (half + 1), white, none);
        list.PrimWriteVtx(at - across * half, white, color);
        list.PrimWriteVtx(at + across * half, white, color);
        list.PrimWriteVtx(at + across * (half + 1), white, none);
    }
    for (unsigned i = 0; i < steps; ++i)
        for (unsigned lane = 0; lane + 1 < lanes; ++lane) {
            const unsigned a = base + i * lanes + lane;
            add_triangle(list, a, a + 1, a + 1 + lanes);
            add_triangle(list, a, a + 1 + lanes, a + lanes);
        }
}

void draw_part_of_curve(const Canvas& canvas, const Curve& curve, float start, float end, float width,
                        Color color) {
    constexpr int steps = 24;
    std::array<ImVec2, steps + 1> points;
    for (int i = 0; i <= steps; ++i)
        points[static_cast<std::size_t>(i)] = curve.at(start + (end - start) * static_cast<float>(i) / steps);
    compat::add_polyline(*canvas.list, points.data(), steps + 1, color, canvas.px(width), compat::Ends::open);
}

namespace {

/// Calls `visit(share, length so far)` at even distances along the curve, `stride` screen px apart.
template <class Visit>
void walk(const Curve& curve, float stride, Visit visit) {
    constexpr int fine = 256;
    constexpr int most = 2000;  // however short the stride
    float gone = 0, due = 0;
    int visited = 0;
    Point last = curve.from;
    for (int i = 1; i <= fine && visited < most; ++i) {
        const Point next = curve.at(static_cast<float>(i) / fine);
        const float length = std::hypot(next.x - last.x, next.y - last.y);
        for (; due <= gone + length && visited < most; due += stride, ++visited) {
            const float inside = length > 0 ? (due - gone) / length : 0;
            visit((static_cast<float>(i - 1) + inside) / fine);
        }
        gone += length;
        last = next;
    }
}

}  // namespace

void draw_dashed_curve(const Canvas& canvas, const Curve& curve, float width, Color color, float dash,
                       float gap) {
    std::vector<float> shares;
    walk(curve, canvas.px(dash + gap) / 4, [&shares](float share) { shares.push_back(share); });
    const auto quarters = static_cast<std::size_t>(std::clamp(4 * dash / (dash + gap), 1.0f, 3.0f) + 0.5f);
    for (std::size_t i = 0; i + quarters < shares.size(); i += 4)
        canvas.list->AddLine(curve.at(shares[i]), curve.at(shares[i + quarters]), color, canvas.px(width));
}

void draw_hatched_curve(const Canvas& canvas, const Curve& curve, float width, Color color) {
    const float reach = canvas.px(width) / 2;
    walk(curve, canvas.px(6), [&](float share) {
        const Point along = curve.direction(share), across{-along.y, along.x}, at = curve.at(share);
        canvas.list->AddLine(at - across * reach - along * (reach / 2),
                             at + across * reach + along * (reach / 2), color, canvas.px(1.5f));
    });
}

void draw_line(const Canvas& canvas, Point from, Point to, float width, Color color) {
    canvas.list->AddLine(from, to, color, canvas.px(width));
}

void draw_dashed_line(const Canvas& canvas, Point from, Point to, float width, Color color, float dash,
                      float gap) {
    const float length = std::hypot(to.x - from.x, to.y - from.y);
    const float stride = std::max(canvas.px(dash + gap), 1.0f);
    if (length <= 0) return;
    for (float at = 0; at < length && at < stride * 2000; at += stride)
        canvas.list->AddLine(between(from, to, at / length),
                             between(from, to, std::min(at + canvas.px(dash), length) / length), color,
                             canvas.px(width));
}

void draw_dashed_box(const Canvas& canvas, const Box& box, float width, Color color, float dash, float gap) {
    const std::array<Point, 5> corners{box.low, Point{box.high.x, box.low.y}, box.high,
                                       Point{box.low.x, box.high.y}, box.low};
    for (std::size_t i = 0; i < 4; ++i)
        draw_dashed_line(canvas, corners[i], corners[i + 1], width, color, dash, gap);
}

void draw_arrow_head(const Canvas& canvas, Point tip, Point direction, float length, Color color) {
    const float size = canvas.px(length);
    const Point back = tip - direction * size,
                across{-direction.y * size * 0.45f, direction.x * size * 0.45f};
    canvas.list->AddTriangleFilled(tip, back + across, back - across, color);
}

void draw_glow(const Canvas& canvas, Point centre, float radius, Color color) {
    ImDrawList& list = *canvas.list;
    const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
    constexpr unsigned rings = 5, around = 40;
    list.PrimReserve(static_cast<int>(around * 3 + (rings - 1) * around * 6),
                     static_cast<int>(1 + rings * around));
    const unsigned base = list._VtxCurrentIdx;
    list.PrimWriteVtx(centre, white, color);
    for (unsigned ring = 1; ring <= rings; ++ring) {
        const float share = static_cast<float>(ring) / rings;
        for (unsigned i = 0; i < around; ++i) {
            const float angle = 4 * quarter_turn * static_cast<float>(i) / around;
            list.PrimWriteVtx(centre + Point{std::cos(angle), std::sin(angle)} * (canvas.px(radius) * share),
                              white, faded(color, left_of_shadow(share)));
        }
    }
    for (unsigned i = 0; i < around; ++i) add_triangle(list, base, base + 1 + i, base + 1 + (i + 1) % around);
    for (unsigned ring = 0; ring + 1 < rings; ++ring)
        for (unsigned i = 0; i < around; ++i) {
            const unsigned a = base + 1 + ring * around + i, b = base + 1 + ring * around + (i + 1) % around;
            add_triangle(list, a, a + around, b + around);
            add_triangle(list, a, b + around, b);
        }
}

void draw_text(const Canvas& canvas, Point at, const Face& face, Color color, std::string_view text) {
    canvas.list->AddText(face.font, face.size, at, color, text.data(), text.data() + text.size());
}

void draw_text_centred(const Canvas& canvas, Point centre, const Face& face, Color color,
                       std::string_view text) {
    draw_text(canvas, {std::round(centre.x - face.width_of(text) / 2), std::round(centre.y - face.size / 2)},
              face, color, text);
}

Turned::Turned(const Canvas& canvas, Point centre, float degrees)
    : list_(*canvas.list), centre_(centre), degrees_(degrees), first_(canvas.list->VtxBuffer.Size) {}

Turned::~Turned() {
    const float angle = degrees_ * quarter_turn / 90, sine = std::sin(angle), cosine = std::cos(angle);
    for (int i = first_; i < list_.VtxBuffer.Size; ++i) {
        ImVec2& at = list_.VtxBuffer[i].pos;
        const Point off = Point(at) - centre_;
        at = centre_ + Point{off.x * cosine - off.y * sine, off.x * sine + off.y * cosine};
    }
}

}  // namespace ui
