#include "tests/ui/driver.h"

#include <stdexcept>

#include "ui/compat.h"

namespace ui_test {

namespace {

constexpr int patience = 30;  // frames
constexpr ui::Point outside{-10000, -10000};

ui::HeadlessOptions with_marks(ui::HeadlessOptions options, ui::Marks& marks) {
    options.marks = &marks;
    return options;
}

}  // namespace

Driver::Driver(Draw draw, ui::HeadlessOptions options)
    : draw_(std::move(draw)), headless_(with_marks(options, marks_)) {
    ui::compat::feed_mouse(outside);
    run(2);
}

void Driver::run(int frames) {
    while (frames-- > 0) headless_.frame(draw_);
}

bool Driver::shows(std::string_view name) {
    const auto mark = marks_.find(name, headless_.frame_number());
    return mark && mark->seen == ui::Seen::visible;
}

ui::Box Driver::box_of(std::string_view name) {
    for (int waited = 0; waited < patience; ++waited) {
        if (shows(name)) return marks_.find(name, headless_.frame_number())->box;
        run(1);
    }
    std::string there;
    for (const std::string& other : marks_.names(headless_.frame_number())) there += "\n  " + other;
    throw std::runtime_error("no control named '" + std::string(name) + "' is visible; there are:" + there);
}

void Driver::click(std::string_view name) {
    click_at(box_of(name).centre());
}

void Driver::click_at(ui::Point at) {
    ui::compat::feed_mouse(at);
    run(2);
    ui::compat::feed_button(0, true);
    run(1);
    ui::compat::feed_button(0, false);
    run(2);
}

void Driver::hover(std::string_view name) {
    ui::compat::feed_mouse(box_of(name).centre());
    run(2);
}

void Driver::drag(std::string_view name, ui::Point to) {
    const ui::Point from = box_of(name).centre();
    ui::compat::feed_mouse(from);
    run(2);
    ui::compat::feed_button(0, true);
    run(1);
    ui::compat::feed_mouse(ui::between(from, to, 0.5f));
    run(1);
    ui::compat::feed_mouse(to);
    run(2);
    ui::compat::feed_button(0, false);
    run(2);
}

void Driver::press(ui::Key key, ui::Modifiers modifiers) {
    run(0);
    ui::feed_modifiers(modifiers);
    ui::feed_key(key, ui::Stroke::down);
    run(1);
    ui::feed_key(key, ui::Stroke::up);
    ui::feed_modifiers({});
    run(1);
}

void Driver::type(std::string_view text) {
    const std::string terminated(text);
    ImGui::GetIO().AddInputCharactersUTF8(terminated.c_str());
    run(2);
}

void Driver::wheel(std::string_view name, float rows) {
    hover(name);
    ui::compat::feed_wheel(rows);
    run(2);
}

}  // namespace ui_test
