// What the learner's hands do, dealt out to frames. Dear ImGui before 1.87 knows only what is held down when
// a frame begins: a key that went down and up since the frame before would be lost. Here a press is seen by
// one frame at least, and its release by a later one. Knows neither GLFW nor ImGui's state.
#pragma once
#include <deque>
#include <vector>

#include "ui/geometry.h"
#include "ui/keys.h"

namespace ui {

struct Input {
    enum class Kind : std::uint8_t {
        key,
        modifier,
        button,  // of the mouse
        sign     // typed; its stroke is always down
    } kind = Kind::key;
    int code = 0;  // the key or the button as its source counts them; the sign's code point
    Stroke stroke = Stroke::down;
    Point at = {};  // where the pointer was: of a button
};

/// Who hears the signs of a frame.
enum class Listener : std::uint8_t {
    text,  // a text field takes any number of them in order
    keys   // the same sign twice in one frame would count once
};

class InputQueue {
public:
    /// After `focus_key` (Tab) went down, signs wait until the next field has the focus.
    explicit InputQueue(int focus_key = -1) : focus_key_(focus_key) {}

    void arrived(const Input& input) { waiting_.push_back(input); }
    /// What this frame is to see, in the order of arrival: of a key, of the buttons and (for keys) of a sign
    /// one at most. Several keys may share a frame; only a release may be overtaken, and never by its own key
    /// or by a modifier.
    std::vector<Input> next_frame(Listener listener);
    bool empty() const { return waiting_.empty(); }

private:
    static constexpr int frames_to_focus =
        2;  // Dear ImGui gives the focus in the frame after, and it is active in the next

    std::deque<Input> waiting_;
    int focus_key_;
    int pause_ = 0;  // frames in which no sign is given yet
};

/// So many may wait: when more do (a machine that draws a frame a second), one frame gets them all. Our own
/// bound.
inline constexpr std::size_t longest_queue = 256;

}  // namespace ui
