#include "mta/route.h"

#include <algorithm>

#include "base/text.h"

namespace mta {
namespace {

using dns::Question;
using dns::RecordType;
using Addresses = std::vector<base::IpAddress>;

NoRoute not_now(const std::string& name) {
    return {smtp::Reason::dns_no_answer, name, NoRoute::Lasting::for_now};
}

NoRoute never_known(const std::string& name) {
    return {smtp::Reason::domain_unknown, name, NoRoute::Lasting::for_good};
}

// ---- one question, through its aliases ----

struct Looked {
    const dns::Answer* answer = nullptr;
    dns::Name name;  // the canonical one
    bool aliased = false;
};

// Where the chain of CNAMEs in an answer ends.
dns::Name end_of_chain(const dns::Answer& answer, dns::Name name) {
    for (const dns::Record& record : answer.records)
        if (const auto* alias = std::get_if<dns::Cname>(&record.rdata); alias && record.name == name)
            name = alias->target;
    return name;
}

// A server that answers for the last name of the chain as well says so with its SOA (RFC 2308 2.2).
bool is_last_word(const dns::Answer& answer, const dns::Name& name) {
    return std::any_of(answer.authority.begin(), answer.authority.end(), [&](const dns::Record& record) {
        return record.type == RecordType::soa && name.is_within(record.name);
    });
}

// Resolvers hand the whole chain (RFC 1034 3.6.2); one that leads out of a server's zones is asked on.
std::variant<Looked, NoRoute, Question> look_up(const dns::Name& name, RecordType type,
                                                const dns::Known& known) {
    Looked looked{nullptr, name, false};
    for (int aliases = 0; aliases <= most_aliases; ++aliases) {
        const Question question{looked.name, type};
        looked.answer = known.find(question);
        if (!looked.answer) return question;
        if (looked.answer->is_temporary() || looked.answer->outcome == dns::Outcome::refused)
            return not_now(dns::to_text(looked.name));
        dns::Name end = end_of_chain(*looked.answer, looked.name);
        const bool same = end == looked.name;
        looked.aliased = looked.aliased || !same;
        looked.name = std::move(end);
        if (same || looked.answer->outcome != dns::Outcome::no_data ||
            is_last_word(*looked.answer, looked.name))
            return looked;
    }
    return not_now(dns::to_text(name));  // aliases of aliases: a resolver fails there too
}

// ---- addresses ----

void add_addresses(const dns::Answer& answer, Addresses& found) {
    for (const dns::Record& record : answer.records) {
        if (const auto* a = std::get_if<dns::A>(&record.rdata)) found.push_back(a->address);
        if (const auto* aaaa = std::get_if<dns::Aaaa>(&record.rdata)) found.push_back(aaaa->address);
    }
}

// The addresses of a host, IPv6 first (RFC 6724 2.1), or what must be asked, or why there are none.
std::variant<Addresses, NoRoute, std::vector<Question>> addresses_of(const dns::Name& host,
                                                                     const dns::Known& known,
                                                                     Families families) {
    Addresses found;
    std::vector<Question> open;
    std::optional<NoRoute> trouble;
    for (const RecordType type : {RecordType::aaaa, RecordType::a}) {
        if (families != Families::both && (families == Families::v6) != (type == RecordType::aaaa)) continue;
        auto looked = look_up(host, type, known);
        if (const auto* question = std::get_if<Question>(&looked))
            open.push_back(*question);
        else if (const auto* none = std::get_if<NoRoute>(&looked))
            trouble = *none;
        else
            add_addresses(*std::get<Looked>(looked).answer, found);
    }
    if (!open.empty()) return open;
    if (found.empty()) return trouble.value_or(never_known(dns::to_text(host)));
    return found;
}

RouteSearch single_host(const dns::Name& name, const std::string& shown, const dns::Known& known,
                        Families families, trace::Route kind) {
    auto found = addresses_of(name, known, families);
    if (auto* questions = std::get_if<std::vector<Question>>(&found)) return std::move(*questions);
    if (auto* none = std::get_if<NoRoute>(&found)) return *none;
    FoundRoute route{kind, {}};
    for (const auto& address : std::get<0>(found))
        if (route.hops.size() < most_hops) route.hops.push_back({shown, address, 0});
    return route;
}

// "[203.0.113.25]", "[IPv6:2001:db8::25]" (RFC 5321 4.1.3).
RouteSearch to_literal(const std::string& literal, trace::Route kind) {
    const std::string_view inner = std::string_view(literal).substr(1, literal.size() - 2);
    const bool tagged = base::starts_with_ignoring_case(inner, "IPv6:");
    const auto address = base::parse_ip_address(tagged ? inner.substr(5) : inner);
    const bool tag_fits = address && (address->family == base::IpAddress::Family::v6) == tagged;
    if (literal.size() < 3 || literal.back() != ']' || !tag_fits) return never_known(literal);
    return FoundRoute{kind, {{literal, *address, 0}}};
}

bool is_literal(const std::string& host) {
    return host.size() > 1 && host.front() == '[';
}

// ---- exchanges ----

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
                              const dns::Known& known, Families families) {
    FoundRoute route{trace::Route::mx, {}};
    std::vector<Question> open;
    std::optional<NoRoute> trouble;
    for (const dns::Mx& mx : exchanges) {
        auto found = addresses_of(mx.exchange, known, families);
        if (const auto* questions = std::get_if<std::vector<Question>>(&found))
            open.insert(open.end(), questions->begin(), questions->end());
        else if (const auto* none = std::get_if<NoRoute>(&found)) {
            if (!trouble || none->lasting == NoRoute::Lasting::for_now) trouble = *none;
        } else {
            for (const auto& address : std::get<0>(found))
                if (route.hops.size() < most_hops)
                    route.hops.push_back({dns::to_text(mx.exchange), address, mx.preference});
        }
    }
    if (!open.empty()) return open;
    if (route.hops.empty()) return trouble.value_or(never_known(domain));
    return route;
}

}  // namespace

Families families_of(const std::vector<base::IpAddress>& own) {
    const auto is_v6 = [](const base::IpAddress& one) { return one.family == base::IpAddress::Family::v6; };
    if (std::none_of(own.begin(), own.end(), is_v6)) return Families::v4;
    return std::all_of(own.begin(), own.end(), is_v6) ? Families::v6 : Families::both;
}

RouteSearch route_by_mx(const std::string& domain, const dns::Known& known, Families families,
                        const base::Random& random, std::uint64_t draw) {
    if (is_literal(domain)) return to_literal(domain, trace::Route::address_literal);
    const auto name = dns::parse_name(domain);
    if (!name) return never_known(domain);
    auto found = look_up(*name, RecordType::mx, known);
    if (const auto* question = std::get_if<Question>(&found)) return std::vector{*question};
    if (const auto* none = std::get_if<NoRoute>(&found)) return *none;
    const Looked& looked = std::get<Looked>(found);
    if (looked.answer->outcome == dns::Outcome::no_such_name) return never_known(domain);
    const auto exchanges = ordered(*looked.answer, random, draw);
    if (exchanges.empty())
        return single_host(looked.name, looked.aliased ? dns::to_text(looked.name) : domain, known, families,
                           trace::Route::implicit_mx);
    if (exchanges.size() == 1 && exchanges.front().exchange.is_root())
        return NoRoute{smtp::Reason::domain_takes_no_mail, domain};
    return through_exchanges(exchanges, domain, known, families);
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

RouteSearch route_to_host(const std::string& host, const dns::Known& known, Families families,
                          trace::Route kind) {
    if (is_literal(host)) return to_literal(host, kind);
    const auto name = dns::parse_name(host);
    return name ? single_host(*name, host, known, families, kind) : never_known(host);
}

RouteSearch route_by_table(const std::string& host, const std::vector<HostTableEntry>& table,
                           trace::Route kind) {
    if (is_literal(host)) return to_literal(host, kind);
    FoundRoute route{kind, {}};
    for (const HostTableEntry& entry : table)
        if (base::equal_ignoring_case(entry.name, host) && route.hops.size() < most_hops)
            route.hops.push_back({entry.name, entry.address, 0});
    if (route.hops.empty()) return NoRoute{smtp::Reason::host_not_in_table, host};
    return route;
}

}  // namespace mta
