#include "mta/settings.h"

#include <catch2/catch.hpp>

#include <string>

#include "tests/mta/town.h"

using mta_test::host_settings;

TEST_CASE("settings are changed by name and value, and wrong ones are explained", "[mta]") {
    const auto [name, value, good] = GENERATE(table<std::string, std::string, bool>({
        {"letter-limit", "1", true},
        {"letter-limit", "0", false},
        {"letter-limit", "-1", false},
        {"letter-limit", "1k", false},
        {"recipient-limit", "1", true},
        {"recipient-limit", "0", false},
        {"relay-control", "on", true},
        {"relay-control", "off", true},
        {"relay-control", "maybe", false},
        {"recipient-check", "off", true},
        {"recipient-check", "", false},
        {"strict-line-ends", "off", true},
        {"strict-line-ends", "OFF", false},
        {"no-such-setting", "on", false},
        {"", "", false},
    }));
    INFO(name << "=" << value);
    const auto changed = mta::with_setting({}, name, value);
    CHECK(static_cast<bool>(changed) == good);
    if (changed) return;
    CHECK_FALSE(changed.problem().what.empty());
    CHECK(changed.problem().mend.substr(0, 3) == "use");
}

TEST_CASE("each setting that is listed can be changed, and is", "[mta]") {
    for (const mta::SettingName& one : mta::setting_names()) {
        const bool is_switch = one.values == "on or off";
        const auto changed = mta::with_setting({}, one.name, is_switch ? "off" : "7");
        REQUIRE(changed);
        const mta::HostSettings before;
        const int differences = (changed->letter_limit != before.letter_limit) +
                                (changed->recipient_limit != before.recipient_limit) +
                                (changed->relay_control != before.relay_control) +
                                (changed->recipient_check != before.recipient_check) +
                                (changed->line_ends != before.line_ends);
        INFO(one.name);
        CHECK(differences == 1);
    }
}

TEST_CASE("postmaster has a mailbox wherever a domain is local", "[mta]") {
    const auto first_only =
        host_settings("mx", "203.0.113.25", {"a.example", "b.example"}, {"ann@a.example"});
    CHECK(mail::to_text(*first_only.mailbox_for({"PostMaster", "b.example"})) == "ann@a.example");
    CHECK_FALSE(first_only.mailbox_for({"postmaster", "c.example"}));
    CHECK_FALSE(first_only.mailbox_for({"ann", "b.example"}));
    const auto own =
        host_settings("mx", "203.0.113.25", {"a.example"}, {"ann@a.example", "postmaster@a.example"});
    CHECK(mail::to_text(*own.mailbox_for({"postmaster", "a.example"})) == "postmaster@a.example");
    CHECK_FALSE(host_settings("mx", "203.0.113.25", {"a.example"}).mailbox_for({"postmaster", "a.example"}));
}

TEST_CASE("the retry schedule repeats its last wait", "[mta]") {
    const mta::RetrySchedule schedule;
    CHECK(schedule.wait_after(1) == base::minutes(15));
    CHECK(schedule.wait_after(5) == base::hours(4));
    CHECK(schedule.wait_after(500) == base::hours(4));
    CHECK(mta::RetrySchedule{{}, base::days(5)}.wait_after(3) == base::minutes(30));
}
