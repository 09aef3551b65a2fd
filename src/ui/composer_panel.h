// The left room: a letter of the learner's own. Says what Send will do before it is pressed, and what is
// wrong beside the field that it is wrong in.
#pragma once
#include "ui/panel.h"

namespace ui {

void draw_composer(Panel& panel, const Box& box);

}  // namespace ui
