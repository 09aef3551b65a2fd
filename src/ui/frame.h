// One frame of the whole window: from the scene to the screen, and back the learner's wishes. Knows no trace
// and no clock; changes only what WindowState says a panel may change.
#pragma once
#include "ui/context.h"
#include "ui/window_state.h"
#include "view/intent.h"

namespace ui {

/// Between NewFrame and Render. Intents come in the order in which they were asked for.
view::Intents draw_window(Context& context, const view::Scene& scene, WindowState& state);

}  // namespace ui
