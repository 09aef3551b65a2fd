#include "ui/icons.h"

#include <cmath>
#include <initializer_list>

#include "ui/compat.h"

namespace ui {

namespace {

constexpr float units = 24;
constexpr float stroke_units = 2;
constexpr float full_turn = 6.28318531f;

/// Draws in grid units: (0, 0) is the top left corner of the icon, (24, 24) the bottom right.
class IconPen {
public:
    IconPen(const Canvas& canvas, Point centre, float size, Color color)
        : list_(*canvas.list), unit_(canvas.px(size) / units), color_(color) {
        corner_ = centre - Point{12, 12} * unit_;
        stroke_ = std::max(stroke_units * unit_, 1.0f);
    }

    /// Lines with round ends and joints.
    void path(std::initializer_list<Point> points, compat::Ends ends = compat::Ends::open) {
        std::vector<ImVec2> screen;
        for (const Point p : points) screen.push_back(place(p));
        stroke(screen, ends);
    }
    void closed(std::initializer_list<Point> points) { path(points, compat::Ends::closed); }

    void rectangle(Point low, Point high, float rounding = 2) {
        compat::add_rect(list_, place(low), place(high), color_, rounding * unit_, stroke_);
    }
    void filled_rectangle(Point low, Point high, float rounding = 0) {
        list_.AddRectFilled(place(low), place(high), color_, rounding * unit_);
    }
    void filled(std::initializer_list<Point> points) {
        std::vector<ImVec2> screen;
        for (const Point p : points) screen.push_back(place(p));
        list_.AddConvexPolyFilled(screen.data(), static_cast<int>(screen.size()), color_);
        stroke_thin(screen);
    }
    void dot(Point centre, float radius) { list_.AddCircleFilled(place(centre), radius * unit_, color_, 24); }
    /// From `start` to `end` in turns, clockwise from the right.
    void arc(Point centre, float radius, float start, float end) {
        constexpr int steps = 32;
        std::vector<ImVec2> screen;
        for (int i = 0; i <= steps; ++i) {
            const float angle = full_turn * (start + (end - start) * static_cast<float>(i) / steps);
            screen.push_back(place(centre + Point{std::cos(angle), std::sin(angle)} * radius));
        }
        stroke(screen, compat::Ends::open);
    }
    void curve(std::initializer_list<Curve> curves) {
        constexpr int steps = 16;
        std::vector<ImVec2> screen;
        for (const Curve& c : curves)
            for (int i = 0; i < steps; ++i) screen.push_back(place(c.at(static_cast<float>(i) / steps)));
        screen.push_back(place((curves.end() - 1)->to));
        stroke(screen, compat::Ends::open);
    }

private:
    Point place(Point p) const { return corner_ + p * unit_; }
    void stroke(const std::vector<ImVec2>& points, compat::Ends ends) {
        compat::add_polyline(list_, points.data(), static_cast<int>(points.size()), color_, stroke_, ends);
        if (ends == compat::Ends::closed || stroke_ < 1.5f) return;
        list_.AddCircleFilled(points.front(), stroke_ / 2, color_, 12);
        list_.AddCircleFilled(points.back(), stroke_ / 2, color_, 12);
    }
    /// Rounds the corners of a filled polygon a little.
    void stroke_thin(const std::vector<ImVec2>& points) {
        compat::add_polyline(list_, points.data(), static_cast<int>(points.size()), color_, stroke_ / 2,
                             compat::Ends::closed);
    }

    ImDrawList& list_;
    float unit_;
    Color color_;
    Point corner_;
    float stroke_;
};

void draw_laptop(IconPen& pen) {
    pen.rectangle({4, 4.5f}, {20, 16}, 2);
    pen.path({{2, 19.5f}, {22, 19.5f}});
}

/// One way in, two ways out.
void draw_sorting_office(IconPen& pen) {
    pen.path({{2.5f, 12}, {8, 12}});
    pen.curve({{{8, 12}, {12, 12}, {10, 6}, {14.5f, 6}}});
    pen.curve({{{8, 12}, {12, 12}, {10, 18}, {14.5f, 18}}});
    pen.path({{14.5f, 6}, {21, 6}});
    pen.path({{14.5f, 18}, {21, 18}});
    pen.path({{17.8f, 2.8f}, {21, 6}, {17.8f, 9.2f}});
    pen.path({{17.8f, 14.8f}, {21, 18}, {17.8f, 21.2f}});
}

void draw_post_box(IconPen& pen) {
    pen.path({{5, 21}, {5, 9.5f}});
    pen.arc({12, 9.5f}, 7, 0.5f, 1.0f);
    pen.path({{19, 9.5f}, {19, 21}, {5, 21}});
    pen.path({{9, 10}, {15, 10}});
    pen.rectangle({9, 14}, {15, 17.5f}, 0.5f);
}

void draw_directory(IconPen& pen) {
    pen.path({{12, 6.5f}, {12, 20}});
    pen.curve({{{12, 6.5f}, {10, 4.5f}, {6, 4.2f}, {3, 4.8f}}});
    pen.curve({{{12, 6.5f}, {14, 4.5f}, {18, 4.2f}, {21, 4.8f}}});
    pen.path({{3, 4.8f}, {3, 18.2f}});
    pen.path({{21, 4.8f}, {21, 18.2f}});
    pen.curve({{{3, 18.2f}, {6, 17.6f}, {10, 18}, {12, 20}}});
    pen.curve({{{21, 18.2f}, {18, 17.6f}, {14, 18}, {12, 20}}});
    pen.path({{6, 9}, {9, 9.4f}});
    pen.path({{6, 13}, {9, 13.4f}});
    pen.path({{15, 9.4f}, {18, 9}});
    pen.path({{15, 13.4f}, {18, 13}});
}

void draw_mask(IconPen& pen) {
    pen.curve({{{2.5f, 8}, {6, 6}, {9, 7}, {12, 8.5f}},
               {{12, 8.5f}, {15, 7}, {18, 6}, {21.5f, 8}},
               {{21.5f, 8}, {22, 13}, {20, 17}, {17, 17}},
               {{17, 17}, {14.5f, 17}, {14, 13.8f}, {12, 13.8f}},
               {{12, 13.8f}, {10, 13.8f}, {9.5f, 17}, {7, 17}},
               {{7, 17}, {4, 17}, {2, 13}, {2.5f, 8}}});
    pen.curve({{{5.8f, 11.6f}, {6.8f, 10.4f}, {8.8f, 10.6f}, {9.4f, 12}}});
    pen.curve({{{18.2f, 11.6f}, {17.2f, 10.4f}, {15.2f, 10.6f}, {14.6f, 12}}});
}

void draw_sun(IconPen& pen) {
    pen.arc({12, 12}, 4, 0, 1);
    for (int i = 0; i < 8; ++i) {
        const float angle = full_turn * static_cast<float>(i) / 8;
        const Point out{std::cos(angle), std::sin(angle)};
        pen.path({Point{12, 12} + out * 7.5f, Point{12, 12} + out * 9.5f});
    }
}

void draw_moon(IconPen& pen) {
    pen.curve({{{20, 13.5f}, {19, 18}, {15.5f, 20.5f}, {12, 20.5f}},
               {{12, 20.5f}, {7, 20.5f}, {3.5f, 17}, {3.5f, 12}},
               {{3.5f, 12}, {3.5f, 8}, {6.2f, 5}, {10.5f, 4}},
               {{10.5f, 4}, {8.5f, 9}, {12.5f, 15}, {20, 13.5f}}});
}

void draw_question(IconPen& pen) {
    pen.arc({12, 12}, 9, 0, 1);
    pen.curve({{{9.2f, 9.4f}, {9.6f, 6.4f}, {14.8f, 6.4f}, {14.8f, 9.6f}},
               {{14.8f, 9.6f}, {14.8f, 11.4f}, {12, 11.6f}, {12, 13.6f}}});
    pen.dot({12, 17}, 1.3f);
}

void draw_envelope_sign(IconPen& pen) {
    pen.rectangle({2.5f, 5}, {21.5f, 19}, 2);
    pen.path({{3.5f, 6.5f}, {12, 13}, {20.5f, 6.5f}});
}

void draw_sign(IconPen& pen, Icon icon) {
    switch (icon) {
        case Icon::plus:
            pen.path({{12, 5}, {12, 19}}), pen.path({{5, 12}, {19, 12}});
            break;
        case Icon::minus:
            pen.path({{5, 12}, {19, 12}});
            break;
        case Icon::check:
            pen.path({{5, 12.5f}, {10, 17.5f}, {19.5f, 7}});
            break;
        case Icon::cross:
            pen.path({{6, 6}, {18, 18}}), pen.path({{18, 6}, {6, 18}});
            break;
        case Icon::clock:
            pen.arc({12, 12}, 9, 0, 1), pen.path({{12, 7}, {12, 12}, {15.5f, 14}});
            break;
        case Icon::arrow_right:
            pen.path({{4, 12}, {20, 12}}), pen.path({{13.5f, 5.5f}, {20, 12}, {13.5f, 18.5f}});
            break;
        case Icon::arrow_left:
            pen.path({{20, 12}, {4, 12}}), pen.path({{10.5f, 5.5f}, {4, 12}, {10.5f, 18.5f}});
            break;
        case Icon::lock:
            pen.rectangle({5, 11}, {19, 21}, 2);
            pen.path({{8, 11}, {8, 7.5f}});
            pen.arc({12, 7.5f}, 4, 0.5f, 1.0f);
            pen.path({{16, 7.5f}, {16, 11}});
            break;
        case Icon::warning:
            pen.closed({{12, 3.5f}, {22, 20.5f}, {2, 20.5f}});
            pen.path({{12, 10}, {12, 14.5f}});
            pen.dot({12, 17.6f}, 1.2f);
            break;
        case Icon::full_screen:
            pen.path({{4, 9}, {4, 4}, {9, 4}}), pen.path({{15, 4}, {20, 4}, {20, 9}});
            pen.path({{20, 15}, {20, 20}, {15, 20}}), pen.path({{9, 20}, {4, 20}, {4, 15}});
            break;
        default:
            break;
    }
}

void draw_playback(IconPen& pen, Icon icon) {
    switch (icon) {
        case Icon::play:
            pen.filled({{7.5f, 5}, {19, 12}, {7.5f, 19}});
            break;
        case Icon::pause:
            pen.filled_rectangle({6, 5}, {10, 19}, 1);
            pen.filled_rectangle({14, 5}, {18, 19}, 1);
            break;
        case Icon::step_forward:
            pen.path({{8.5f, 5}, {15.5f, 12}, {8.5f, 19}});
            break;
        case Icon::step_back:
            pen.path({{15.5f, 5}, {8.5f, 12}, {15.5f, 19}});
            break;
        case Icon::jump_to_end:
            pen.path({{5.5f, 5}, {12.5f, 12}, {5.5f, 19}}), pen.path({{18, 5}, {18, 19}});
            break;
        case Icon::jump_to_start:
            pen.path({{18.5f, 5}, {11.5f, 12}, {18.5f, 19}}), pen.path({{6, 5}, {6, 19}});
            break;
        default:
            draw_sign(pen, icon);
    }
}

}  // namespace

void draw_icon(const Canvas& canvas, Icon icon, Point centre, float size, Color color) {
    IconPen pen(canvas, centre, size, color);
    switch (icon) {
        case Icon::laptop:
            draw_laptop(pen);
            break;
        case Icon::sorting_office:
            draw_sorting_office(pen);
            break;
        case Icon::post_box:
            draw_post_box(pen);
            break;
        case Icon::directory:
            draw_directory(pen);
            break;
        case Icon::mask:
            draw_mask(pen);
            break;
        case Icon::sun:
            draw_sun(pen);
            break;
        case Icon::moon:
            draw_moon(pen);
            break;
        case Icon::question:
            draw_question(pen);
            break;
        case Icon::envelope:
            draw_envelope_sign(pen);
            break;
        default:
            draw_playback(pen, icon);
    }
}

Icon icon_of(Role role) {
    constexpr Icon icons[role_count] = {Icon::laptop, Icon::sorting_office, Icon::post_box, Icon::directory,
                                        Icon::mask};
    return icons[static_cast<std::size_t>(role)];
}

Icon icon_of(ReplyClass reply) {
    constexpr Icon icons[reply_class_count] = {Icon::check, Icon::arrow_right, Icon::clock, Icon::cross};
    return icons[static_cast<std::size_t>(reply)];
}

}  // namespace ui
