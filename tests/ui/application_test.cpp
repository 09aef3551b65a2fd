#include "ui/application.h"

#include <catch2/catch.hpp>

#include "sim/scenario_file.h"
#include "tests/ui/driver.h"
#include "ui/outgoing.h"
#include "ui/shot.h"

using namespace ui;
using ui_test::Driver;

namespace {

sim::Scenario first_delivery() {
    auto scenario = sim::builtin_scenario("first-delivery");
    REQUIRE(scenario);
    return std::move(*scenario);
}

Application opened() {
    auto application = Application::open(first_delivery());
    REQUIRE(application);
    return std::move(*application);
}

int delivered_to(const trace::Trace& trace, std::string_view mailbox) {
    int count = 0;
    for (const trace::Event& event : trace.events())
        if (const auto* delivered = std::get_if<trace::Delivered>(&event.fact))
            if (trace.text(delivered->mailbox) == mailbox) ++count;
    return count;
}

/// The application in a window that the driver works.
struct Stage {
    Application application = opened();
    Driver driver;

    explicit Stage(HeadlessOptions options = {})
        : driver(
              [this](Context& context) {
                  application.frame({context, base::milliseconds(64)});
              },
              options) {}
};

void write(Driver& driver, const char* field, const char* text) {
    driver.click_at(driver.box_of(field).low + Point{20, 12});
    driver.press(Key::a, {.control = true});
    driver.type(text);
}

}  // namespace

TEST_CASE("space plays, and the playhead moves with time", "[ui]") {
    Stage stage;
    const double before = stage.application.session().scene().timeline.position;
    stage.driver.press(Key::space);
    stage.driver.run(60);
    CHECK(stage.application.session().playing());
    CHECK(stage.application.session().scene().timeline.position > before + 0.3);
    stage.driver.press(Key::space);
    CHECK_FALSE(stage.application.session().playing());
}

TEST_CASE("a still window asks for no frame, a playing one does", "[ui]") {
    Application application = opened();
    Headless headless({});
    Motion motion = Motion::moving;
    const auto frame = [&] {
        headless.frame([&](Context& context) {
            motion = application.frame({context, base::milliseconds(16)});
        });
    };
    for (int i = 0; i < 5; ++i) frame();
    CHECK(motion == Motion::still);
    application.session().apply(view::Play{});
    frame();
    CHECK(motion == Motion::moving);
}

TEST_CASE("a letter written in the window ends in the mailbox it is addressed to", "[ui]") {
    Stage stage({.width = 1920, .height = 1080});
    const int before = delivered_to(stage.application.session().trace(), "alice@dest.example");
    stage.application.session().apply(view::SeekTo{5});
    const base::Instant at = stage.application.session().playhead().at;
    write(stage.driver, "To", "alice@dest.example");
    write(stage.driver, "Subject", "A letter of my own");
    write(stage.driver, "Body", ".begins with a dot");
    stage.driver.click("Send");
    CHECK(delivered_to(stage.application.session().trace(), "alice@dest.example") == before + 1);
    CHECK(stage.application.session().playing());
    CHECK(stage.application.session().playhead().at >= at);
    REQUIRE(stage.application.interventions().size() == 1);
    CHECK(stage.application.interventions()[0].at == at);
    stage.driver.click("Start over");
    CHECK(stage.application.interventions().empty());
    CHECK(delivered_to(stage.application.session().trace(), "alice@dest.example") == before);
}

TEST_CASE("a wrong address is told beside its field, and nothing is sent", "[ui]") {
    Stage stage({.width = 1920, .height = 1080});
    const std::size_t events = stage.application.session().trace().size();
    write(stage.driver, "To", "bob@dest.example, al ice@dest.example");
    stage.driver.click("Send");
    stage.driver.run(2);
    CHECK(stage.driver.shows("To fault"));
    CHECK_FALSE(stage.driver.shows("From fault"));
    const FieldFault& fault = stage.application.state().composer.to_fault;
    CHECK(fault.what.find("al ice@dest.example") != std::string::npos);
    CHECK_FALSE(fault.mend.empty());
    CHECK(stage.application.interventions().empty());
    CHECK(stage.application.session().trace().size() == events);
}

TEST_CASE("what the composer's words become", "[ui]") {
    const sim::Scenario scenario = first_delivery();
    const sim::ScenarioHost* host = sender_of(scenario);
    REQUIRE(host != nullptr);
    SECTION("names, several recipients and commas") {
        const auto made =
            outgoing({"Ann <ann@src.example>", " bob@dest.example ,, Alice <alice@dest.example>", "x", "y"},
                     scenario, *host, {}, 1);
        const auto* intervention = std::get_if<trace::Intervention>(&made);
        REQUIRE(intervention != nullptr);
        const auto& send = std::get<trace::SendMail>(intervention->what);
        CHECK(send.reverse_path == "ann@src.example");
        CHECK(send.recipients == std::vector<std::string>{"bob@dest.example", "alice@dest.example"});
        CHECK(send.letter.find("Alice <alice@dest.example>") != std::string::npos);
    }
    SECTION("nothing typed can add a field or end the letter") {
        const auto made =
            outgoing({"ann@src.example", "bob@dest.example", "x\r\nBcc: eve@bad.example", "a\r\n.\r\nQUIT"},
                     scenario, *host, {}, 1);
        const auto* intervention = std::get_if<trace::Intervention>(&made);
        REQUIRE(intervention != nullptr);
        CHECK(std::get<trace::SendMail>(intervention->what).letter.find("\nBcc:") == std::string::npos);
    }
    SECTION("faults") {
        const auto [from, to] =
            GENERATE(table<std::string, std::string>({{"", "bob@dest.example"},
                                                      {"ann", "bob@dest.example"},
                                                      {"ann@src.example", ""},
                                                      {"ann@src.example", " , "},
                                                      {"ann@src.example", "bob@"},
                                                      {"ann@src.example", "<bob@dest.example"},
                                                      {"ann@src.example", "b\r\nRSET@dest.example"},
                                                      {std::string(70'000, 'a'), "bob@dest.example"}}));
        const auto made = outgoing({from, to, "", ""}, scenario, *host, {}, 1);
        const auto* refused = std::get_if<Refused>(&made);
        REQUIRE(refused != nullptr);
        CHECK(refused->from.any() == (from != "ann@src.example"));
        CHECK(refused->to.any() == (to != "bob@dest.example"));
        CHECK(refused->from.what.size() < 1000);
    }
}

TEST_CASE("winding by mouse moves the playhead both ways", "[ui]") {
    Stage stage;
    const Box axis = stage.driver.box_of("timeline");
    stage.driver.drag("playhead", axis.at(0.8f, 0.3f));
    const double late = stage.application.session().scene().timeline.position;
    stage.driver.drag("playhead", axis.at(0.3f, 0.3f));
    const double early = stage.application.session().scene().timeline.position;
    const double length = stage.application.session().scene().timeline.length;
    CHECK(late == Approx(length * 0.8).margin(length * 0.02));
    CHECK(early == Approx(length * 0.3).margin(length * 0.02));
}

TEST_CASE("every scenario is drawn from its beginning to its end", "[ui]") {
    for (const sim::BuiltinScenario& known : sim::builtin_scenarios()) {
        INFO(known.name);
        auto scenario = sim::builtin_scenario(known.name);
        REQUIRE(scenario);
        auto application = Application::open(std::move(*scenario));
        REQUIRE(application);
        Headless headless({});
        const double length = application->session().index().pace().length();
        for (int i = 0; i <= 24; ++i) {
            application->session().apply(view::SeekTo{length * i / 24});
            application->session().apply(view::ShowTab{static_cast<view::InspectorTab>(i % 3)});
            headless.frame([&](Context& context) { application->frame({context, base::Duration{}}); });
        }
        CHECK(headless.frame_number() == 25);
    }
}

TEST_CASE("a shot is the moment that was asked for", "[ui]") {
    ShotOptions options{.width = 640, .height = 480};
    options.at = ShareOfRun{200'000};
    const auto early = shot(first_delivery(), options);
    const auto again = shot(first_delivery(), options);
    options.at = ShareOfRun{800'000};
    const auto late = shot(first_delivery(), options);
    REQUIRE((early && again && late));
    CHECK(*early == *again);
    CHECK_FALSE(*early == *late);
    CHECK((early->width == 640 && early->height == 480));
    options.at = trace::EventNumber{1'000'000};
    const auto none = shot(first_delivery(), options);
    REQUIRE_FALSE(none);
    CHECK(none.problem().what.find("1000000") != std::string::npos);
    CHECK_FALSE(none.problem().mend.empty());
}
