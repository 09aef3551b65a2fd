#include "ui/fonts.h"

#include <catch2/catch.hpp>

#include "ui/context.h"
#include "ui/headless.h"

using namespace ui;

namespace {

struct Atlas {
    Atlas() : context(ImGui::CreateContext()) { ImGui::SetCurrentContext(context); }
    ~Atlas() { ImGui::DestroyContext(context); }
    ImGuiContext* context;
};

bool all_installed() {
    for (std::size_t i = 0; i < family_count; ++i)
        if (font_file(static_cast<Family>(i)).empty()) return false;
    return true;
}

}  // namespace

TEST_CASE("sizes follow the text size and the display", "[ui]") {
    const Atlas atlas;
    const Zoom zoom = GENERATE(Zoom{1, 1, 1}, Zoom{1.5f, 1, 1}, Zoom{2.5f, 1, 1}, Zoom{0.8f, 2, 1});
    const Fonts fonts = build_fonts(zoom);
    const float body = base_text_size * zoom.text * zoom.display;
    CHECK(fonts.body.size == Approx(body).margin(0.51));
    CHECK(fonts.small.size == Approx(body * 0.8f).margin(0.51));
    CHECK(fonts.heading.size == Approx(body * 1.2f).margin(0.51));
    CHECK(fonts.title.size == Approx(body * 1.5f).margin(0.51));
    CHECK(fonts.mono.size == Approx(body * 0.9f).margin(0.51));
    CHECK(fonts.body.font->IsLoaded());
}

TEST_CASE("a denser framebuffer bakes finer glyphs of the same size", "[ui]") {
    const Atlas atlas;
    const Fonts plain = build_fonts({1, 1, 1});
    const float width = plain.body.width_of("MAIL FROM"), pixels = plain.body.font->FontSize;
    const Fonts dense = build_fonts({1, 1, 2});
    CHECK(dense.body.size == plain.body.size);
    CHECK(dense.body.width_of("MAIL FROM") == Approx(width).epsilon(0.03));
    CHECK(dense.body.font->FontSize == Approx(2 * pixels));
}

TEST_CASE("without the fonts ImGui's own stands in, and each absence is said", "[ui]") {
    const Atlas atlas;
    const Fonts fonts = build_fonts({}, "/nowhere");
    CHECK(fonts.notes.size() == family_count);
    CHECK(fonts.notes.front().find("Inter Regular") != std::string::npos);
    CHECK(fonts.body.width_of("MAIL FROM") > 0);
    CHECK(fonts.mono.font->IsLoaded());
}

TEST_CASE("the fonts have the signs that we print", "[ui]") {
    if (!all_installed()) {
        WARN("the fonts are not installed: nothing to look at");
        return;
    }
    const Atlas atlas;
    const Fonts fonts = build_fonts({});
    CHECK(fonts.notes.empty());
    for (const int sign : {0x00E9, 0x0142, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026,
                           0x2190, 0x2192, 0x2713, 0x2717, 0x25CF, 0x25B6}) {
        INFO(std::hex << sign);
        CHECK(fonts.body.font->FindGlyphNoFallback(static_cast<ImWchar>(sign)) != nullptr);
        CHECK(fonts.mono.font->FindGlyphNoFallback(static_cast<ImWchar>(sign)) != nullptr);
    }
}

TEST_CASE("text that does not fit ends in an ellipsis and never within a letter", "[ui]") {
    const Atlas atlas;
    const Fonts fonts = build_fonts({});
    CHECK(fitted("short", fonts.body, 1000) == "short");
    CHECK(fitted("anything", fonts.body, 0).empty());
    const std::string text = "r\u00e9sum\u00e9s \u2192 \u00e9\u00e9\u00e9\u00e9\u00e9\u00e9";
    for (float width = 0; width < 200; width += 3) {
        const std::string part = fitted(text, fonts.body, width);
        CHECK(fonts.body.width_of(part) <= width + 0.01f);
        if (part.empty() || part == text) continue;
        CHECK(part.substr(part.size() - 3) == "\u2026");
        const std::string kept = part.substr(0, part.size() - 3);
        CHECK(text.compare(0, kept.size(), kept) == 0);
        if (kept.size() < text.size()) CHECK((static_cast<unsigned char>(text[kept.size()]) & 0xC0) != 0x80);
    }
}

TEST_CASE("a context follows what is wanted before the next frame, and only then", "[ui]") {
    Headless headless({.width = 64, .height = 64});
    headless.frame([](Context&) {});
    CHECK(headless.context().theme->ground == Ground::paper);
    const float before = headless.context().fonts.body.size;
    headless.frame([&](Context& context) {
        context.wanted.ground = Ground::night_office;
        context.wanted.text_scale = 99;
        CHECK(context.theme->ground == Ground::paper);
        CHECK(context.fonts.body.size == before);
    });
    headless.frame([](Context& context) {
        CHECK(context.theme->ground == Ground::night_office);
        CHECK(context.fonts.body.size == Approx(base_text_size * largest_text_scale));
        CHECK(context.unit == Approx(largest_text_scale));
    });
}
