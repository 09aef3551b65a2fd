#include "ui/input_queue.h"

#include <algorithm>

namespace ui {

namespace {

using Kind = Input::Kind;

// Do both change the same thing, of which a frame sees one change?
bool same(const Input& a, const Input& b) {
    if (a.kind == Kind::button || b.kind == Kind::button)
        return a.kind == b.kind;  // the pointer is at one place in a frame
    return a.kind == b.kind && a.code == b.code;
}

// Would the frame mistake `input` for something else if it came with what the frame has already?
bool clashes(const Input& input, const std::vector<Input>& taken, Listener listener) {
    if (input.kind == Kind::sign && listener == Listener::text) return false;
    return std::any_of(taken.begin(), taken.end(), [&](const Input& other) {
        // A key is read together with the modifiers of its frame.
        if (input.kind == Kind::modifier && other.kind != Kind::modifier) return other.stroke == Stroke::down;
        return same(input, other);
    });
}

}  // namespace

std::vector<Input> InputQueue::next_frame(Listener listener) {
    std::vector<Input> taken;
    if (waiting_.size() > longest_queue) {
        taken.assign(waiting_.begin(), waiting_.end());
        waiting_.clear();
        return taken;
    }
    bool focus_moves = pause_ > 0;
    if (pause_ > 0) --pause_;
    std::deque<Input> held;
    enum class Way : std::uint8_t { open, shut } way = Way::open;
    for (const Input& input : waiting_) {
        const bool behind_its_own =
            std::any_of(held.begin(), held.end(), [&](const Input& other) { return same(input, other); });
        const bool behind_a_key = input.kind == Kind::modifier && !held.empty();
        const bool too_soon = input.kind == Kind::sign && focus_moves;
        const bool lets_go = input.kind == Kind::key && input.stroke == Stroke::up;  // may overtake
        if ((way == Way::open || lets_go) && !behind_its_own && !behind_a_key && !too_soon &&
            !clashes(input, taken, listener)) {
            taken.push_back(input);
            if (input.kind == Kind::key && input.code == focus_key_ && input.stroke == Stroke::down) {
                focus_moves = true;
                pause_ = frames_to_focus;
            }
            continue;
        }
        // Only a key's release may be overtaken: who presses two keys means them in that order.
        if (input.stroke == Stroke::down || input.kind == Kind::modifier) way = Way::shut;
        held.push_back(input);
    }
    waiting_ = std::move(held);
    return taken;
}

}  // namespace ui
