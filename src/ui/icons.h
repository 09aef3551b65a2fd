// Every icon, drawn as lines on a grid of 24 by 24 units with one stroke width: hosts, playback, signs.
// Vector, one colour each, sharp at any size. Knows no meaning: which icon stands for what is the panels'
// choice, save for icon_of().
#pragma once
#include "ui/shapes.h"

namespace ui {

enum class Icon : std::uint8_t {
    laptop,
    sorting_office,
    post_box,
    directory,
    mask,
    play,
    pause,
    step_back,
    step_forward,
    jump_to_start,
    jump_to_end,
    plus,
    minus,
    sun,
    moon,
    question,
    check,
    cross,
    clock,
    arrow_right,
    arrow_left,
    lock,
    envelope,
    warning,
    full_screen
};
constexpr std::size_t icon_count = static_cast<std::size_t>(Icon::full_screen) + 1;

/// `size` is the side of the square in design px.
void draw_icon(const Canvas& canvas, Icon icon, Point centre, float size, Color color);

/// laptop, sorting office, post box, directory, mask.
Icon icon_of(Role role);
/// check, arrow, clock, cross: so that a reply's class needs no colour.
Icon icon_of(ReplyClass reply);

}  // namespace ui
