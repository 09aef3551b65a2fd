#include "mta/settings.h"

#include <catch2/catch.hpp>

#include <set>
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

namespace {

// What a learner can see of the settings that have a name, in words.
std::string shown(const mta::HostSettings& host) {
    std::string text;
    const auto add = [&](auto value) { text += std::to_string(static_cast<std::int64_t>(value)) + " "; };
    add(host.letter_limit), add(host.recipient_limit);
    add(host.mailbox_quota.value_or(0)), add(host.disk_space.value_or(0)), add(host.disk_room);
    add(host.relay_control), add(host.recipient_check), add(host.line_ends);
    add(host.submission_auth), add(host.plaintext_auth), add(host.service);
    add(host.tls_demand), add(host.letter_by);
    add(host.manner), add(host.era), add(host.misbehaviour), add(host.certificate), add(host.tls);
    for (const mail::Address& user : host.at_terminal) text += mail::to_text(user) + " ";
    add(host.delay_warning.nanoseconds), add(host.double_bounce), add(host.dns_caching);
    for (std::size_t one = 0; one < smtp::extension_count; ++one)
        add(host.offers.has(static_cast<smtp::Extension>(one)) +
            2 * host.uses.has(static_cast<smtp::Extension>(one)));
    return text;
}

}  // namespace

TEST_CASE("each setting that is listed changes something, and takes no other words", "[mta]") {
    const std::string before = shown({});
    for (const mta::SettingName& one : mta::setting_names()) {
        INFO(one.name);
        CHECK_FALSE(one.what.empty());
        std::set<std::string> seen;
        for (const std::string value : {"on",      "off",         "7",       "500",        "unlimited",
                                        "none",    "always",      "never",   "required",   "under-tls",
                                        "today",   "1982",        "silent",  "rubbish",    "half-line",
                                        "valid",   "self-signed", "expired", "other-name", "opportunistic",
                                        "discard", "postmaster",  "strict",  "postfix",    "bob@dest.example",
                                        "7 500",   "chunks"}) {
            const auto changed = mta::with_setting({}, one.name, value);
            if (changed) seen.insert(shown(*changed));
        }
        seen.insert(before);
        CHECK(seen.size() >= 2);  // it has a value that is not the usual one
        CHECK_FALSE(mta::with_setting({}, one.name, "no such value"));
        CHECK_FALSE(mta::with_setting({}, one.name, ""));
    }
}

TEST_CASE("the names of settings and what their values do", "[mta]") {
    struct Case {
        std::string name, value;
        bool (*holds)(const mta::HostSettings&);
    };
    using H = const mta::HostSettings&;
    const Case one = GENERATE(values<Case>({
        {"letter-limit", "7", [](H h) { return h.letter_limit == 7; }},
        {"recipient-limit", "7", [](H h) { return h.recipient_limit == 7; }},
        {"mailbox-quota", "7", [](H h) { return h.mailbox_quota == 7; }},
        {"mailbox-quota", "0", [](H h) { return h.mailbox_quota == 0; }},
        {"mailbox-quota", "unlimited", [](H h) { return !h.mailbox_quota; }},
        {"disk-space", "7", [](H h) { return h.disk_space == 7; }},
        {"disk-full", "on", [](H h) { return h.disk_room == mta::DiskRoom::none; }},
        {"relay-control", "off", [](H h) { return h.relay_control == mta::RelayControl::open; }},
        {"auth-required", "off", [](H h) { return h.submission_auth == mta::SubmissionAuth::optional; }},
        {"plaintext-auth", "always",
         [](H h) { return h.plaintext_auth == smtp::ServerSettings::PlaintextAuth::always; }},
        {"tls-required", "submission", [](H h) { return h.tls_demand == mta::TlsDemand::submission; }},
        {"letter-by", "chunks", [](H h) { return h.letter_by == smtp::ClientManners::LetterBy::chunks; }},
        {"manner", "postfix", [](H h) { return h.manner == smtp::Manner::postfix; }},
        {"era", "1982", [](H h) { return h.is_1982(); }},
        {"misbehaviour", "half-line", [](H h) { return h.misbehaviour == mta::Misbehaviour::half_line; }},
        {"certificate", "other-name", [](H h) { return h.certificate == mta::Certificate::other_name; }},
        {"tls", "never", [](H h) { return h.tls == smtp::TlsUse::never; }},
        {"tls", "required", [](H h) { return h.tls == smtp::TlsUse::required; }},
        {"at-terminal", "a@b.example c@d.example", [](H h) { return h.at_terminal.size() == 2; }},
        {"at-terminal", "none", [](H h) { return h.at_terminal.empty(); }},
        {"delay-warning", "90", [](H h) { return h.delay_warning == base::minutes(90); }},
        {"delay-warning", "0", [](H h) { return h.delay_warning == base::minutes(0); }},
        {"double-bounce", "discard", [](H h) { return h.double_bounce == mta::DoubleBounce::discarded; }},
        {"dns-cache", "off", [](H h) { return h.dns_caching == mta::DnsCaching::off; }},
        {"offer-dsn", "off", [](H h) { return !h.offers.has(smtp::Extension::dsn); }},
        {"use-pipelining", "off", [](H h) { return !h.uses.has(smtp::Extension::pipelining); }},
    }));
    INFO(one.name << "=" << one.value);
    const auto changed = mta::with_setting({}, one.name, one.value);
    REQUIRE(changed);
    CHECK(one.holds(*changed));
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
