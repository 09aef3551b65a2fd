// One learner in front of one run: the trace with its index, the playhead, the look, and whether and how fast
// it plays. The only state of the window that is not pixels. Knows no clock: real seconds are handed in.
#pragma once
#include "view/intent.h"
#include "view/scene.h"

namespace view {

inline constexpr double slowest = 0.125, fastest = 16;  // of the default pace; our own bounds

class Session {
public:
    explicit Session(trace::Trace trace);

    /// Replaces the run; the playhead keeps its instant, nothing is selected.
    void show(trace::Trace trace);
    /// What concerns viewing is done; any other intent changes nothing.
    void apply(const Intent& intent);
    /// Lets `real_seconds` pass. Stops playing at the end.
    void advance(double real_seconds);

    Scene scene() const { return project(trace_, index_, playhead_, look_); }
    /// Does the next frame look different by itself?
    bool moving() const { return playing_; }

    const trace::Trace& trace() const { return trace_; }
    const Index& index() const { return index_; }
    const Playhead& playhead() const { return playhead_; }
    const Look& look() const { return look_; }
    double speed() const { return speed_; }
    bool playing() const { return playing_; }

private:
    void seek(const Playhead& playhead);

    trace::Trace trace_;
    Index index_;
    Playhead playhead_;
    Look look_;
    bool playing_ = false;
    double speed_ = 1;
    double seconds_ = 0;  // on screen
};

}  // namespace view
