// Every key that the sheet under F1 lists does what its words say.
#include <catch2/catch.hpp>

#include "sim/scenario_file.h"
#include "tests/ui/driver.h"
#include "ui/application.h"
#include "ui/help_panel.h"

using namespace ui;

namespace {

Application opened() {
    auto scenario = sim::builtin_scenario("first-delivery");
    REQUIRE(scenario);
    auto application = Application::open(std::move(*scenario));
    REQUIRE(application);
    return std::move(*application);
}

/// The application at a moment in the middle of its first connection, worked by its keys.
struct Desk {
    Application application = opened();
    ui_test::Driver driver;

    explicit Desk(HeadlessOptions options = {.width = 1920, .height = 1080})
        : driver(
              [this](Context& context) {
                  application.frame({context, base::milliseconds(16)});
              },
              options) {
        application.session().apply(view::SeekToEvent{middle()});
        driver.run(2);
    }
    const view::Session& session() { return application.session(); }
    const std::vector<view::Hop>& hops() { return session().index().hops(); }
    view::EventNumber middle() { return hops()[0].stages[2]; }
    view::EventNumber through() { return session().playhead().through; }
    view::Scene scene() { return session().scene(); }
    const Appearance& wanted() { return driver.context().wanted; }
    void key(Key key, Modifiers with = {}) { driver.press(key, with); }
    void sign(const char* sign) { driver.type(sign); }
};

void steps(Desk& desk, Modifiers with, view::Step by) {
    const auto stepped = [&](view::Direction to) {
        return view::stepped(desk.session().trace(), desk.session().index(), desk.session().playhead(), by,
                             to);
    };
    const view::Playhead on = stepped(view::Direction::forward);
    REQUIRE(on != desk.session().playhead());
    desk.key(Key::right, with);
    CHECK(desk.session().playhead() == on);
    const view::Playhead back = stepped(view::Direction::back);
    REQUIRE(back != on);
    desk.key(Key::left, with);
    CHECK(desk.session().playhead() == back);
}

void stage_keys(Desk& desk, const view::Hop& hop) {
    constexpr std::array keys{Key::one, Key::two, Key::three, Key::four, Key::five};
    for (std::size_t stage = 0; stage < keys.size(); ++stage) {
        REQUIRE(hop.stages[stage] != trace::no_event);
        desk.key(keys[stage]);
        CHECK(desk.through() == hop.stages[stage]);
    }
}

void selects_rows(Desk& desk) {
    const auto chosen = [&] { return desk.session().look().selected; };
    const view::Scene before = desk.scene();
    const std::vector<view::Row>& rows = desk.session().index().rows(view::Detail::with_names);
    desk.key(Key::down);
    CHECK(chosen() == rows.at(before.ladder.present + 1).event);
    desk.key(Key::up);
    CHECK(chosen() == rows.at(before.ladder.present).event);
}

void closes(Desk& desk) {
    desk.key(Key::down);
    REQUIRE(desk.session().look().selected != trace::no_event);
    desk.key(Key::escape);
    CHECK(desk.session().look().selected == trace::no_event);
    desk.driver.click("To");
    REQUIRE(ImGui::GetIO().WantTextInput);
    desk.key(Key::escape);
    desk.driver.run(2);
    CHECK_FALSE(ImGui::GetIO().WantTextInput);
    desk.key(Key::f1);
    REQUIRE(desk.application.state().help == Help::open);
    desk.key(Key::escape);
    CHECK(desk.application.state().help == Help::closed);
}

void sends(Desk& desk) {
    REQUIRE(desk.session().trace().interventions.empty());
    desk.key(Key::enter, {.control = true});  // nobody writes yet
    CHECK(desk.session().trace().interventions.empty());
    desk.driver.click("To");
    desk.driver.type("bob@dest.example");
    desk.key(Key::enter, {.control = true});
    desk.driver.run(2);
    REQUIRE(desk.session().trace().interventions.size() == 1);
    const auto& sent = std::get<trace::SendMail>(desk.session().trace().interventions[0].what);
    CHECK(sent.recipients == std::vector<std::string>{"bob@dest.example"});
}

void opens_rooms(Desk& desk) {
    const auto press_w = [&] {
        desk.sign("w");
        desk.driver.run(2);  // the room is laid out in the next frame, and a mark lasts one longer
    };
    const std::string from = desk.application.state().composer.from;
    REQUIRE(desk.driver.shows("Send"));
    press_w();
    CHECK_FALSE(desk.driver.shows("Send"));
    press_w();
    CHECK(desk.driver.shows("Send"));
    REQUIRE(ImGui::GetIO().WantTextInput);  // who opens it wants to write
    CHECK(desk.application.state().composer.from == from);
    press_w();
    CHECK(desk.driver.shows("Send"));  // the letter belongs to the field
    desk.key(Key::escape);
    desk.driver.run(2);
    CHECK_FALSE(ImGui::GetIO().WantTextInput);
    for (const auto& [sign, door] : {std::pair{"i", &desk.application.state().inspector_door},
                                     std::pair{"l", &desk.application.state().ladder_door}}) {
        INFO(sign);
        desk.sign(sign);
        CHECK(*door == Door::shut);
        desk.sign(sign);
        CHECK(*door == Door::open);
    }
}

struct Promise {
    std::string_view keys;
    void (*kept)(Desk&);
};

constexpr std::array promises{
    Promise{"Space",
            [](Desk& desk) {
                desk.key(Key::space);
                CHECK(desk.session().playing());
                desk.key(Key::space);
                CHECK_FALSE(desk.session().playing());
            }},
    Promise{"Left, Right", [](Desk& desk) { steps(desk, {}, view::Step::event); }},
    Promise{"Shift + Left, Right", [](Desk& desk) { steps(desk, {.shift = true}, view::Step::command); }},
    Promise{"Ctrl + Left, Right", [](Desk& desk) { steps(desk, {.control = true}, view::Step::stage); }},
    Promise{"Home, End",
            [](Desk& desk) {
                desk.key(Key::end);
                CHECK(desk.through() + 1 == desk.session().trace().size());
                desk.key(Key::home);
                CHECK(desk.through() == trace::no_event);
            }},
    Promise{"+ and \u2212",
            [](Desk& desk) {
                desk.sign("+");
                CHECK(desk.session().speed() > 1);
                desk.sign("-");
                CHECK(desk.session().speed() == 1);
                desk.sign("-");
                CHECK(desk.session().speed() < 1);
                desk.sign("=");
                CHECK(desk.session().speed() == 1);
            }},
    Promise{"1 to 5",
            [](Desk& desk) {
                stage_keys(desk, desk.hops().front());
                desk.key(Key::end);
                stage_keys(desk, desk.hops().back());
                desk.key(Key::home);
                desk.key(Key::two);
                CHECK(desk.through() == desk.hops().front().stages[1]);
                desk.key(Key::end);
                desk.driver.click("stage Data");
                CHECK(desk.through() == desk.hops().back().stages[3]);
            }},
    Promise{"Up, Down", selects_rows},
    Promise{"Esc", closes},
    Promise{"Ctrl + Enter", sends},
    Promise{"E, B, M",
            [](Desk& desk) {
                for (const auto& [sign, tab] :
                     {std::pair{"b", view::InspectorTab::bytes}, std::pair{"m", view::InspectorTab::message},
                      std::pair{"e", view::InspectorTab::explain}}) {
                    desk.sign(sign);
                    CHECK(desk.session().look().tab == tab);
                }
            }},
    Promise{"C, N, A",
            [](Desk& desk) {
                for (const auto& [sign, detail] :
                     {std::pair{"c", view::Detail::conversation}, std::pair{"A", view::Detail::everything},
                      std::pair{"n", view::Detail::with_names}}) {
                    desk.sign(sign);
                    CHECK(desk.session().look().detail == detail);
                }
            }},
    Promise{"W, I, L", opens_rooms},
    Promise{"[ and ]",
            [](Desk& desk) {
                const float before = desk.wanted().text_scale;
                desk.sign("]");
                CHECK(desk.wanted().text_scale > before);
                desk.sign("[");
                desk.sign("[");
                CHECK(desk.wanted().text_scale < before);
            }},
    Promise{"T",
            [](Desk& desk) {
                desk.sign("t");
                CHECK(desk.wanted().ground == Ground::night_office);
                desk.sign("t");
                CHECK(desk.wanted().ground == Ground::paper);
            }},
    Promise{"R",
            [](Desk& desk) {
                desk.sign("r");
                CHECK(desk.application.state().motion == MotionTaste::steps);
                desk.sign("r");
                CHECK(desk.application.state().motion == MotionTaste::flights);
            }},
    Promise{"F11",
            [](Desk& desk) {
                desk.key(Key::f11);
                CHECK(desk.wanted().screen == Screen::full);
                desk.key(Key::f11);
                CHECK(desk.wanted().screen == Screen::window);
            }},
    Promise{"F1",
            [](Desk& desk) {
                desk.key(Key::f1);
                CHECK(desk.application.state().help == Help::open);
                desk.key(Key::f1);
                CHECK(desk.application.state().help == Help::closed);
            }},
};

}  // namespace

TEST_CASE("every key that F1 lists keeps its promise", "[ui]") {
    for (const HelpLine& line : help_lines) {
        INFO(line.keys << ": " << line.what);
        const auto promise = std::find_if(promises.begin(), promises.end(),
                                          [&](const Promise& one) { return one.keys == line.keys; });
        REQUIRE(promise != promises.end());
        Desk desk;
        promise->kept(desk);
    }
    CHECK(promises.size() == help_lines.size());
}

TEST_CASE("Esc shuts the drawer in which a mail is written, also when no field has the keys", "[ui]") {
    Desk desk({.width = 1000, .height = 760});
    REQUIRE_FALSE(desk.driver.shows("Send"));
    desk.sign("w");
    desk.driver.run(3);
    REQUIRE(desk.driver.shows("Send"));
    desk.key(Key::escape);  // leaves the field
    desk.driver.run(3);
    REQUIRE_FALSE(ImGui::GetIO().WantTextInput);
    REQUIRE(desk.driver.shows("Send"));
    desk.key(Key::escape);
    desk.driver.run(3);
    CHECK_FALSE(desk.driver.shows("Send"));
}
