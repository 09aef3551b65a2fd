#include <catch2/catch.hpp>
#include <cstdlib>
#include "tests/ui/delivery.h"
#include "ui/frame.h"
#include "ui/png.h"
TEST_CASE("pictures", "[.pictures]") {
    struct C { const char* name; view::Scene scene; int w, h; ui::Ground g; float scale; };
    std::vector<C> cs{{"delivery", ui_test::delivery(), 1280, 800, ui::Ground::paper, 1},
        {"letter_night", ui_test::letter_under_way(), 1280, 800, ui::Ground::night_office, 1},
        {"crowded", ui_test::crowded(), 1920, 1080, ui::Ground::paper, 1},
        {"delivery150", ui_test::delivery(), 1280, 800, ui::Ground::paper, 1.5f},
        {"small", ui_test::letter_under_way(), 1024, 700, ui::Ground::paper, 1}};
    for (auto& c : cs) {
        ui::HeadlessOptions o{.width = c.w, .height = c.h};
        o.appearance.ground = c.g; o.appearance.text_scale = c.scale;
        ui::Headless h(o);
        ui::WindowState state;
        state.composer.from = "ann@src.example";
        for (int i = 0; i < 4; ++i) h.frame([&](ui::Context& x) { ui::draw_window(x, c.scene, state); });
        ui::write_png(std::string("/tmp/shots/fx_") + c.name + ".png", h.picture());
    }
}
