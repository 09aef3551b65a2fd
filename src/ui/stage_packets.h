// What is on its way: commands and replies as labelled slips, the letter as paper, questions to the name
// server as cards, bare TCP segments as dots. A slip that has no room between two hosts travels above them on
// a stem.
#pragma once
#include "ui/panel.h"
#include "ui/stage_map.h"

namespace ui {

/// Before the hosts are submitted, so that a packet over a host answers the pointer first; what it draws goes
/// to `above`, so that it lies on top as well.
void draw_packets(Panel& panel, const StageMap& map, ImDrawList* above);

/// Slow at both ends: 0 at 0, 1 at 1.
float eased(float progress);

}  // namespace ui
