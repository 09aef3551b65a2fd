// The five stages of the current hop, and which hop that is; between hops, what happens instead.
#pragma once
#include "ui/layout.h"
#include "ui/panel.h"

namespace ui {

void draw_stage_bar(Panel& panel, const Layout& layout);

}  // namespace ui
