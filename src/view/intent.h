// What the learner wants, as values: made while a frame is drawn, applied after it. Knows no widget.
#pragma once
#include <string>
#include <variant>
#include <vector>

#include "view/look.h"
#include "view/playhead.h"
#include "view/project.h"

namespace view {

struct Play {};
struct Pause {};
struct SeekTo {
    double seconds = 0;
};  // screen seconds
struct SeekToEvent {
    trace::EventNumber event = trace::no_event;
};
struct StepBy {
    Step step = Step::event;
    Direction direction = Direction::forward;
};
struct GoToStart {};
struct GoToEnd {};
struct SetSpeed {
    double factor = 1;
};  // of the default pace
struct Select {
    trace::EventNumber event = trace::no_event;
};  // no_event: follow the playhead again
struct ShowTab {
    InspectorTab tab = InspectorTab::explain;
};
struct ShowDetail {
    Detail detail = Detail::with_names;
};
struct ScrollLadder {
    std::uint32_t first = 0;
};
struct ScrollBytes {
    std::uint32_t first = 0;
};
struct FitLadder {
    std::uint32_t rows = 24;
};  // how many rows the panel has room for
struct SendLetter {
    std::string from, to, subject, body;
};                  // the composer's; `to` may name several, with commas
struct Restart {};  // the scenario as it was, without the learner's changes
enum class ThemeChoice : std::uint8_t { paper, night };
struct ChooseTheme {
    ThemeChoice theme = ThemeChoice::paper;
};
struct SetTextScale {
    double scale = 1;
};  // 0.8 to 2.5
struct ShowHelp {
    enum class State : std::uint8_t { open, closed } state = State::open;
};
struct ToggleFullScreen {};

using Intent = std::variant<Play, Pause, SeekTo, SeekToEvent, StepBy, GoToStart, GoToEnd, SetSpeed, Select,
                            ShowTab, ShowDetail, ScrollLadder, ScrollBytes, FitLadder, SendLetter, Restart,
                            ChooseTheme, SetTextScale, ShowHelp, ToggleFullScreen>;
using Intents = std::vector<Intent>;

}  // namespace view
