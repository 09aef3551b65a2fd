// The real window: GLFW, OpenGL 3 and the only clock of this floor. Asks for a frame, shows it, and sleeps
// while nothing moves. Exceptions stop here and become a Problem. Knows nothing of what is drawn.
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "base/instant.h"
#include "base/result.h"
#include "ui/context.h"

namespace ui {

/// What the frame just drawn says of the next one.
enum class Motion : std::uint8_t {
    moving,   // draw again at once
    still,    // wait for input
    finished  // close the window
};

struct Frame {
    Context& context;
    base::Duration elapsed;  // since the frame before; at most longest_frame, however long the machine slept
};

using DrawFrame = std::function<Motion(const Frame&)>;

struct WindowOptions {
    std::string title = "Mailstage";
    int width = 1280;  // screen px
    int height = 800;
    Appearance appearance = {};
    /// When the program started. Given: the time to the first frame on screen goes to `first_frame`.
    std::optional<std::chrono::steady_clock::time_point> started = {};
    std::function<void(base::Duration)> first_frame = {};
    int close_after_frames = 0;  // 0: never. For smoke tests and bench.
};

constexpr base::Duration longest_frame = base::milliseconds(100);

/// Why no window can be opened here, or nothing when one can. Opens none.
std::optional<base::Problem> display_problem();
inline bool display_available() {
    return !display_problem();
}

/// Runs until the window is closed or the frame says so. Returns what went wrong, if anything did;
/// `remembered` holds the learner's last choices.
std::optional<base::Problem> run_window(const WindowOptions& options, const DrawFrame& draw,
                                        Appearance* remembered = nullptr);

}  // namespace ui
