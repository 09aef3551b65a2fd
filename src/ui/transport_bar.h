// The buttons that move the playhead, the speed, and the virtual clock.
#pragma once
#include "ui/panel.h"

namespace ui {

void draw_transport(Panel& panel, const Box& box);

/// The next speed up or down, within 0.25 to 8.
double next_speed(double speed, int steps);

/// "1x", "0.25x".
std::string speed_text(double speed);

}  // namespace ui
