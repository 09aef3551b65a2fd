#include "mail/date.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace mail {
namespace {

constexpr std::array<std::string_view, 7> day_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr UnixSeconds year_0 = -62'167'219'200, end_of_9999 = 253'402'300'799;  // what four digits can write
constexpr std::int64_t seconds_a_day = 86'400;

struct Moment {
    std::int64_t year = 1970;
    int month = 1, day = 1;  // from 1
    int hour = 0, minute = 0, second = 0;
};

// Days since 1970-01-01 in the proleptic Gregorian calendar, by eras of 400 years that begin in March
// (Howard Hinnant, chrono-Compatible Low-Level Date Algorithms).
constexpr std::int64_t days_since_1970(std::int64_t year, int month, int day) {
    const std::int64_t y = month <= 2 ? year - 1 : year;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400, year_of_era = y - era * 400;
    const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

Moment moment_of(UnixSeconds when) {
    const UnixSeconds held = std::clamp(when, year_0, end_of_9999);
    const std::int64_t second_of_day = ((held % seconds_a_day) + seconds_a_day) % seconds_a_day;
    const std::int64_t z = (held - second_of_day) / seconds_a_day + 719'468;
    const std::int64_t era = (z >= 0 ? z : z - 146'096) / 146'097, day_of_era = z - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t shifted = (5 * day_of_year + 2) / 153;  // months from March
    Moment moment;
    moment.day = static_cast<int>(day_of_year - (153 * shifted + 2) / 5 + 1);
    moment.month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
    moment.year = year_of_era + era * 400 + (moment.month <= 2 ? 1 : 0);
    moment.hour = static_cast<int>(second_of_day / 3600);
    moment.minute = static_cast<int>(second_of_day / 60 % 60);
    moment.second = static_cast<int>(second_of_day % 60);
    return moment;
}

int weekday(std::int64_t days) {
    return static_cast<int>(((days + 4) % 7 + 7) % 7);
}  // 1970 began on a Thursday

std::optional<UnixSeconds> seconds_of(const Moment& m) {
    constexpr std::array<int, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (m.year < 0 || m.year > 9999 || m.month < 1 || m.month > 12 || m.day < 1) return {};
    const bool leap = m.year % 4 == 0 && (m.year % 100 != 0 || m.year % 400 == 0);
    if (m.day > lengths[static_cast<std::size_t>(m.month - 1)] + (m.month == 2 && leap ? 1 : 0)) return {};
    if (m.hour > 23 || m.minute > 59 || m.second > 60) return {};
    return days_since_1970(m.year, m.month, m.day) * seconds_a_day + m.hour * 3600 + m.minute * 60 + m.second;
}

/// Reads a date from left to right; comments and white space may stand between any two tokens (RFC 5322 4.3).
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) { skip_space(); }

    bool at_end() const { return at_ >= text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[at_]; }
    bool take(char c) {
        if (peek() != c || at_end()) return false;
        ++at_;
        skip_space();
        return true;
    }
    std::string_view take_letters() {
        return take_run([](char c) { return base::is_alpha(c); });
    }
    /// Digits, from `least` to `most` of them; -1: there are fewer or more.
    int take_digits(std::size_t least, std::size_t most) {
        const std::string_view run = take_run([](char c) { return base::is_digit(c); });
        taken_ = run.size();
        if (run.size() < least || run.size() > most) return -1;
        return static_cast<int>(base::parse_number(run).value_or(-1));
    }
    std::size_t digits_taken() const { return taken_; }

private:
    template <class Wanted>
    std::string_view take_run(Wanted wanted) {
        const std::size_t begin = at_;
        while (!at_end() && wanted(text_[at_])) ++at_;
        const std::string_view run = text_.substr(begin, at_ - begin);
        skip_space();
        return run;
    }
    void skip_space() {
        int depth = 0;  // of comments: counted, so that nesting costs no stack
        for (; !at_end(); ++at_) {
            const char c = text_[at_];
            if (c == '(')
                ++depth;
            else if (c == ')' && depth > 0)
                --depth;
            else if (c == '\\' && depth > 0)
                ++at_;
            else if (depth == 0 && c != ' ' && c != '\t' && c != '\r' && c != '\n')
                break;
        }
        at_ = std::min(at_, text_.size());
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t taken_ = 0;
};

/// The place of a name in a list, without case; -1: it is not there.
template <std::size_t size>
int index_in(const std::array<std::string_view, size>& names, std::string_view name) {
    for (std::size_t i = 0; i < size; ++i)
        if (base::equal_ignoring_case(names[i], name)) return static_cast<int>(i);
    return -1;
}

/// Seconds east of Greenwich.
std::optional<int> take_zone(Reader& reader) {
    if (reader.peek() == '+' || reader.peek() == '-') {
        const int sign = reader.take('+') ? 1 : -1;
        if (sign < 0) reader.take('-');
        const int zone = reader.take_digits(4, 4);
        if (zone < 0 || zone % 100 > 59) return {};
        return sign * (zone / 100 * 3600 + zone % 100 * 60);
    }
    const std::string_view name = reader.take_letters();
    constexpr std::array<std::string_view, 8> american{"EDT", "EST", "CDT", "CST",
                                                       "MDT", "MST", "PDT", "PST"};
    constexpr std::array<int, 8> hours{-4, -5, -5, -6, -6, -7, -7, -8};
    const int index = index_in(american, name);
    if (index >= 0) return hours[static_cast<std::size_t>(index)] * 3600;
    if (name.empty()) return {};
    return 0;  // UT, GMT; and by RFC 5322 4.3 every other name counts as -0000
}

std::optional<std::int64_t> take_year(Reader& reader) {
    const int year = reader.take_digits(2, 4);
    if (year < 0) return {};
    if (reader.digits_taken() == 2) return year < 50 ? year + 2000 : year + 1900;  // RFC 5322 4.3
    if (reader.digits_taken() == 3) return year + 1900;
    if (year < 1900) return {};  // RFC 5322 3.3
    return year;
}

}  // namespace

std::string to_mail_date(UnixSeconds when) {
    const Moment m = moment_of(when);
    const auto day = static_cast<std::size_t>(weekday(days_since_1970(m.year, m.month, m.day)));
    return fmt::format("{}, {} {} {:04} {:02}:{:02}:{:02} +0000", day_names[day], m.day,
                       month_names[static_cast<std::size_t>(m.month - 1)], m.year, m.hour, m.minute,
                       m.second);
}

std::optional<UnixSeconds> parse_mail_date(std::string_view text) {
    Reader reader(text);
    int named_day = -1;
    if (base::is_alpha(reader.peek())) {
        named_day = index_in(day_names, reader.take_letters());
        if (named_day < 0 || !reader.take(',')) return {};
    }
    Moment m;
    m.day = reader.take_digits(1, 2);
    m.month = index_in(month_names, reader.take_letters()) + 1;
    const auto year = take_year(reader);
    m.hour = reader.take_digits(2, 2);
    if (!year || m.hour < 0 || !reader.take(':')) return {};
    m.year = *year;
    m.minute = reader.take_digits(2, 2);
    if (reader.take(':')) m.second = reader.take_digits(2, 2);
    if (m.minute < 0 || m.second < 0) return {};
    const auto zone = take_zone(reader);
    const auto local = seconds_of(m);
    if (!zone || !local || !reader.at_end()) return {};
    if (named_day >= 0 && named_day != weekday(days_since_1970(m.year, m.month, m.day))) return {};
    return *local - *zone;
}

std::string to_rfc3339(UnixSeconds when) {
    const Moment m = moment_of(when);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", m.year, m.month, m.day, m.hour, m.minute,
                       m.second);
}

std::optional<UnixSeconds> parse_rfc3339(std::string_view text) {
    // "YYYY-MM-DDTHH:MM:SS", every digit and mark at its place.
    constexpr std::string_view pattern = "dddd-dd-ddTdd:dd:dd";
    if (text.size() <= pattern.size()) return {};
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == 'd' ? !base::is_digit(text[i]) : base::upper(text[i]) != pattern[i]) return {};
    }
    const auto number = [&](std::size_t at, std::size_t length) {
        return static_cast<int>(base::parse_number(text.substr(at, length)).value_or(-1));
    };
    const auto local =
        seconds_of({number(0, 4), number(5, 2), number(8, 2), number(11, 2), number(14, 2), number(17, 2)});
    std::string_view rest = text.substr(pattern.size());
    if (rest.front() == '.') {
        std::size_t end = 1;
        while (end < rest.size() && base::is_digit(rest[end])) ++end;
        if (end == 1) return {};
        rest = rest.substr(end);
    }
    if (!local) return {};
    if (rest == "Z" || rest == "z") return *local;
    if (rest.size() != 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':') return {};
    const auto hours = base::parse_number(rest.substr(1, 2)), minutes = base::parse_number(rest.substr(4, 2));
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return {};
    const std::int64_t offset = *hours * 3600 + *minutes * 60;
    return rest[0] == '+' ? *local - offset : *local + offset;
}

}  // namespace mail
