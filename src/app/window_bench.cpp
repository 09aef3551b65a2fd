#include "app/window_bench.h"

#include "sim/scenario_file.h"
#include "ui/application.h"
#include "ui/headless.h"

namespace app {
namespace {

using cli::Figure;

// project + draw lists, while the run plays.
base::Result<Figure> frame_work() {
    auto application = ui::Application::open(*sim::builtin_scenario("first-delivery"));
    if (!application) return application.problem();
    ui::Headless screen({});
    constexpr int frames = 120;
    constexpr int frame_milliseconds = 100;
    ui::Appearance appearance;
    const double all = cli::median_milliseconds([&] {
        application->apply({view::GoToStart{}, view::Play{}}, appearance);
        for (int frame = 0; frame < frames; ++frame)
            screen.frame([&](ui::Context& context) {
                (void)application->frame({context, base::milliseconds(frame_milliseconds)});
            });
    });
    return Figure{"a frame at 1280x800, CPU work", "ms", all / frames, 4.0};
}

// A real window; under software OpenGL when there is no graphics card.
base::Result<Figure> first_frame(std::chrono::steady_clock::time_point started) {
    double milliseconds = 0;
    ui::WindowOptions options;
    options.started = started;
    options.first_frame = [&](base::Duration took) {
        milliseconds = static_cast<double>(took.nanoseconds) / 1e6;
    };
    options.close_after_frames = 3;
    if (const auto problem = ui::run_application(*sim::builtin_scenario("first-delivery"), options))
        return *problem;
    return Figure{"first frame after the start", "ms", milliseconds, 300.0};
}

}  // namespace

std::vector<cli::Measure> window_measures(std::chrono::steady_clock::time_point started) {
    return {{"frame", frame_work}, {"window", [started] { return first_frame(started); }}};
}

}  // namespace app
