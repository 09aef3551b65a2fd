// Scenes written by hand for the window's tests: a first hop with its letter on the way, and a world with a
// refusal, a waiting mail and a bounce. What they hold is what a run could show; no trace is behind them.
#pragma once
#include "ui/headless.h"
#include "ui/window_state.h"
#include "view/intent.h"
#include "view/scene.h"

namespace ui_test {

/// Mid-delivery: the relay hands on to the destination, MAIL FROM is travelling.
view::Scene delivery();
/// The same world while the letter itself is on the way, and a copy builds up.
view::Scene letter_under_way();
/// Eight hosts, a refused recipient, a waiting mail, a bounce, a lost segment.
view::Scene crowded();
/// Nothing has happened yet, and nothing ever will.
view::Scene empty();

}  // namespace ui_test
