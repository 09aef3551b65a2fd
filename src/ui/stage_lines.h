// The connections on the stage: dashed while they open and close, solid while open, absent when closed,
// broken off where they were refused or cut.
#pragma once
#include "ui/panel.h"
#include "ui/stage_map.h"

namespace ui {

void draw_lines(Panel& panel, const StageMap& map);

}  // namespace ui
