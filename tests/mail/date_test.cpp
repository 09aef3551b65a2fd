#include "mail/date.h"

#include <catch2/catch.hpp>

using namespace mail;

TEST_CASE("a date prints in UTC and reads back", "[mail]") {
    const auto [when, mail_text, rfc3339] = GENERATE(table<UnixSeconds, std::string, std::string>({
        {0, "Thu, 1 Jan 1970 00:00:00 +0000", "1970-01-01T00:00:00Z"},
        {1'795'466'179, "Mon, 23 Nov 2026 20:36:19 +0000", "2026-11-23T20:36:19Z"},
        {951'827'696, "Tue, 29 Feb 2000 12:34:56 +0000", "2000-02-29T12:34:56Z"},
        {-1, "Wed, 31 Dec 1969 23:59:59 +0000", "1969-12-31T23:59:59Z"},
        {253'402'300'799, "Fri, 31 Dec 9999 23:59:59 +0000", "9999-12-31T23:59:59Z"},
    }));
    CHECK(to_mail_date(when) == mail_text);
    CHECK(parse_mail_date(mail_text) == when);
    CHECK(to_rfc3339(when) == rfc3339);
    CHECK(parse_rfc3339(rfc3339) == when);
}

TEST_CASE("a time that no four digits can write is held at the nearest", "[mail]") {
    CHECK(to_rfc3339(std::numeric_limits<UnixSeconds>::max()) == "9999-12-31T23:59:59Z");
    CHECK(to_rfc3339(std::numeric_limits<UnixSeconds>::min()) == "0000-01-01T00:00:00Z");
    CHECK(to_mail_date(std::numeric_limits<UnixSeconds>::min()) == "Sat, 1 Jan 0000 00:00:00 +0000");
}

TEST_CASE("dates of RFC 5322, also in their obsolete forms, are understood", "[mail]") {
    const auto [text, utc] = GENERATE(table<std::string, std::string>({
        {"Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T15:55:06Z"},  // RFC 5322 A.1.1
        {"Thu, 13 Feb 1969 23:32 -0330", "1969-02-14T03:02:00Z"},     // A.1.3, A.5: without seconds
        {"Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n               -0330 "
         "(Newfoundland Time)",
         "1969-02-14T03:02:00Z"},                            // A.5
        {"21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06Z"},  // A.6.2
        {"21 Nov 49 09:55:06 UT", "2049-11-21T09:55:06Z"},
        {"21 Nov 50 09:55:06 UT", "1950-11-21T09:55:06Z"},
        {"21 Nov 103 09:55:06 UT", "2003-11-21T09:55:06Z"},
        {"Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T15:55:06Z"},  // A.6.3
        {"1 jan 2000 00:00:00 est", "2000-01-01T05:00:00Z"},
        {"1 Jan 2000 00:00:00 PDT", "2000-01-01T07:00:00Z"},
        {"1 Jan 2000 00:00:00 Z", "2000-01-01T00:00:00Z"},
        {"1 Jan 2000 00:00:00 A", "2000-01-01T00:00:00Z"},  // 4.3: as -0000
        {"1 Jan 2000 00:00:00 CEST", "2000-01-01T00:00:00Z"},
        {"31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00Z"},
        {"(a(b\\)c)) 1 Jan 2000 00:00:00 +0530", "1999-12-31T18:30:00Z"},
    }));
    CAPTURE(text);
    const auto parsed = parse_mail_date(text);
    REQUIRE(parsed);
    CHECK(to_rfc3339(*parsed) == utc);
}

TEST_CASE("what is no date is refused", "[mail]") {
    const std::string text =
        GENERATE(as<std::string>{}, "", "yesterday", "Tue, 23 Nov 2026 20:36:19 +0000", "23 Nov 2026",
                 "23 Nov 2026 20:36:19", "31 Nov 2026 20:36:19 +0000", "29 Feb 1900 00:00:00 +0000",
                 "0 Nov 2026 20:36:19 +0000", "23 Nov 2026 24:00:00 +0000", "23 Nov 2026 20:60:00 +0000",
                 "23 Nov 2026 20:36:61 +0000", "23 Nov 2026 20:36:19 +0060", "23 Nov 2026 20:36:19 +000",
                 "23 Nov 2026 20:36:19 +00000", "23 Nov 20260 20:36:19 +0000", "23 Nov 1 20:36:19 +0000",
                 "23 Foo 2026 20:36:19 +0000", "Mon 23 Nov 2026 20:36:19 +0000",
                 "Mon, 23 Nov 2026 20:36:19 +0000 x", "23 Nov 1899 20:36:19 +0000",
                 "99999999999999999999 Nov 2026 20:36:19 +0000", "(((((", "\\", "23 Nov 2026 20:36:19 (x");
    CAPTURE(text);
    CHECK(!parse_mail_date(text));
}

TEST_CASE("dates of RFC 3339 are understood, and only those", "[mail]") {
    const auto [text, utc] = GENERATE(table<std::string, std::string>({
        {"1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50Z"},       // RFC 3339 5.8
        {"1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57Z"},     // 5.8
        {"1990-12-31T23:59:60Z", "1991-01-01T00:00:00Z"},          // 5.8
        {"1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27Z"},  // 5.8
        {"2026-11-23t20:36:19z", "2026-11-23T20:36:19Z"},
        {"2026-11-23T20:36:19", ""},
        {"2026-11-23 20:36:19Z", ""},
        {"2026-11-23T20:36:19.Z", ""},
        {"2026-11-23T20:36:19+0000", ""},
        {"2026-11-23T20:36:19+24:00", ""},
        {"2026-02-29T20:36:19Z", ""},
        {"2026-13-01T20:36:19Z", ""},
        {"2026-11-23T20:36:19Zx", ""},
        {"2026-11-23", ""},
        {"", ""},
    }));
    CAPTURE(text);
    const auto parsed = parse_rfc3339(text);
    CHECK((parsed ? to_rfc3339(*parsed) : "") == utc);
}

TEST_CASE("every day of four centuries reads back as itself", "[mail]") {
    for (UnixSeconds day = 0; day < 146'097; ++day) {
        const UnixSeconds when = (day - 25'567) * 86'400;  // from 1900 on
        if (parse_mail_date(to_mail_date(when)) != when) FAIL(to_mail_date(when));
    }
}
