// The run at a glance: a lane a connection with its stages, markers for what became of the mails, and the
// playhead, which can be taken and drawn both ways.
#pragma once
#include "ui/panel.h"

namespace ui {

void draw_timeline(Panel& panel, const Box& box);

}  // namespace ui
