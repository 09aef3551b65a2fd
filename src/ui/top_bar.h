// The strip at the top: the program's name, the scenario's title, the doors of rooms, text size, theme, help.
#pragma once
#include "ui/layout.h"
#include "ui/panel.h"

namespace ui {

void draw_top_bar(Panel& panel, const Layout& layout);

/// What a press on a room's door does: opens what is away, shuts what stands open.
Door turned(Door door, Placement placement);

}  // namespace ui
