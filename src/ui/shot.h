// A picture of the window at any moment of a run, with no display at all: the same panels, drawn by raster.h.
#pragma once
#include <optional>
#include <variant>

#include "base/result.h"
#include "sim/scenario.h"
#include "ui/context.h"
#include "ui/image.h"
#include "view/look.h"

namespace ui {

constexpr int smallest_shot = 320, largest_shot = 8192;  // pixels a side; our own bounds

/// A share of the run's length on screen, in millionths.
struct ShareOfRun {
    std::uint32_t per_million = 0;
};

struct ShotOptions {
    std::variant<ShareOfRun, trace::EventNumber, base::Instant> at = ShareOfRun{500'000};
    int width = 1280, height = 800;
    Appearance appearance = {};
    std::optional<trace::EventNumber> selected = {};
    view::InspectorTab tab = view::InspectorTab::explain;
    view::Detail detail = view::Detail::with_names;
};

/// The problem is the simulation's, or an event that the run does not have.
base::Result<Image> shot(sim::Scenario scenario, const ShotOptions& options);

}  // namespace ui
