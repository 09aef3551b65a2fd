#include "view/session.h"

#include <algorithm>
#include <cmath>

#include "base/overloaded.h"

namespace view {

using trace::no_event;

Session::Session(trace::Trace trace) : trace_(std::move(trace)), index_(trace_) {}

void Session::show(trace::Trace trace) {
    const base::Instant at = playhead_.at;
    const bool begun = playhead_.through != no_event;
    trace_ = std::move(trace);
    index_ = Index(trace_);
    look_.selected = no_event;
    look_.bytes_first = 0;
    seek(begun ? Playhead{std::min(at, trace_.end()), trace_.last_at(at)} : Playhead{});
}

void Session::seek(const Playhead& playhead) {
    playhead_ = playhead;
    seconds_ = index_.pace().seconds_at(playhead);
}

void Session::advance(double real_seconds) {
    if (!playing_ || !(real_seconds > 0)) return;
    const double length = index_.pace().length();
    seconds_ = std::min(seconds_ + real_seconds * speed_, length);
    playhead_ = index_.pace().at(seconds_);
    if (seconds_ >= length) playing_ = false;
}

void Session::apply(const Intent& intent) {
    const double length = index_.pace().length();
    std::visit(base::overloaded{
                   [&](const Play&) {
                       if (seconds_ >= length) seek({});  // from the end it begins again
                       playing_ = !trace_.empty();
                       look_.following = Look::Following::playhead;
                   },
                   [&](const Pause&) { playing_ = false; },
                   [&](const SeekTo& to) {
                       seconds_ = std::isfinite(to.seconds) ? std::clamp(to.seconds, 0.0, length) : seconds_;
                       playhead_ = index_.pace().at(seconds_);
                   },
                   [&](const SeekToEvent& to) {
                       if (to.event == no_event || to.event < trace_.size())
                           seek(playhead_at(trace_, to.event));
                   },
                   [&](const StepBy& by) {
                       playing_ = false;
                       seek(stepped(trace_, index_, playhead_, by.step, by.direction));
                       look_.following = Look::Following::playhead;
                   },
                   [&](const GoToStart&) { seek({}); },
                   [&](const GoToEnd&) {
                       seconds_ = length;
                       playhead_ = index_.pace().at(length);
                       playing_ = false;
                   },
                   [&](const SetSpeed& speed) {
                       if (std::isfinite(speed.factor)) speed_ = std::clamp(speed.factor, slowest, fastest);
                   },
                   [&](const Select& select) {
                       look_.selected = select.event < trace_.size() ? select.event : no_event;
                       look_.bytes_first = 0;
                       if (select.event == no_event) look_.following = Look::Following::playhead;
                   },
                   [&](const ShowTab& show) { look_.tab = show.tab; },
                   [&](const ShowDetail& show) { look_.detail = show.detail; },
                   [&](const ScrollLadder& scroll) {
                       look_.ladder_first = scroll.first;
                       look_.following = Look::Following::nothing;
                   },
                   [&](const ScrollBytes& scroll) { look_.bytes_first = scroll.first; },
                   [&](const FitLadder& fit) { look_.ladder_rows = std::max(1u, fit.rows); },
                   [](const SendLetter&) {},
                   [](const Restart&) {},
                   [](const ChooseTheme&) {},
                   [](const SetTextScale&) {},
                   [](const ShowHelp&) {},
                   [](const ToggleFullScreen&) {},
               },
               intent);
}

}  // namespace view
