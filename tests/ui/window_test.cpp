#include "ui/window.h"

#include <catch2/catch.hpp>
#include <cstdlib>

using namespace ui;

namespace {

/// Takes a variable away, and gives it back.
class Without {
public:
    explicit Without(const char* name) : name_(name) {
        if (const char* value = std::getenv(name)) value_ = value;
        unsetenv(name);
    }
    ~Without() {
        if (value_) setenv(name_, value_->c_str(), 1);
    }

private:
    const char* name_;
    std::optional<std::string> value_;
};

}  // namespace

TEST_CASE("with no display the window says so and names what works without one", "[ui]") {
    const Without x("DISPLAY"), wayland("WAYLAND_DISPLAY");
    const auto problem = display_problem();
    REQUIRE(problem);
    CHECK_FALSE(display_available());
    CHECK(problem->what.find("display") != std::string::npos);
    CHECK(problem->mend.find("mailstage play") != std::string::npos);
    CHECK(run_window({}, [](const Frame&) { return Motion::finished; }));
}

TEST_CASE("a display that does not answer is a problem, not a crash", "[ui]") {
    const Without wayland("WAYLAND_DISPLAY"), x("DISPLAY");
    setenv("DISPLAY", ":987", 1);
    const auto problem = run_window({}, [](const Frame&) { return Motion::finished; });
    unsetenv("DISPLAY");
    REQUIRE(problem);
    CHECK(problem->what.find("no window") != std::string::npos);
}
