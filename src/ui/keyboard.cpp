#include "ui/keyboard.h"

#include <array>

#include "ui/keys.h"
#include "ui/top_bar.h"
#include "ui/transport_bar.h"

namespace ui {

namespace {

using view::Direction;

bool sign(char lower) {
    return typed(lower) || (lower >= 'a' && lower <= 'z' && typed(static_cast<char>(lower - 'a' + 'A')));
}

void read_playhead(Panel& panel) {
    if (pressed(Key::space)) {
        if (panel.state.playing == Playing::yes)
            panel.want(view::Pause{});
        else
            panel.want(view::Play{});
    }
    const auto step = [&](Modifiers with, view::Step by) {
        if (pressed(Key::left, with, Hold::repeats)) panel.want(view::StepBy{by, Direction::back});
        if (pressed(Key::right, with, Hold::repeats)) panel.want(view::StepBy{by, Direction::forward});
    };
    step({}, view::Step::event);
    step({.shift = true}, view::Step::command);
    step({.control = true}, view::Step::stage);
    // A presenter's clicker: the next stage.
    if (pressed(Key::page_down)) panel.want(view::StepBy{view::Step::stage, Direction::forward});
    if (pressed(Key::page_up)) panel.want(view::StepBy{view::Step::stage, Direction::back});
    if (pressed(Key::home)) panel.want(view::GoToStart{});
    if (pressed(Key::end)) panel.want(view::GoToEnd{});
    if (typed('+') || typed('=')) panel.want(view::SetSpeed{next_speed(panel.state.speed, 1)});
    if (typed('-')) panel.want(view::SetSpeed{next_speed(panel.state.speed, -1)});
    constexpr std::array<Key, 5> digits{Key::one, Key::two, Key::three, Key::four, Key::five};
    for (std::size_t i = 0; i < digits.size(); ++i)
        if (pressed(digits[i]) && panel.scene.stages.first[i] != trace::no_event)
            panel.want(view::SeekToEvent{panel.scene.stages.first[i]});
}

/// The row above or below the selected one, or the present one.
void read_rows(Panel& panel, const Layout& layout) {
    const bool up = pressed(Key::up, {}, Hold::repeats), down = pressed(Key::down, {}, Hold::repeats);
    if (pressed(Key::escape)) {  // what lies on top goes first
        if (layout.write.placement == Placement::drawer)
            panel.state.write_door = turned(panel.state.write_door, layout.write.placement);
        else
            panel.want(view::Select{trace::no_event});
    }
    if (!up && !down) return;
    const view::Ladder& ladder = panel.scene.ladder;
    std::size_t now = ladder.rows.size();
    for (std::size_t i = 0; i < ladder.rows.size(); ++i)
        if (ladder.rows[i].choice == view::LadderRow::Choice::selected) now = i;
    for (std::size_t i = 0; i < ladder.rows.size() && now == ladder.rows.size(); ++i)
        if (ladder.rows[i].time == view::LadderRow::Time::present) now = i;
    if (now == ladder.rows.size()) return;
    if (up && now > 0) panel.want(view::Select{ladder.rows[now - 1].event});
    if (down && now + 1 < ladder.rows.size()) panel.want(view::Select{ladder.rows[now + 1].event});
    if (up && now == 0 && ladder.first > 0) panel.want(view::ScrollLadder{ladder.first - 1});
    if (down && now + 1 == ladder.rows.size() && ladder.first + ladder.rows.size() < ladder.total)
        panel.want(view::ScrollLadder{ladder.first + 1});
}

void read_rooms(Panel& panel, const Layout& layout) {
    WindowState& state = panel.state;
    if (sign('w')) {
        state.write_door = turned(state.write_door, layout.write.placement);
        if (state.write_door == Door::open) state.composer.focus = ComposerText::Focus::wanted;
    }
    if (sign('i')) state.inspector_door = turned(state.inspector_door, layout.inspector.placement);
    if (sign('l')) state.ladder_door = turned(state.ladder_door, layout.ladder.placement);
    if (sign('e')) panel.want(view::ShowTab{view::InspectorTab::explain});
    if (sign('b')) panel.want(view::ShowTab{view::InspectorTab::bytes});
    if (sign('m')) panel.want(view::ShowTab{view::InspectorTab::message});
    if (sign('c')) panel.want(view::ShowDetail{view::Detail::conversation});
    if (sign('n')) panel.want(view::ShowDetail{view::Detail::with_names});
    if (sign('a')) panel.want(view::ShowDetail{view::Detail::everything});
}

void read_appearance(Panel& panel) {
    const float scale = panel.context.wanted.text_scale;
    if (typed('[')) panel.want(view::SetTextScale{next_text_scale(scale, -1)});
    if (typed(']')) panel.want(view::SetTextScale{next_text_scale(scale, 1)});
    if (sign('t'))
        panel.want(view::ChooseTheme{panel.context.wanted.ground == Ground::paper
                                         ? view::ThemeChoice::night
                                         : view::ThemeChoice::paper});
    if (sign('r'))
        panel.state.motion =
            panel.state.motion == MotionTaste::flights ? MotionTaste::steps : MotionTaste::flights;
}

}  // namespace

void read_keys(Panel& panel, const Layout& layout) {
    if (pressed(Key::f11)) panel.want(view::ToggleFullScreen{});
    if (pressed(Key::f1))
        panel.want(view::ShowHelp{panel.state.help == Help::open ? view::ShowHelp::State::closed
                                                                 : view::ShowHelp::State::open});
    if (panel.state.help == Help::open || ImGui::GetIO().WantTextInput) return;
    read_playhead(panel);
    read_rows(panel, layout);
    read_rooms(panel, layout);
    read_appearance(panel);
}

}  // namespace ui
