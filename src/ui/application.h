// The window's program: a scenario, the learner's interventions, the run that follows from both, and a
// session in front of it. Every change is a new run: nothing in an old one is touched. Knows no window and no
// clock: frames and real time are handed in.
#pragma once
#include <vector>

#include "base/result.h"
#include "sim/scenario.h"
#include "ui/context.h"
#include "ui/window.h"
#include "ui/window_state.h"
#include "view/intent.h"
#include "view/session.h"

namespace ui {

class Application {
public:
    /// Simulates the scenario. The problem is the simulation's.
    static base::Result<Application> open(sim::Scenario scenario);

    /// One frame: time passes, the window is drawn, what the learner wants is done.
    Motion frame(const Frame& frame);

    /// Does what was asked for. `appearance` takes what concerns it.
    void apply(const view::Intents& intents, Appearance& appearance);

    const view::Session& session() const { return session_; }
    view::Session& session() { return session_; }
    WindowState& state() { return state_; }
    const std::vector<trace::Intervention>& interventions() const { return interventions_; }

private:
    Application(sim::Scenario scenario, trace::Trace run);

    void apply(const view::Intent& intent, Appearance& appearance);
    void send(const view::SendLetter& letter);
    void restart();
    /// What the panels are told of the session.
    void mirror();

    sim::Scenario scenario_;
    std::vector<trace::Intervention> interventions_;
    view::Session session_;
    WindowState state_;
};

/// The host that hands in what the learner writes: the first mail program, else the first host that takes
/// mail; null when there is none.
const sim::ScenarioHost* sender_of(const sim::Scenario& scenario);

/// Opens the window on it, playing, until it is closed. The problem says why there is none.
std::optional<base::Problem> run_application(sim::Scenario scenario, const WindowOptions& options);

}  // namespace ui
