#include <catch2/catch.hpp>
#include <cmath>

#include "ui/headless.h"
#include "ui/icons.h"
#include "ui/office.h"
#include "ui/paper.h"

using namespace ui;

namespace {

constexpr int width = 320, height = 240;
constexpr Box middle{{80, 40}, {240, 200}};

Image drawn(const std::function<void(const Canvas&)>& draw, Appearance appearance = {}) {
    Headless headless({.width = width, .height = height, .appearance = appearance});
    headless.frame([&](Context& context) { draw(context.canvas_on(ImGui::GetBackgroundDrawList())); });
    return headless.picture();
}

/// Pixels that differ from the background, in the rows [from, to).
int inked(const Image& image, int from = 0, int to = height) {
    const std::uint32_t ground = theme_of(Ground::paper).background;
    int count = 0;
    for (int y = from; y < to; ++y)
        for (int x = 0; x < width; ++x) count += image.at(x, y) != ground;
    return count;
}

Letter letter_built(float built) {
    return {{{"by relay.example", Role::relay}}, {"From: a@b.example", "Subject: x"}, {"Hello"}, built};
}

}  // namespace

TEST_CASE("every icon leaves ink, stays in its square and is like no other", "[ui]") {
    std::vector<Image> pictures;
    for (std::size_t i = 0; i < icon_count; ++i) {
        const auto icon = static_cast<Icon>(i);
        const Image image = drawn([&](const Canvas& canvas) {
            draw_icon(canvas, icon, {160, 120}, 48, canvas.theme->ink);
        });
        INFO("icon " << i);
        CHECK(inked(image) > 40);
        CHECK(inked(image, 0, 95) + inked(image, 145, height) == 0);
        CHECK(std::find(pictures.begin(), pictures.end(), image) == pictures.end());
        pictures.push_back(image);
    }
}

TEST_CASE("a letter shows as much paper as has arrived", "[ui]") {
    const auto white_rows = [](float built) {
        const Image image =
            drawn([&](const Canvas& canvas) { draw_letter(canvas, middle, letter_built(built)); });
        int rows = 0;
        for (int y = 0; y < height; ++y) rows += image.at(84, y) == static_cast<std::uint32_t>(rgb(0xFFFFFF));
        return rows;
    };
    CHECK(white_rows(-1) == 0);
    CHECK(white_rows(0) == 0);
    CHECK(white_rows(0.25f) == Approx(40).margin(4));
    CHECK(white_rows(0.75f) == Approx(120).margin(4));
    CHECK(white_rows(1) == Approx(160).margin(4));
    CHECK(white_rows(7) == white_rows(1));
}

TEST_CASE("an envelope tells a null reverse-path from an address, and one recipient from two", "[ui]") {
    const auto envelope = [](Envelope e) {
        return drawn([&](const Canvas& canvas) { draw_envelope(canvas, middle, e); });
    };
    const Envelope plain{.return_address = "a@b.example", .addressees = {"c@d.example"}};
    Envelope bounce = plain, two = plain, blank = plain, open = plain;
    bounce.return_address.clear();
    two.addressees.push_back("e@f.example");
    blank.stage = Envelope::Stage::blank;
    open.lid = Lid::open;
    CHECK(envelope(plain) == envelope(plain));
    for (const Envelope& other : {bounce, two, blank, open}) CHECK_FALSE(envelope(other) == envelope(plain));
}

TEST_CASE("paper is as white at night as by day", "[ui]") {
    const Ground ground = GENERATE(Ground::paper, Ground::night_office);
    const Image image =
        drawn([](const Canvas& canvas) { draw_letter(canvas, middle, letter_built(1)); }, {.ground = ground});
    const std::uint32_t pixel = image.at(90, 190);
    const Color seen{static_cast<std::uint8_t>(pixel), static_cast<std::uint8_t>(pixel >> 8),
                     static_cast<std::uint8_t>(pixel >> 16)};
    CHECK(contrast(seen, rgb(0x000000)) > 18);
}

TEST_CASE("no size and no text makes a shape fail", "[ui]") {
    const int design = GENERATE(0, 1, 3, 12, 100, 5000);
    const float side = static_cast<float>(design);
    const std::string text(GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{5000}), 'W');
    const Image image = drawn([&](const Canvas& canvas) {
        const Box box = box_around({160, 120}, side, side);
        draw_envelope(canvas, box, {text, {text, text, text, text, text}, Role::dns, Lid::open});
        draw_letter(canvas, box, {{{text, Role::dns}}, {text, ":" + text}, {text}, 0.5f});
        draw_stamp(canvas, {160, 120}, side / 4, text, canvas.theme->ink);
        draw_tag(canvas, {160, 120}, text, text);
        draw_tray(canvas, box, Role::client, text);
        draw_mailbox(canvas, box, Role::client, Flag::up, text);
        draw_card(canvas, box, canvas.theme->room, Lift::lifted);
        draw_glow(canvas, {160, 120}, side, canvas.theme->accent);
        const Curve curve = level_curve(box.low, box.high);
        draw_gradient_curve(canvas, curve, 3, canvas.theme->ink, canvas.theme->dim);
        draw_dashed_curve(canvas, curve, 2, canvas.theme->ink, 6, 4);
        draw_hatched_curve(canvas, curve, 8, canvas.theme->ink);
    });
    CHECK(image.width == width);
}

TEST_CASE("a curve starts and ends where it is told and leaves level", "[ui]") {
    const Curve curve = level_curve({10, 20}, {110, 60});
    CHECK((curve.at(0).x == Approx(10) && curve.at(0).y == Approx(20)));
    CHECK((curve.at(1).x == Approx(110) && curve.at(1).y == Approx(60)));
    CHECK(std::abs(curve.direction(0).y) < 0.05f);
    CHECK(curve.direction(0.5f).x > 0);
}

TEST_CASE("turning by a quarter brings a wide bar upright", "[ui]") {
    const Image image = drawn([](const Canvas& canvas) {
        const Turned turned(canvas, {160, 120}, 90);
        canvas.list->AddRectFilled({120, 115}, {200, 125}, canvas.theme->ink);
    });
    CHECK(inked(image, 82, 158) > 700);
    CHECK(inked(image, 0, 79) == 0);
}
