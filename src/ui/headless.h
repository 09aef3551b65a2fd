// A window that nobody sees: an ImGui context without a display, whose frames become pictures through
// raster.h. For `shot`, for golden pictures and (with input fed in, see keys.h and compat.h) for tests.
// Frames last what the caller says: no clock is asked.
#pragma once
#include <functional>

#include "ui/context.h"
#include "ui/image.h"

namespace ui {

struct HeadlessOptions {
    int width = 1280;  // pixels of the picture
    int height = 800;
    float display = 1;  // as a monitor's factor: 2 draws everything twice as large
    Appearance appearance = {};
    Marks* marks = nullptr;
};

/// Only one at a time draws: each call makes its ImGui context the current one.
class Headless {
public:
    explicit Headless(const HeadlessOptions& options);
    ~Headless();
    Headless(const Headless&) = delete;
    Headless& operator=(const Headless&) = delete;

    Context& context() { return context_; }
    /// One frame: applies what is wanted, then `draw`. Requires: milliseconds > 0.
    void frame(const std::function<void(Context&)>& draw, int milliseconds = 16);
    /// The last frame as pixels. Requires: a frame was drawn.
    Image picture();
    int frame_number() const;

private:
    HeadlessOptions options_;
    ImGuiContext* imgui_;
    Context context_;
    Dresser dresser_;
};

}  // namespace ui
