#include "mta/route.h"

#include <algorithm>

#include "base/text.h"

namespace mta {
namespace {

using dns::Question;
using dns::RecordType;

// An answer that is no answer: for now or for good.
NoRoute no_answer(const dns::Answer& answer, const std::string& name) {
    if (answer.is_temporary() || answer.outcome == dns::Outcome::refused)
        return {smtp::Reason::dns_no_answer, name, NoRoute::Lasting::for_now};
    return {smtp::Reason::domain_unknown, name, NoRoute::Lasting::for_good};
}

std::vector<base::IpAddress> addresses_in(const dns::Answer& answer) {
    std::vector<base::IpAddress> found;
    for (const dns::Record& record : answer.records) {
        if (const auto* a = std::get_if<dns::A>(&record.rdata)) found.push_back(a->address);
        if (const auto* aaaa = std::get_if<dns::Aaaa>(&record.rdata)) found.push_back(aaaa->address);
    }
    return found;
}

// The A records of a host, or what must be asked, or why there are none.
std::variant<std::vector<base::IpAddress>, NoRoute, Question> addresses_of(const dns::Name& host,
                                                                           const dns::Known& known) {
    const Question question{host, RecordType::a};
    const dns::Answer* const answer = known.find(question);
    if (!answer) return question;
    auto found = addresses_in(*answer);
    if (found.empty()) return no_answer(*answer, dns::to_text(host));
    return found;
}

RouteSearch single_host(const std::string& host, const dns::Known& known, trace::Route kind) {
    const auto name = dns::parse_name(host);
    if (!name) return NoRoute{smtp::Reason::domain_unknown, host, NoRoute::Lasting::for_good};
    auto found = addresses_of(*name, known);
    if (auto* question = std::get_if<Question>(&found)) return std::vector{*question};
    if (auto* none = std::get_if<NoRoute>(&found)) return *none;
    FoundRoute route{kind, {}};
    for (const auto& address : std::get<0>(found)) route.hops.push_back({host, address, 0});
    return route;
}

// RFC 5321 5.1: lowest preference first; equal ones in random order, so that the load spreads.
std::vector<dns::Mx> ordered(const dns::Answer& answer, const base::Random& random, std::uint64_t draw) {
    struct Drawn {
        dns::Mx mx;
        std::uint64_t lot;
    };
    std::vector<Drawn> drawn;
    for (const dns::Record& record : answer.records)
        if (const auto* mx = std::get_if<dns::Mx>(&record.rdata))
            drawn.push_back({*mx, random.at(0, base::Purpose::mx_order, draw, drawn.size())});
    std::stable_sort(drawn.begin(), drawn.end(), [](const Drawn& a, const Drawn& b) {
        return std::pair(a.mx.preference, a.lot) < std::pair(b.mx.preference, b.lot);
    });
    if (drawn.size() > most_exchanges) drawn.resize(most_exchanges);
    std::vector<dns::Mx> result;
    for (Drawn& one : drawn) result.push_back(std::move(one.mx));
    return result;
}

RouteSearch through_exchanges(const std::vector<dns::Mx>& exchanges, const std::string& domain,
                              const dns::Known& known) {
    FoundRoute route{trace::Route::mx, {}};
    std::vector<Question> open;
    std::optional<NoRoute> trouble;
    for (const dns::Mx& mx : exchanges) {
        auto found = addresses_of(mx.exchange, known);
        if (const auto* question = std::get_if<Question>(&found))
            open.push_back(*question);
        else if (const auto* none = std::get_if<NoRoute>(&found)) {
            if (!trouble || none->lasting == NoRoute::Lasting::for_now) trouble = *none;
        } else {
            for (const auto& address : std::get<0>(found))
                route.hops.push_back({dns::to_text(mx.exchange), address, mx.preference});
        }
    }
    if (!open.empty()) return open;
    if (route.hops.empty()) return trouble.value_or(NoRoute{smtp::Reason::domain_unknown, domain});
    return route;
}

}  // namespace

RouteSearch route_by_mx(const std::string& domain, const dns::Known& known, const base::Random& random,
                        std::uint64_t draw) {
    if (!domain.empty() &&
        domain.front() == '[') {  // an address literal names its host itself (RFC 5321 4.1.3)
        const std::string_view inner = std::string_view(domain).substr(1, domain.size() - 2);
        const bool tagged = base::starts_with_ignoring_case(inner, "IPv6:");
        const auto address = base::parse_ip_address(tagged ? inner.substr(5) : inner);
        if (!address) return NoRoute{smtp::Reason::domain_unknown, domain};
        return FoundRoute{trace::Route::implicit_mx, {{domain, *address, 0}}};
    }
    const auto name = dns::parse_name(domain);
    if (!name) return NoRoute{smtp::Reason::domain_unknown, domain};
    const Question question{*name, RecordType::mx};
    const dns::Answer* const answer = known.find(question);
    if (!answer) return std::vector{question};
    if (answer->is_temporary() || answer->outcome == dns::Outcome::refused ||
        answer->outcome == dns::Outcome::no_such_name)
        return no_answer(*answer, domain);
    const auto exchanges = ordered(*answer, random, draw);
    if (exchanges.empty()) return single_host(domain, known, trace::Route::implicit_mx);
    if (exchanges.size() == 1 && exchanges.front().exchange.is_root())
        return NoRoute{smtp::Reason::domain_takes_no_mail, domain};
    return through_exchanges(exchanges, domain, known);
}

RouteSearch without_ourselves(RouteSearch found, const std::vector<base::IpAddress>& ours,
                              const std::string& domain) {
    auto* const route = std::get_if<FoundRoute>(&found);
    if (!route) return found;
    auto& hops = route->hops;  // the most preferred first
    const auto here = std::find_if(hops.begin(), hops.end(), [&](const Hop& hop) {
        return std::find(ours.begin(), ours.end(), hop.address) != ours.end();
    });
    if (here == hops.end()) return found;
    const auto preference = here->preference;
    std::erase_if(hops, [preference](const Hop& hop) { return hop.preference >= preference; });
    if (hops.empty()) return NoRoute{smtp::Reason::loops_back, domain};
    return found;
}

RouteSearch route_to_host(const std::string& host, const dns::Known& known) {
    return single_host(host, known, trace::Route::submission);
}

}  // namespace mta
