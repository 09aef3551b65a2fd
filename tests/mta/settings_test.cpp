#include "mta/settings.h"

#include <catch2/catch.hpp>

#include <set>
#include <string>

#include "base/text.h"
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

namespace {

// All that a learner can change, as one text.
std::string fingerprint(const mta::HostSettings& host) {
    std::string text;
    const auto add = [&](auto... numbers) {
        ((text += std::to_string(static_cast<long long>(numbers)) + " "), ...);
    };
    add(host.letter_limit, host.recipient_limit, host.relay_control, host.recipient_check, host.line_ends);
    add(host.manner, host.era, host.certificate, host.tls, host.plaintext_auth, host.misbehaviour);
    add(host.double_bounce, host.disk_room, host.submission_auth, host.dns_caching);
    add(host.delay_warning.nanoseconds, host.mailbox_quota.value_or(0), host.disk_space.value_or(0));
    for (const auto& user : host.at_terminal) text += " " + mail::to_text(user);
    for (std::size_t n = 0; n < smtp::extension_count; ++n)
        add(host.offers.has(static_cast<smtp::Extension>(n)), host.uses.has(static_cast<smtp::Extension>(n)));
    return text;
}

// The values that the sentence lists, or some that fit it.
std::vector<std::string> values_of(const mta::SettingName& one) {
    if (one.name == "at-terminal") return {"none", "bob@dest.example", "a@b.example c@d.example"};
    if (one.values.find("number") != std::string_view::npos) return {"7"};
    std::vector<std::string> words;
    for (const std::string_view word : base::words(one.values))
        if (word != "or") words.emplace_back(word.back() == ',' ? word.substr(0, word.size() - 1) : word);
    return words;
}

}  // namespace

TEST_CASE("each setting that is listed takes the values it names, and changes something", "[mta]") {
    const std::string before = fingerprint({});
    std::set<std::string> made;
    for (const mta::SettingName& one : mta::setting_names()) {
        INFO(one.name);
        std::set<std::string> seen{before};
        for (const std::string& value : values_of(one)) {
            INFO(value);
            const auto changed = mta::with_setting({}, one.name, value);
            REQUIRE(changed);
            seen.insert(fingerprint(*changed));
            const bool is_default = fingerprint(*changed) == before;
            if (!is_default) CHECK(made.insert(fingerprint(*changed)).second);  // no two do the same
        }
        CHECK(seen.size() == std::max<std::size_t>(2, values_of(one).size()));
        CHECK_FALSE(mta::with_setting({}, one.name, "no such value"));
        CHECK_FALSE(one.what.empty());
    }
}

TEST_CASE("there is a toggle for each extension on either side", "[mta]") {
    for (std::size_t n = 0; n < smtp::extension_count; ++n) {
        const auto one = static_cast<smtp::Extension>(n);
        const std::string word = base::lower(to_text(one));
        CHECK_FALSE(mta::with_setting({}, "offer-" + word, "off")->offers.has(one));
        CHECK(mta::with_setting({}, "offer-" + word, "off")->uses.has(one));
        CHECK_FALSE(mta::with_setting({}, "use-" + word, "off")->uses.has(one));
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
