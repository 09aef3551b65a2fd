// Where the rooms of the window are, from its size, the text size and which doors are open. Pure: asks ImGui
// nothing. A room that cannot have 40 columns of text beside the stage becomes a drawer over it.
#pragma once
#include <optional>

#include "ui/geometry.h"
#include "ui/window_state.h"

namespace ui {

enum class Placement : std::uint8_t { away, room, drawer };

struct Side {
    Placement placement = Placement::away;
    Box box;
};

struct Layout {
    Box top, bottom;
    Box stages, stage, caption;  // one sheet together: `centre`
    Box centre;
    Side write, inspector, ladder;
    // Where the rooms can be dragged apart; nothing where there is nothing to drag.
    std::optional<Box> write_edge, inspector_edge, ladder_edge;
    // Whether a door stays open without being asked.
    enum class Fits : std::uint8_t { no, yes };
    Fits write_fits = Fits::no, inspector_fits = Fits::no, ladder_fits = Fits::no;
};

constexpr float forty_columns = 344;  // design px: 40 letters of small text, with the room's padding
constexpr float widest_side = 640;    // design px
constexpr float least_stage_share = 0.3f, largest_stage_share = 0.8f;

constexpr int most_meaning_lines = 2;

/// `unit` is screen px a design px. `meaning_lines`: how many lines the caption's meaning takes; only a low
/// window follows it, elsewhere the stage stands still while captions change.
Layout lay_out(Point window, float unit, const WindowState& state, int meaning_lines = most_meaning_lines);

}  // namespace ui
