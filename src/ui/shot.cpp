#include "ui/shot.h"

#include <fmt/format.h>

#include "base/expects.h"
#include "base/overloaded.h"
#include "ui/application.h"
#include "ui/headless.h"

namespace ui {

namespace {

constexpr int settling_frames = 4;  // rooms say how much they hold, then show it

base::Problem no_event(trace::EventNumber event, std::size_t count) {
    return {{},
            fmt::format("this run has no event #{}", event),
            count == 0 ? "it has none at all" : fmt::format("name one from #0 to #{}", count - 1)};
}

}  // namespace

base::Result<Image> shot(sim::Scenario scenario, const ShotOptions& options) {
    base::expects(options.width >= smallest_shot && options.height >= smallest_shot &&
                  options.width <= largest_shot && options.height <= largest_shot);
    auto application = Application::open(std::move(scenario));
    if (!application) return application.problem();
    view::Session& session = application->session();
    const std::size_t count = session.trace().size();
    const auto* event = std::get_if<trace::EventNumber>(&options.at);
    if (event != nullptr && *event >= count) return no_event(*event, count);
    if (options.selected && *options.selected >= count) return no_event(*options.selected, count);

    const view::Pace& pace = session.index().pace();
    std::visit(
        base::overloaded{
            [&](ShareOfRun share) { session.apply(view::SeekTo{pace.length() * share.per_million / 1e6}); },
            [&](trace::EventNumber number) { session.apply(view::SeekToEvent{number}); },
            [&](base::Instant at) {
                const view::Playhead moment{at, session.trace().last_at(at)};
                session.apply(view::SeekTo{pace.seconds_at(moment)});
            },
        },
        options.at);
    session.apply(view::ShowDetail{options.detail});
    if (options.selected) session.apply(view::Select{*options.selected});
    session.apply(view::ShowTab{options.tab});
    Headless headless({.width = options.width, .height = options.height, .appearance = options.appearance});
    for (int i = 0; i < settling_frames; ++i)
        headless.frame([&](Context& context) { application->frame({context, base::Duration{}}); });
    return headless.picture();
}

}  // namespace ui
