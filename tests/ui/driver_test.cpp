#include "tests/ui/driver.h"

#include <imgui.h>

#include <catch2/catch.hpp>

#include "ui/controls.h"

using namespace ui;
using ui_test::Driver;

namespace {

/// A small panel with one of everything that the driver must be able to work.
struct Toy {
    int clicks = 0;
    int icon_clicks = 0;
    int stepped = 0;
    int jumped = 0;
    int pluses = 0;
    float speed = 1;
    char name[32] = "";
    bool late = false;
    int frames = 0;

    void draw(Context& context) {
        ++frames;
        ImGui::SetNextWindowPos({0, 0});
        ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
        ImGui::Begin("toy", nullptr, ImGuiWindowFlags_NoDecoration);
        if (text_button(context, "Play", "Plays the mail.") == Press::pressed) ++clicks;
        if (icon_button(context, "help", Icon::question, "Every key.") == Press::pressed) ++icon_clicks;
        ImGui::SliderFloat("speed", &speed, 0, 10);
        mark_item(context.marks, "speed");
        ImGui::InputText("name", name, sizeof name);
        mark_item(context.marks, "name");
        if (late && frames > 10) text_button(context, "Late", "Comes later.");
        if (pressed(Key::right)) ++stepped;
        if (pressed(Key::right, {.shift = true})) ++jumped;
        if (typed('+')) ++pluses;
        ImGui::End();
    }
};

Driver driver_of(Toy& toy) {
    return Driver([&toy](Context& context) { toy.draw(context); }, {.width = 640, .height = 400});
}

}  // namespace

TEST_CASE("a click on a named control reaches that control alone", "[ui]") {
    Toy toy;
    Driver driver = driver_of(toy);
    driver.click("Play");
    CHECK(toy.clicks == 1);
    CHECK(toy.icon_clicks == 0);
    driver.click("help");
    CHECK(toy.clicks == 1);
    CHECK(toy.icon_clicks == 1);
    driver.click_at({600, 390});
    CHECK(toy.clicks + toy.icon_clicks == 2);
}

TEST_CASE("a control that is not there is an error that names those that are", "[ui]") {
    Toy toy;
    Driver driver = driver_of(toy);
    CHECK_FALSE(driver.shows("Stop"));
    CHECK_THROWS_WITH(driver.click("Stop"), Catch::Contains("'Stop'") && Catch::Contains("Play"));
}

TEST_CASE("a control that comes a few frames later is waited for", "[ui]") {
    Toy toy;
    toy.late = true;
    Driver driver = driver_of(toy);
    CHECK_FALSE(driver.shows("Late"));
    CHECK_NOTHROW(driver.click("Late"));
}

TEST_CASE("a drag moves a slider to where it ends", "[ui]") {
    Toy toy;
    Driver driver = driver_of(toy);
    const Box slider = driver.box_of("speed");
    driver.drag("speed", {slider.low.x + 2, slider.centre().y});
    CHECK(toy.speed < 0.5f);
}

TEST_CASE("text goes to the field that was clicked, and only its keys are its own", "[ui]") {
    Toy toy;
    Driver driver = driver_of(toy);
    driver.type("+");
    CHECK(toy.pluses == 1);
    const Box field = driver.box_of("name");
    driver.click_at({field.low.x + 20, field.centre().y});
    driver.type("Bo+\u00e9");
    CHECK(std::string_view(toy.name) == "Bo+\u00e9");
    CHECK(toy.pluses == 1);
    driver.press(Key::backspace);
    CHECK(std::string_view(toy.name) == "Bo+");
}

TEST_CASE("a key counts with exactly its modifiers", "[ui]") {
    Toy toy;
    Driver driver = driver_of(toy);
    driver.press(Key::right);
    CHECK((toy.stepped == 1 && toy.jumped == 0));
    driver.press(Key::right, {.shift = true});
    CHECK((toy.stepped == 1 && toy.jumped == 1));
    driver.press(Key::right, {.control = true});
    CHECK((toy.stepped == 1 && toy.jumped == 1));
}

TEST_CASE("hovering a control changes the picture: its tooltip appears", "[ui]") {
    Toy toy;
    Driver driver = driver_of(toy);
    const Image before = driver.picture();
    driver.hover("help");
    CHECK_FALSE(driver.picture() == before);
}

TEST_CASE("every key has a name of its own", "[ui]") {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < key_count; ++i) names.push_back(name_of(static_cast<Key>(i)));
    std::sort(names.begin(), names.end());
    CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
    CHECK_FALSE(names.front().empty());
}
