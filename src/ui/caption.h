// Two lines under the stage, always there: what is on the wire, and what it means. Large enough for the last
// row.
#pragma once
#include "ui/panel.h"

namespace ui {

/// How many lines the meaning wants below the line on the wire, in a caption `width` px wide.
int meaning_lines(const Panel& panel, float width);

void draw_caption(Panel& panel, const Box& box);

}  // namespace ui
