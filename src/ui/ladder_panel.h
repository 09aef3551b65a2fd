// The ladder: one column a host, one row a message, time from top to bottom. Draws the rows the scene holds;
// how many fit is told to the session, which gives as many.
#pragma once
#include "ui/panel.h"

namespace ui {

void draw_ladder(Panel& panel, const Box& box);

}  // namespace ui
