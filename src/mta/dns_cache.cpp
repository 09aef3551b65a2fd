#include "mta/dns_cache.h"

#include <algorithm>

namespace mta {

base::Duration time_to_live(const dns::Answer& answer) {
    base::Duration least = base::days(0);
    switch (answer.outcome) {
        case dns::Outcome::records:
            least = longest_cached;
            break;
        case dns::Outcome::no_data:
        case dns::Outcome::no_such_name:
            // Without an SOA an absence is not to be kept (RFC 2308 5).
            for (const dns::Record& record : answer.authority)
                if (const auto* soa = std::get_if<dns::Soa>(&record.rdata))
                    least =
                        std::min(longest_cached_absence, base::seconds(std::min(record.ttl, soa->minimum)));
            break;
        default:
            return least;
    }
    for (const dns::Record& record : answer.records) least = std::min(least, base::seconds(record.ttl));
    return least;
}

const dns::Answer* DnsCache::find(const dns::Question& question, base::Instant now) const {
    const auto found = kept_.find(question);
    return found != kept_.end() && now < found->second.until ? &found->second.answer : nullptr;
}

void DnsCache::keep(const dns::Question& question, const dns::Answer& answer, base::Instant now) {
    const base::Duration lasting = time_to_live(answer);
    if (lasting.nanoseconds <= 0) return;
    const auto [place, is_new] = kept_.insert_or_assign(question, Kept{answer, now + lasting});
    if (!is_new) return;
    oldest_.push_back(question);
    if (kept_.size() <= most_cached_answers) return;
    kept_.erase(oldest_.front());
    oldest_.pop_front();
}

}  // namespace mta
