// What `mailstage bench` measures of the window: a frame's work without OpenGL, and the first frame with it.
#pragma once
#include <chrono>
#include <vector>

#include "cli/bench.h"

namespace app {

/// `started`: when the program began; the first frame is counted from there.
std::vector<cli::Measure> window_measures(std::chrono::steady_clock::time_point started);

}  // namespace app
