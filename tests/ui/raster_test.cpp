#include "ui/raster.h"

#include <catch2/catch.hpp>
#include <limits>

#include "ui/color.h"
#include "ui/headless.h"

using namespace ui;

namespace {

constexpr std::uint32_t white = 0xFFFFFFFFu;

/// Draws on the background list of a headless window of 16 by 16 white pixels.
Image drawn(const std::function<void(ImDrawList&)>& draw) {
    Headless headless({.width = 16, .height = 16});
    headless.frame([&](Context&) {
        ImDrawList& list = *ImGui::GetBackgroundDrawList();
        list.AddRectFilled({0, 0}, {16, 16}, white);
        draw(list);
    });
    return headless.picture();
}

int pixels_of(const Image& image, std::uint32_t color) {
    return static_cast<int>(std::count(image.pixels.begin(), image.pixels.end(), color));
}

}  // namespace

TEST_CASE("a rectangle covers exactly the pixels whose centres it covers", "[ui]") {
    const ImU32 red = IM_COL32(255, 0, 0, 255);
    const Image image = drawn([&](ImDrawList& list) { list.AddRectFilled({2, 3}, {6, 8}, red); });
    CHECK(pixels_of(image, red) == 4 * 5);
    CHECK(image.at(2, 3) == red);
    CHECK(image.at(5, 7) == red);
    CHECK(image.at(1, 3) == white);
    CHECK(image.at(6, 3) == white);
    CHECK(image.at(2, 2) == white);
    CHECK(image.at(2, 8) == white);
}

TEST_CASE("a translucent colour is mixed with what lies under it", "[ui]") {
    struct Row {
        int alpha;
        std::uint32_t expected;
    };
    const Row row =
        GENERATE(Row{255, 0xFF000000u}, Row{128, 0xFF7F7F7Fu}, Row{64, 0xFFBFBFBFu}, Row{0, white});
    const Image image = drawn([&](ImDrawList& list) {
        list.AddRectFilled({0, 0}, {8, 8}, IM_COL32(0, 0, 0, row.alpha));
    });
    CHECK(image.at(4, 4) == row.expected);
    CHECK(image.at(8, 8) == white);
}

TEST_CASE("two triangles that share an edge paint each of its pixels once", "[ui]") {
    const ImU32 half = IM_COL32(0, 0, 0, 128);
    const Image image = drawn([&](ImDrawList& list) {
        list.Flags = 0;  // no soft edges
        const ImVec2 low[] = {{1, 1}, {15, 2}, {3, 14}}, high[] = {{15, 2}, {14, 15}, {3, 14}};
        list.AddConvexPolyFilled(low, 3, half);
        list.AddConvexPolyFilled(high, 3, half);
    });
    CHECK(pixels_of(image, 0xFF7F7F7Fu) + pixels_of(image, white) == 16 * 16);
    CHECK(pixels_of(image, 0xFF7F7F7Fu) > 140);
    CHECK(image.at(9, 8) == 0xFF7F7F7Fu);
}

TEST_CASE("a triangle is the same whichever way round its corners are given", "[ui]") {
    const auto triangle = [](ImVec2 a, ImVec2 b, ImVec2 c) {
        return drawn([=](ImDrawList& list) {
            list.Flags = 0;
            list.AddTriangleFilled(a, b, c, IM_COL32(0, 0, 200, 255));
        });
    };
    CHECK(triangle({1, 1}, {14, 3}, {5, 13}) == triangle({1, 1}, {5, 13}, {14, 3}));
}

TEST_CASE("a soft edge falls from full to nothing", "[ui]") {
    const Image image = drawn([](ImDrawList& list) {
        list.AddRectFilledMultiColor({0, 0}, {16, 16}, IM_COL32(0, 0, 0, 255), IM_COL32(0, 0, 0, 0),
                                     IM_COL32(0, 0, 0, 0), IM_COL32(0, 0, 0, 255));
    });
    for (int x = 1; x < 16; ++x) CHECK((image.at(x, 8) & 0xFF) > (image.at(x - 1, 8) & 0xFF));
    CHECK((image.at(0, 8) & 0xFF) < 16);
    CHECK((image.at(15, 8) & 0xFF) > 240);
}

TEST_CASE("clipping keeps what lies outside as it was", "[ui]") {
    const ImU32 red = IM_COL32(255, 0, 0, 255);
    const Image image = drawn([&](ImDrawList& list) {
        list.PushClipRect({4, 4}, {8, 8});
        list.AddRectFilled({0, 0}, {16, 16}, red);
        list.AddTriangleFilled({-50, -50}, {100, -50}, {0, 100}, red);
        list.PopClipRect();
    });
    CHECK(pixels_of(image, red) == 16);
}

TEST_CASE("shapes with absurd corners are left out and harm nothing", "[ui]") {
    using Limits = std::numeric_limits<float>;
    constexpr std::array<float, 5> absurd{Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity(), 1e30f,
                                          -1e30f};
    for (const float odd : absurd) {
        const Image image = drawn([odd](ImDrawList& list) {
            list.Flags = 0;
            list.AddTriangleFilled({odd, 1}, {14, 3}, {5, 13}, IM_COL32(0, 0, 0, 255));
            list.AddRectFilled({1, odd}, {4, 4}, IM_COL32(0, 0, 0, 255));
        });
        INFO("corner " << odd);
        CHECK(pixels_of(image, white) == 16 * 16);
    }
}

TEST_CASE("a texture is stretched smoothly", "[ui]") {
    const unsigned char texels[] = {0, 255};
    Headless headless({.width = 16, .height = 4});
    headless.frame([&](Context&) {
        ImGui::GetBackgroundDrawList()->AddImage(ImGui::GetIO().Fonts->TexID, {0, 0}, {16, 4}, {0, 0}, {1, 1},
                                                 IM_COL32(0, 0, 0, 255));
    });
    Image image(16, 4, white);
    paint(image, *ImGui::GetDrawData(), [&](ImTextureID) { return Texture{2, 1, 1, texels}; });
    CHECK(image.at(0, 0) == white);
    CHECK(image.at(15, 3) == 0xFF000000u);
    for (int x = 1; x < 16; ++x) CHECK((image.at(x, 2) & 0xFF) <= (image.at(x - 1, 2) & 0xFF));
    CHECK((image.at(8, 1) & 0xFF) > 50);
    CHECK((image.at(8, 1) & 0xFF) < 205);
}
