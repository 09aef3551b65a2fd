#include "ui/frame.h"

#include <catch2/catch.hpp>
#include <map>

#include "tests/ui/delivery.h"
#include "tests/ui/driver.h"
#include "ui/layout.h"
#include "ui/stage_map.h"

using namespace ui;
using ui_test::Driver;

namespace {

/// The window over a scene that stands still, and everything that was asked for.
class Desk {
public:
    explicit Desk(view::Scene shown = ui_test::delivery(), HeadlessOptions options = {})
        : scene(std::move(shown)), driver([this](Context& context) { draw(context); }, options) {
        intents.clear();
    }

    template <class T>
    std::vector<T> asked() const {
        std::vector<T> found;
        for (const view::Intent& intent : intents)
            if (const T* one = std::get_if<T>(&intent)) found.push_back(*one);
        return found;
    }
    template <class T>
    bool asked_for() const {
        return !asked<T>().empty();
    }

    view::Scene scene;
    WindowState state;
    view::Intents intents;
    Driver driver;

private:
    void draw(Context& context) {
        const view::Intents now = draw_window(context, scene, state);
        intents.insert(intents.end(), now.begin(), now.end());
        // As the session does: the ladder's room is asked about once.
        for (const view::Intent& intent : now)
            if (const auto* fit = std::get_if<view::FitLadder>(&intent)) state.look.ladder_rows = fit->rows;
    }
};

}  // namespace

TEST_CASE("the play button asks to play, and to pause while it plays", "[ui]") {
    Desk desk;
    desk.driver.click("Play");
    CHECK(desk.asked<view::Play>().size() == 1);
    desk.state.playing = Playing::yes;
    desk.driver.click("Pause");
    CHECK(desk.asked<view::Pause>().size() == 1);
}

TEST_CASE("keys move the playhead", "[ui]") {
    using view::Direction;
    using view::Step;
    Desk desk;
    desk.driver.press(Key::space);
    CHECK(desk.asked_for<view::Play>());
    desk.driver.press(Key::right);
    desk.driver.press(Key::left, {.shift = true});
    desk.driver.press(Key::right, {.control = true});
    const auto steps = desk.asked<view::StepBy>();
    REQUIRE(steps.size() == 3);
    CHECK((steps[0].step == Step::event && steps[0].direction == Direction::forward));
    CHECK((steps[1].step == Step::command && steps[1].direction == Direction::back));
    CHECK((steps[2].step == Step::stage && steps[2].direction == Direction::forward));
    desk.driver.press(Key::home);
    desk.driver.press(Key::end);
    CHECK((desk.asked_for<view::GoToStart>() && desk.asked_for<view::GoToEnd>()));
    desk.driver.press(Key::three);
    REQUIRE(desk.asked_for<view::SeekToEvent>());
    CHECK(desk.asked<view::SeekToEvent>().front().event == desk.scene.stages.first[2]);
    desk.driver.type("+");
    desk.driver.type("-");
    const auto speeds = desk.asked<view::SetSpeed>();
    REQUIRE(speeds.size() == 2);
    CHECK((speeds[0].factor > 1 && speeds[1].factor < 1));
    desk.driver.press(Key::f11);
    CHECK(desk.asked_for<view::ToggleFullScreen>());
}

TEST_CASE("keys belong to the text field that has the focus", "[ui]") {
    Desk desk(ui_test::delivery(), {.width = 1920, .height = 1080});
    desk.driver.click("Subject");
    desk.intents.clear();
    desk.driver.press(Key::space);
    desk.driver.type(" +t");
    desk.driver.press(Key::left);
    desk.driver.press(Key::home);
    desk.driver.press(Key::one);
    CHECK(desk.intents.empty());
    CHECK(desk.state.composer.subject == " +t");
}

TEST_CASE("help opens, shows over everything, and closes", "[ui]") {
    Desk desk;
    desk.driver.press(Key::f1);
    REQUIRE(desk.asked_for<view::ShowHelp>());
    CHECK(desk.asked<view::ShowHelp>().back().state == view::ShowHelp::State::open);
    desk.state.help = Help::open;
    desk.driver.run(2);
    CHECK(desk.driver.shows("close help"));
    desk.intents.clear();
    desk.driver.press(Key::space);
    CHECK(desk.intents.empty());
    desk.driver.click("close help");
    REQUIRE(desk.asked_for<view::ShowHelp>());
    CHECK(desk.asked<view::ShowHelp>().back().state == view::ShowHelp::State::closed);
}

TEST_CASE("the timeline is scrubbed both ways with the mouse", "[ui]") {
    Desk desk;
    const Box axis = desk.driver.box_of("timeline");
    const double length = desk.scene.timeline.length;
    const auto seconds = [&](float x) { return (x - axis.low.x) / axis.width() * length; };
    for (const float share : {0.1f, 0.9f}) {
        desk.intents.clear();
        desk.driver.drag("playhead", axis.at(share, 0.3f));
        const auto seeks = desk.asked<view::SeekTo>();
        REQUIRE(!seeks.empty());
        CHECK(seeks.back().seconds == Approx(seconds(axis.at(share, 0).x)).margin(length * 0.01));
    }
    desk.intents.clear();
    desk.driver.click_at({axis.at(0.25f, 0).x, desk.driver.box_of("lane 1").centre().y});
    REQUIRE(desk.asked_for<view::SeekTo>());
    CHECK(desk.asked<view::SeekTo>().back().seconds == Approx(length * 0.25).margin(length * 0.01));
}

TEST_CASE("whatever shows an event selects it", "[ui]") {
    const auto name = GENERATE(as<std::string>{}, "row 46", "packet 73", "mail Relay 0", "host Destination",
                               "owner", "caption");
    Desk desk;
    if (desk.driver.shows("Ladder")) desk.driver.click("Ladder");
    desk.driver.run(2);
    desk.driver.click(name);
    INFO(name);
    REQUIRE(desk.asked_for<view::Select>());
    const std::map<std::string, view::EventNumber> expected{{"row 46", 46},       {"packet 73", 72},
                                                            {"mail Relay 0", 45}, {"host Destination", 3},
                                                            {"owner", 45},        {"caption", 72}};
    CHECK(desk.asked<view::Select>().back().event == expected.at(name));
}

TEST_CASE("resting on a row lights up the same event elsewhere", "[ui]") {
    Desk desk;
    desk.driver.hover("row 50");
    desk.driver.run(1);
    CHECK(desk.state.hovered == 50);
    desk.driver.hover("title");
    desk.driver.run(1);
    CHECK(desk.state.hovered == trace::no_event);
}

TEST_CASE("a marker leads to its moment and selects it", "[ui]") {
    Desk desk;
    desk.driver.click("marker 150");
    REQUIRE(desk.asked_for<view::SeekToEvent>());
    CHECK(desk.asked<view::SeekToEvent>().back().event == 150);
    CHECK(desk.asked<view::Select>().back().event == 150);
}

TEST_CASE("the wheel scrolls the ladder by rows and stops at its ends", "[ui]") {
    Desk desk;
    desk.driver.wheel("ladder rows", -1);
    REQUIRE(desk.asked_for<view::ScrollLadder>());
    CHECK(desk.asked<view::ScrollLadder>().back().first > desk.scene.ladder.first);
    desk.intents.clear();
    desk.driver.wheel("ladder rows", 100);
    CHECK(desk.asked<view::ScrollLadder>().back().first == 0);
    desk.intents.clear();
    desk.driver.wheel("ladder rows", -100);
    CHECK(desk.asked<view::ScrollLadder>().back().first < desk.scene.ladder.total);
}

TEST_CASE("the ladder says how many rows it has room for, and says it once", "[ui]") {
    Desk desk;
    desk.state.look.ladder_rows = 1000;
    desk.driver.run(3);
    REQUIRE(desk.asked<view::FitLadder>().size() == 1);
    CHECK(desk.asked<view::FitLadder>().back().rows >= 3);
}

TEST_CASE("a ladder that does not follow offers to follow again", "[ui]") {
    Desk desk;
    CHECK_FALSE(desk.driver.shows("Follow"));
    desk.state.look.following = view::Look::Following::nothing;
    desk.driver.click("Follow");
    REQUIRE(desk.asked_for<view::Select>());
    CHECK(desk.asked<view::Select>().back().event == trace::no_event);
}

TEST_CASE("what is typed into the composer is what Send asks to send", "[ui]") {
    Desk desk;
    desk.driver.click("Write a mail");
    const std::array<std::pair<const char*, const char*>, 4> typed{{{"From", "ann@src.example"},
                                                                    {"To", "bob@dest.example"},
                                                                    {"Subject", "Hi + bye"},
                                                                    {"Body", "Dear Bob"}}};
    for (const auto& [field, text] : typed) {
        const Box box = desk.driver.box_of(field);
        desk.driver.click_at(box.low + Point{20, 12});
        desk.driver.type(text);
    }
    desk.driver.click("Send");
    const auto sent = desk.asked<view::SendLetter>();
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].from == "ann@src.example");
    CHECK(sent[0].to == "bob@dest.example");
    CHECK(sent[0].subject == "Hi + bye");
    CHECK(sent[0].body == "Dear Bob");
}

TEST_CASE("a fault stands beside its field until the field is changed", "[ui]") {
    Desk desk;
    desk.state.write_door = Door::open;
    desk.state.composer.to_fault = {"It has no @", "Write local@domain"};
    desk.driver.run(2);
    CHECK(desk.driver.shows("To fault"));
    CHECK_FALSE(desk.driver.shows("From fault"));
    const Box box = desk.driver.box_of("To");
    desk.driver.click_at(box.low + Point{20, 12});
    desk.driver.type("b");
    desk.driver.run(2);
    CHECK_FALSE(desk.driver.shows("To fault"));
}

TEST_CASE("tabs, detail, theme and text size are asked for by their controls", "[ui]") {
    Desk desk;
    desk.driver.click("Bytes");
    REQUIRE(desk.asked_for<view::ShowTab>());
    CHECK(desk.asked<view::ShowTab>().back().tab == view::InspectorTab::bytes);
    desk.driver.click("Everything");
    CHECK(desk.asked<view::ShowDetail>().back().detail == view::Detail::everything);
    desk.driver.click("theme");
    CHECK(desk.asked<view::ChooseTheme>().back().theme == view::ThemeChoice::night);
    desk.driver.click("A+");
    CHECK(desk.asked<view::SetTextScale>().back().scale > 1);
    desk.driver.click("A\u2212");
    CHECK(desk.asked<view::SetTextScale>().back().scale < 1);
}

TEST_CASE("rooms are resized by the edge between them", "[ui]") {
    Desk desk;
    const Box edge = desk.driver.box_of("inspector edge");
    const float before = desk.state.inspector_width;
    desk.driver.drag("inspector edge", edge.centre() - Point{60, 0});
    CHECK(desk.state.inspector_width > before + 30);
}

TEST_CASE("at every size, text size and theme the controls are in sight and each name is there once",
          "[ui]") {
    struct Size {
        int width, height;
    };
    const auto size = GENERATE(Size{1280, 800}, Size{1920, 1080}, Size{1024, 700}, Size{800, 600});
    const auto scale = GENERATE(0.8f, 1.0f, 1.5f);
    const auto ground = GENERATE(Ground::paper, Ground::night_office);
    const auto scene = GENERATE(0, 1, 2);
    HeadlessOptions options{.width = size.width, .height = size.height};
    options.appearance.ground = ground;
    options.appearance.text_scale = scale;
    Desk desk(scene == 0   ? ui_test::letter_under_way()
              : scene == 1 ? ui_test::crowded()
                           : ui_test::empty(),
              options);
    INFO(size.width << "x" << size.height << " at " << scale << ", scene " << scene);
    for (const char* name :
         {"start", "back", "Play", "forward", "end", "slower", "faster", "timeline", "clock", "caption",
          "theme", "help", "Write a mail", "Inspector", "A+", "stage Handshake", "stage Close"}) {
        INFO(name);
        REQUIRE(desk.driver.shows(name));
        const Box box = desk.driver.box_of(name);
        CHECK(box.low.x >= 0);
        CHECK(box.low.y >= 0);
        CHECK(box.high.x <= static_cast<float>(size.width));
        CHECK(box.high.y <= static_cast<float>(size.height));
    }
}

TEST_CASE("nothing on the stage overlaps a host, whatever the size", "[ui]") {
    const auto width = GENERATE(400.0f, 656.0f, 880.0f, 1500.0f);
    const auto height = GENERATE(200.0f, 290.0f, 520.0f);
    const view::Scene scene = GENERATE(0, 1) == 0 ? ui_test::delivery() : ui_test::crowded();
    const StageMap map = map_stage({{0, 0}, {width, height}}, 1, scene.hosts);
    REQUIRE(map.places.size() == scene.hosts.size());
    for (std::size_t i = 0; i < map.places.size(); ++i)
        for (std::size_t j = i + 1; j < map.places.size(); ++j) {
            const Box a = map.places[i].all().grown(-0.5f), b = map.places[j].all().grown(-0.5f);
            INFO("hosts " << map.places[i].id << " and " << map.places[j].id << " at " << width << "x"
                          << height);
            CHECK_FALSE(
                (a.low.x < b.high.x && b.low.x < a.high.x && a.low.y < b.high.y && b.low.y < a.high.y));
        }
}

TEST_CASE("nothing on the stage is cut off, however low it is", "[ui]") {
    const auto width = GENERATE(400.0f, 640.0f, 880.0f, 1500.0f);
    const auto height = GENERATE(96.0f, 120.0f, 160.0f, 240.0f, 450.0f);
    const auto unit = GENERATE(1.0f, 2.0f);
    const view::Scene scene = GENERATE(0, 1) == 0 ? ui_test::delivery() : ui_test::crowded();
    const Box area{{10, 20}, {10 + width * unit, 20 + height * unit}};
    const StageMap map = map_stage(area, unit, scene.hosts);
    INFO(width << "x" << height << " at " << unit);
    for (const HostPlace& place : map.places) {
        INFO("host " << place.id);
        CHECK(place.all().low.x >= area.low.x);
        CHECK(place.all().low.y >= area.low.y);
        CHECK(place.all().high.x <= area.high.x + 1);
        CHECK(place.all().high.y <= area.high.y);
    }
}

TEST_CASE("a low stage says less before it draws smaller", "[ui]") {
    const view::Scene scene = ui_test::delivery();
    CHECK(map_stage({{0, 0}, {880, 400}}, 1, scene.hosts).text == CardText::full);
    CHECK(map_stage({{0, 0}, {880, 245}}, 1, scene.hosts).text == CardText::domain);
    CHECK(map_stage({{0, 0}, {880, 150}}, 1, scene.hosts).text == CardText::label);
}

TEST_CASE("a window of 1280 by 800 shows eight rows of the ladder", "[ui]") {
    Desk desk;
    CHECK(desk.driver.box_of("ladder rows").height() >= 8 * 24);
    CHECK(desk.driver.box_of("ladder rows").height() < 10 * 24);
}

TEST_CASE("where the stage is low, a short caption leaves it room", "[ui]") {
    const WindowState state;
    const Layout brief = lay_out({1280, 800}, 2, state, 1), wordy = lay_out({1280, 800}, 2, state, 2);
    CHECK(brief.stage.height() > wordy.stage.height());
    CHECK(lay_out({1280, 800}, 2, state, 9).stage.height() == wordy.stage.height());
    // Where there is room it stands still.
    CHECK(lay_out({1280, 800}, 1, state, 1).stage.height() ==
          lay_out({1280, 800}, 1, state, 2).stage.height());
}
