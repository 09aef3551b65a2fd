// The strokes and surfaces that everything on stage is made of, on top of ImDrawList: soft shadows, cards,
// gradient lines, dashes, arrow heads, rotation. Sizes are design px and scaled by the canvas; positions are
// screen px. Knows no mail: see paper.h, office.h and icons.h.
#pragma once
#include <span>
#include <string_view>

#include "ui/context.h"

namespace ui {

constexpr float stroke_width = 2;  // design px: the one stroke of icons and lines

/// A shadow under `box`: full strength below it, gone `blur` design px outside. `corner` in design px.
void draw_soft_shadow(const Canvas& canvas, const Box& box, float corner, float blur, Color color);

enum class Lift : std::uint8_t { resting, lifted };

/// A surface with the one corner radius, a thin rule around it and a shadow below it.
void draw_card(const Canvas& canvas, const Box& box, Color fill, Lift lift = Lift::resting);

/// A cubic Bezier curve from `from` to `to`.
struct Curve {
    Point from, from_handle, to_handle, to;

    Point at(float share) const;
    /// Of length 1.
    Point direction(float share) const;
};

/// Leaves `from` and reaches `to` horizontally: how lines between hosts run.
Curve level_curve(Point from, Point to);

/// Smooth on both sides, `width` design px, its colour running from one end to the other.
void draw_gradient_curve(const Canvas& canvas, const Curve& curve, float width, Color from, Color to);
/// From share `start` to `end` of the curve.
void draw_part_of_curve(const Canvas& canvas, const Curve& curve, float start, float end, float width,
                        Color color);
void draw_dashed_curve(const Canvas& canvas, const Curve& curve, float width, Color color, float dash,
                       float gap);
/// For what is inferred, not observed: short slanted strokes across the line.
void draw_hatched_curve(const Canvas& canvas, const Curve& curve, float width, Color color);

void draw_line(const Canvas& canvas, Point from, Point to, float width, Color color);
void draw_dashed_line(const Canvas& canvas, Point from, Point to, float width, Color color, float dash,
                      float gap);
void draw_dashed_box(const Canvas& canvas, const Box& box, float width, Color color, float dash, float gap);
/// The tip is at `tip`; `direction` of length 1; `length` design px.
void draw_arrow_head(const Canvas& canvas, Point tip, Point direction, float length, Color color);
/// A light around `centre`, strongest there, gone at `radius` design px.
void draw_glow(const Canvas& canvas, Point centre, float radius, Color color);

/// With its top left corner at `at`.
void draw_text(const Canvas& canvas, Point at, const Face& face, Color color, std::string_view text);
/// Centred on `centre` both ways.
void draw_text_centred(const Canvas& canvas, Point centre, const Face& face, Color color,
                       std::string_view text);

/// Whatever is drawn on the list while this lives is turned about `centre` when it ends.
class Turned {
public:
    Turned(const Canvas& canvas, Point centre, float degrees);
    ~Turned();
    Turned(const Turned&) = delete;
    Turned& operator=(const Turned&) = delete;

private:
    ImDrawList& list_;
    Point centre_;
    float degrees_;
    int first_;
};

}  // namespace ui
