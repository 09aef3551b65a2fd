// The stage: the post office seen from the front. Hosts, lines between them, papers in their trays, and what
// is on its way.
#pragma once
#include "ui/panel.h"

namespace ui {

void draw_stage(Panel& panel, const Box& box);

}  // namespace ui
