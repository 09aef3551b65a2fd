// What a host remembers of the DNS, for as long as the records allow: answers for their TTL, 'there is none'
// for as long as the zone's SOA says (RFC 1035 7.4, RFC 2308 5). Failures are not kept. Asks nobody.
#pragma once
#include <deque>
#include <map>

#include "base/instant.h"
#include "dns/answer.h"

namespace mta {

inline constexpr std::size_t most_cached_answers = 1000;                  // our own bound
inline constexpr base::Duration longest_cached = base::days(7);           // RFC 1035 7.3 "a week"; RFC 8767 4
inline constexpr base::Duration longest_cached_absence = base::hours(3);  // RFC 2308 5: one to three hours

class DnsCache {
public:
    /// Null: not known, or known no longer. Valid until something else is kept.
    const dns::Answer* find(const dns::Question& question, base::Instant now) const;

    /// Keeps what may be kept; the oldest answer makes room for it.
    void keep(const dns::Question& question, const dns::Answer& answer, base::Instant now);

    std::size_t size() const { return kept_.size(); }

private:
    struct Kept {
        dns::Answer answer;
        base::Instant until;
    };
    std::map<dns::Question, Kept> kept_;
    std::deque<dns::Question> oldest_;  // first in, first out; each question of kept_ once
};

/// How long an answer may be used again; zero: not at all.
base::Duration time_to_live(const dns::Answer& answer);

}  // namespace mta
