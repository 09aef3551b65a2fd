#include "ui/layout.h"

#include <cmath>

#include "ui/theme.h"

namespace ui {

namespace {

// Design px.
constexpr float top_height = 46, bottom_height = 112, low_bottom_height = 98;
constexpr float low_window = 520;  // below this height nothing is spared for air
constexpr float stages_height = 40;
constexpr float caption_line = 38,
                meaning_pitch = 24;  // what is on the wire, with its margins; a line of meaning
constexpr float gap = grid;
constexpr float least_stage_width = 600;          // beside the inspector
constexpr float least_stage_with_composer = 780;  // beside both
constexpr float least_stage_and_ladder = 380;     // below this height the ladder is a drawer
constexpr float least_stage_height = 200;         // beside a ladder that grows to `good_ladder_height`
constexpr float good_ladder_height = 262;         // eight rows
constexpr float usual_ladder_share = 0.42f;

Placement placed(Door door, Layout::Fits fits) {
    if (door == Door::shut) return Placement::away;
    if (fits == Layout::Fits::yes) return Placement::room;
    return door == Door::open ? Placement::drawer : Placement::away;
}

Box rounded(Box box) {
    return {{std::round(box.low.x), std::round(box.low.y)}, {std::round(box.high.x), std::round(box.high.y)}};
}

/// The stage's share of the height that it and the ladder have: eight rows of the ladder come first, then
/// the stage grows faster.
float stage_share(const WindowState& state, float shared) {
    if (state.stage_share) return std::clamp(*state.stage_share, least_stage_share, largest_stage_share);
    const float good = std::min(good_ladder_height, shared - least_stage_height);
    return 1 - std::max(usual_ladder_share, good / shared);
}

/// Stage above, ladder below, and the edge between them.
void lay_out_centre(Layout& layout, Box room, float unit, const WindowState& state, int meaning_lines) {
    float caption_height = caption_line + meaning_pitch * most_meaning_lines;
    const float shared = (room.height() / unit) - stages_height - caption_height;
    layout.ladder_fits = shared >= least_stage_and_ladder ? Layout::Fits::yes : Layout::Fits::no;
    layout.ladder.placement = placed(state.ladder_door, layout.ladder_fits);
    layout.centre = room;
    if (layout.ladder.placement == Placement::room) {
        const float share = stage_share(state, shared);
        layout.centre.high.y =
            std::round(room.low.y + (stages_height + caption_height + shared * share) * unit);
        layout.ladder.box = {{room.low.x, layout.centre.high.y + gap * unit}, room.high};
        layout.ladder_edge = Box{{room.low.x, layout.centre.high.y}, {room.high.x, layout.ladder.box.low.y}};
    } else if (layout.ladder.placement == Placement::drawer) {
        layout.ladder.box = {{room.low.x, room.low.y + stages_height * unit}, {room.high.x, room.high.y}};
    }
    if (layout.ladder_fits == Layout::Fits::no)
        caption_height = caption_line +
                         meaning_pitch * static_cast<float>(std::clamp(meaning_lines, 1, most_meaning_lines));
    const Box& centre = layout.centre;
    layout.stages = {centre.low, {centre.high.x, centre.low.y + std::round(stages_height * unit)}};
    layout.caption = {{centre.low.x, centre.high.y - std::round(caption_height * unit)}, centre.high};
    layout.stage = {{centre.low.x, layout.stages.high.y}, {centre.high.x, layout.caption.low.y}};
}

}  // namespace

Layout lay_out(Point window, float unit, const WindowState& state, int meaning_lines) {
    Layout layout;
    const float space = gap * unit;
    layout.top = rounded({{0, 0}, {window.x, top_height * unit}});
    const float bottom = window.y < low_window * unit ? low_bottom_height : bottom_height;
    layout.bottom =
        rounded({{space, window.y - (bottom + gap) * unit}, {window.x - space, window.y - space}});
    Box room = rounded({{space, layout.top.high.y}, {window.x - space, layout.bottom.low.y - space}});
    const float width = window.x / unit;
    const float left = std::clamp(state.write_width, forty_columns, widest_side);
    const float right = std::clamp(state.inspector_width, forty_columns, widest_side);
    layout.inspector_fits =
        width - right - 3 * gap >= least_stage_width ? Layout::Fits::yes : Layout::Fits::no;
    layout.write_fits =
        width - right - left - 4 * gap >= least_stage_with_composer ? Layout::Fits::yes : Layout::Fits::no;
    layout.inspector.placement = placed(state.inspector_door, layout.inspector_fits);
    layout.write.placement = placed(state.write_door, layout.write_fits);

    const float most = window.x - 2 * space;  // a drawer never leaves the window
    layout.write.box = rounded({room.low, {room.low.x + std::min(left * unit, most), room.high.y}});
    layout.inspector.box = rounded({{room.high.x - std::min(right * unit, most), room.low.y}, room.high});
    if (layout.write.placement == Placement::room) {
        room.low.x = layout.write.box.high.x + std::round(space);
        layout.write_edge = Box{{layout.write.box.high.x, room.low.y}, {room.low.x, room.high.y}};
    }
    if (layout.inspector.placement == Placement::room) {
        room.high.x = layout.inspector.box.low.x - std::round(space);
        layout.inspector_edge = Box{{room.high.x, room.low.y}, {layout.inspector.box.low.x, room.high.y}};
    }
    lay_out_centre(layout, room, unit, state, meaning_lines);
    return layout;
}

}  // namespace ui
