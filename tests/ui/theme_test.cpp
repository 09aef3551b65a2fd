#include "ui/theme.h"

#include <catch2/catch.hpp>

#include "ui/context.h"
#include "ui/icons.h"

using namespace ui;

namespace {

constexpr double for_text = 4.5;  // WCAG 2.1, 1.4.3
constexpr double for_shapes = 3;  // WCAG 2.1, 1.4.11
constexpr double for_strong = 7;  // WCAG 2.1, 1.4.6: what the high-contrast variants promise for text

struct Pair {
    const char* what;
    Color front, ground;
};

std::vector<Pair> text_pairs(const Theme& t) {
    std::vector<Pair> pairs{
        {"ink on background", t.ink, t.background},
        {"ink on room", t.ink, t.room},
        {"ink on field", t.ink, t.field},
        {"ink on hovered field", t.ink, t.field_hovered},
        {"ink on selection", t.ink, t.selection},
        {"dim on background", t.dim, t.background},
        {"dim on room", t.dim, t.room},
        {"dim on field", t.dim, t.field},
        {"dim on hovered field", t.dim, t.field_hovered},
        {"dim on selection", t.dim, t.selection},
        {"text on accent", t.on_accent, t.accent},
        {"writing on envelope", t.paper_ink, t.envelope},
        {"writing on letter", t.paper_ink, t.letter},
        {"print on envelope", t.paper_dim, t.envelope},
        {"print on letter", t.paper_dim, t.letter},
    };
    for (std::size_t i = 0; i < role_count; ++i) {
        const auto role = static_cast<Role>(i);
        pairs.push_back({"ink on a role's tint", t.ink, t.tint(role)});
        pairs.push_back(
            {"writing on a postmark", t.paper_ink, over(faded(t.paper_role(role), 0.16f), t.letter)});
    }
    for (std::size_t i = 0; i < reply_class_count; ++i) {
        const auto reply = static_cast<ReplyClass>(i);
        pairs.push_back({"reply on room", t.reply(reply), t.room});
        pairs.push_back({"reply on background", t.reply(reply), t.background});
        pairs.push_back({"reply on selection", t.reply(reply), t.selection});
        pairs.push_back({"stamp on envelope", t.paper_reply(reply), t.envelope});
        pairs.push_back({"stamp on letter", t.paper_reply(reply), t.letter});
    }
    return pairs;
}

std::vector<Pair> shape_pairs(const Theme& t) {
    std::vector<Pair> pairs{{"accent on room", t.accent, t.room},
                            {"accent on background", t.accent, t.background},
                            {"accent on selection", t.accent, t.selection}};
    for (std::size_t i = 0; i < role_count; ++i) {
        const auto role = static_cast<Role>(i);
        pairs.push_back({"role on room", t.role(role), t.room});
        pairs.push_back({"role on background", t.role(role), t.background});
        pairs.push_back({"role on its tint", t.role(role), t.tint(role)});
        pairs.push_back({"role on letter", t.paper_role(role), t.letter});
        pairs.push_back({"role on envelope", t.paper_role(role), t.envelope});
    }
    return pairs;
}

}  // namespace

TEST_CASE("contrast is what WCAG says it is", "[ui]") {
    CHECK(contrast(rgb(0x000000), rgb(0xFFFFFF)) == Approx(21));
    CHECK(contrast(rgb(0xFFFFFF), rgb(0x000000)) == Approx(21));
    CHECK(contrast(rgb(0x777777), rgb(0xFFFFFF)) == Approx(4.478).margin(0.005));
    CHECK(contrast(rgb(0x123456), rgb(0x123456)) == Approx(1));
}

TEST_CASE("text reads on every ground that a theme can put it on", "[ui]") {
    for (const Theme* theme : all_themes())
        for (const Pair& pair : text_pairs(*theme)) {
            INFO(theme->name << ": " << pair.what << " " << std::hex << ImU32(pair.front) << " on "
                             << ImU32(pair.ground));
            CHECK(contrast(pair.front, pair.ground) >= for_text);
        }
}

TEST_CASE("roles and accents stand out from every ground", "[ui]") {
    for (const Theme* theme : all_themes())
        for (const Pair& pair : shape_pairs(*theme)) {
            INFO(theme->name << ": " << pair.what << " " << std::hex << ImU32(pair.front) << " on "
                             << ImU32(pair.ground));
            CHECK(contrast(pair.front, pair.ground) >= for_shapes);
        }
}

TEST_CASE("the high-contrast variants give text more than the plain ones", "[ui]") {
    for (const Ground ground : {Ground::paper, Ground::night_office}) {
        const Theme &plain = theme_of(ground), &strong = theme_of(ground, Contrast::high);
        CHECK(plain.name != strong.name);
        CHECK(contrast(strong.ink, strong.room) > contrast(plain.ink, plain.room));
        CHECK(contrast(strong.dim, strong.room) >= for_strong);
        CHECK(contrast(strong.rule, strong.room) >= for_shapes);
    }
}

TEST_CASE("a reply's class is its first digit", "[ui]") {
    CHECK(reply_class(250) == ReplyClass::done);
    CHECK(reply_class(354) == ReplyClass::go_on);
    CHECK(reply_class(450) == ReplyClass::come_back);
    CHECK(reply_class(550) == ReplyClass::refused);
    for (const int odd : {0, -1, 199, 600, 999}) CHECK(reply_class(odd) == ReplyClass::refused);
}

TEST_CASE("classes of replies and roles differ without their colours", "[ui]") {
    for (std::size_t a = 0; a < reply_class_count; ++a)
        for (std::size_t b = 0; b < a; ++b) {
            CHECK(icon_of(static_cast<ReplyClass>(a)) != icon_of(static_cast<ReplyClass>(b)));
            CHECK(word_of(static_cast<ReplyClass>(a)) != word_of(static_cast<ReplyClass>(b)));
        }
    for (std::size_t a = 0; a < role_count; ++a)
        for (std::size_t b = 0; b < a; ++b)
            CHECK(icon_of(static_cast<Role>(a)) != icon_of(static_cast<Role>(b)));
}

TEST_CASE("text sizes go by steps and stop at their limits", "[ui]") {
    CHECK(next_text_scale(1, 1) > 1);
    CHECK(next_text_scale(1, -1) < 1);
    CHECK(next_text_scale(1, 100) == Approx(2.5));
    CHECK(next_text_scale(1, -100) == Approx(0.8));
    CHECK(next_text_scale(next_text_scale(1.25f, 1), -1) == Approx(1.25));
}
