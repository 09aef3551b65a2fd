// Every key, on one sheet over the window.
#pragma once
#include "ui/panel.h"

namespace ui {

void draw_help(Panel& panel);

}  // namespace ui
