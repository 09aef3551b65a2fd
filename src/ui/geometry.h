// Points and boxes in screen px, with the arithmetic that ImGui 1.86 keeps in its internal header.
// Both turn into ImVec2 where a draw list wants one.
#pragma once
#include <imgui.h>

#include <algorithm>

namespace ui {

struct Point {
    float x = 0, y = 0;

    constexpr Point() = default;
    constexpr Point(float across, float down) : x(across), y(down) {}
    Point(ImVec2 v) : x(v.x), y(v.y) {}
    operator ImVec2() const { return {x, y}; }
    constexpr Point operator+(Point other) const { return {x + other.x, y + other.y}; }
    constexpr Point operator-(Point other) const { return {x - other.x, y - other.y}; }
    constexpr Point operator*(float factor) const { return {x * factor, y * factor}; }
};

struct Box {
    Point low, high;  // top left, bottom right

    constexpr float width() const { return high.x - low.x; }
    constexpr float height() const { return high.y - low.y; }
    constexpr Point centre() const { return (low + high) * 0.5f; }
    /// Grown on every side; shrunk when `by` is negative.
    constexpr Box grown(float by) const { return {{low.x - by, low.y - by}, {high.x + by, high.y + by}}; }
    constexpr Box moved(Point by) const { return {low + by, high + by}; }
    constexpr bool contains(Point p) const {
        return p.x >= low.x && p.x < high.x && p.y >= low.y && p.y < high.y;
    }
    /// A point inside, by shares of width and height.
    constexpr Point at(float across, float down) const {
        return {low.x + width() * across, low.y + height() * down};
    }
};

constexpr Box box_around(Point centre, float width, float height) {
    return {{centre.x - width / 2, centre.y - height / 2}, {centre.x + width / 2, centre.y + height / 2}};
}

constexpr Point between(Point a, Point b, float share) {
    return a + (b - a) * share;
}

}  // namespace ui
