// Plays the learner: a panel in a headless window, driven by real input (pointer, buttons, wheel, keys,
// text), its controls found by the names they registered. A missing control fails the test with the names
// that are there.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "ui/headless.h"
#include "ui/keys.h"

namespace ui_test {

class Driver {
public:
    using Draw = std::function<void(ui::Context&)>;

    explicit Driver(Draw draw, ui::HeadlessOptions options = {});

    void run(int frames);
    bool shows(std::string_view name);
    /// Waits up to 30 frames for it. Throws std::runtime_error when it does not come.
    ui::Box box_of(std::string_view name);
    void click(std::string_view name);
    void click_at(ui::Point at);
    void hover(std::string_view name);
    void drag(std::string_view name, ui::Point to);
    void press(ui::Key key, ui::Modifiers modifiers = {});
    void type(std::string_view text);
    void wheel(std::string_view name, float rows);
    ui::Image picture() { return headless_.picture(); }
    ui::Context& context() { return headless_.context(); }

private:
    ui::Marks marks_;
    Draw draw_;
    ui::Headless headless_;
};

}  // namespace ui_test
