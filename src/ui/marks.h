// Where named things are on screen, so that tests find a control by its name and click it with real input.
// Off unless a context carries a Marks; then every control of controls.h registers itself under its label.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/geometry.h"

namespace ui {

enum class Seen : std::uint8_t { visible, clipped };

struct Mark {
    Box box;
    Seen seen = Seen::visible;
    int frame = 0;  // the frame that last drew it
};

class Marks {
public:
    void place(std::string_view name, const Mark& mark);
    /// Only what the frame `now` or the one before it drew.
    std::optional<Mark> find(std::string_view name, int now) const;
    /// Every name that the frame `now` or the one before it drew, in order: for a failing test's message.
    std::vector<std::string> names(int now) const;

private:
    std::map<std::string, Mark, std::less<>> marks_;
};

/// Registers the last ImGui item. Does nothing when `marks` is null.
void mark_item(Marks* marks, std::string_view name);
/// Registers a box drawn by hand in the current window.
void mark_box(Marks* marks, std::string_view name, const Box& box);

}  // namespace ui
