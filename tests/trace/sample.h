// Traces for the tests of this folder: a small world, every fact once with values of its own, and equality.
#pragma once
#include <limits>
#include <string>

#include "base/random.h"
#include "trace/enum_names.h"
#include "trace/fact_fields.h"
#include "trace/trace.h"

namespace sample {

inline trace::World world() {
    trace::World world{"first-delivery",
                       "A \"first\" \\ delivery \xC3\xA9",
                       1'795'466'179,
                       18'446'744'073'709'551'615u,
                       {},
                       {}};
    world.hosts.push_back({"client",
                           "Ann's laptop",
                           "laptop.src.example",
                           trace::Role::client,
                           {*base::parse_ip_address("192.0.2.10")},
                           {}});
    world.hosts.push_back(
        {"relay",
         "Relay",
         "relay.src.example",
         trace::Role::relay,
         {*base::parse_ip_address("198.51.100.25"), *base::parse_ip_address("2001:db8::25")},
         {"ann@src.example", "bob@src.example"}});
    world.hosts.push_back({"ev\"il", "", "", trace::Role::attacker, {}, {}});
    world.links.push_back({0, 1, base::milliseconds(20), 0, 0});
    world.links.push_back({1, 2, base::Duration{1}, std::numeric_limits<std::uint64_t>::max(), 1'000'000});
    return world;
}

inline trace::Trace empty_trace() {
    trace::Trace trace;
    trace.world = world();
    trace.interventions.push_back(
        {base::Instant{0},
         trace::SendMail{"client", "ann@src.example", {"a@b", "\xFF@c"}, "Subject: x\r\n\r\n"}});
    trace.interventions.push_back({base::Instant{3'200'000'000}, trace::ChangeSetting{"relay", "spf", "on"}});
    return trace;
}

/// One intervention of every kind, beside those of empty_trace.
inline trace::Trace every_intervention() {
    trace::Trace trace = empty_trace();
    const base::Instant later{5'000'000'000};
    trace.interventions.push_back(
        {later, trace::ChangeLine{"client", "relay", base::seconds(2), 9600, 300'000}});
    trace.interventions.push_back({later, trace::ChangeLine{"client", "relay", {}, {}, 1'000'000}});
    trace.interventions.push_back({later, trace::MendLine{"client", "relay"}});
    trace.interventions.push_back(
        {later, trace::Crash{"relay"},
         trace::Trigger{"relay", "command-received", "DATA", 2, base::seconds(30)}});
    trace.interventions.push_back({later, trace::Restart{"relay"}});
    trace.interventions.push_back(
        {later, trace::BreakName{"relay", "dest.example", trace::BreakName::How::fails}});
    return trace;
}

/// Gives every field of a fact a value that depends on `salt` and on the field's place.
class Filler {
public:
    Filler(trace::Trace& trace, std::uint64_t salt) : trace_(trace), salt_(salt) {}

    template <class F>
    F fill() {
        F fact;
        trace::for_each_field<F>([&](const auto& field) { set(fact, field); });
        if constexpr (std::is_same_v<F, trace::Intervened>) fact.index &= 1;
        return fact;
    }

private:
    trace::Trace& trace_;
    std::uint64_t salt_, place_ = 0;

    std::uint64_t draw() { return base::Random{salt_}.at(0, base::Purpose::jitter, salt_, ++place_); }

    template <class F>
    void set(F& fact, const trace::HostField<F>& field) {
        const auto hosts = trace_.world.hosts.size();
        const auto host = draw() % (hosts + 1);
        fact.*field.member = host == hosts ? trace::no_host : static_cast<trace::HostId>(host);
    }
    template <class F, class T>
    void set(F& fact, const trace::Field<F, T>& field) {
        value(fact.*field.member);
    }
    template <class T>
    void value(T& out) {
        if constexpr (std::is_enum_v<T>)
            out = static_cast<T>(draw() % trace::all_words<T>.size());
        else
            out = static_cast<T>(draw());
    }
    void value(dns::RecordType& out) { out = static_cast<dns::RecordType>(draw() % 300); }
    void value(smtp::EnhancedCode& out) {
        if (draw() % 4 != 0)
            out = {static_cast<std::uint8_t>(2 + draw() % 4), std::uint16_t(draw()), std::uint16_t(draw())};
    }
    void value(base::Duration& out) { out.nanoseconds = static_cast<std::int64_t>(draw() >> 1); }
    void value(base::Instant& out) { out.nanoseconds = static_cast<std::int64_t>(draw() >> 1); }
    void value(trace::Range& out) {
        if (draw() % 5 == 0 && !kept_.empty()) {  // a part of what another field holds
            const auto begin = static_cast<std::uint32_t>(draw() % (kept_.length + 1));
            out = kept_.part(begin, static_cast<std::uint32_t>(draw() % 50));
            return;
        }
        std::string octets;
        for (std::uint64_t n = draw() % 40; n > 0; --n) octets += static_cast<char>(draw());
        out = kept_ = trace_.octets.keep(octets);
    }
    trace::Range kept_;
};

template <std::size_t... kinds>
void append_each(trace::Trace& trace, std::uint64_t salt, std::index_sequence<kinds...>) {
    const auto one = [&](std::uint64_t n, trace::Fact fact) {
        const auto draw = base::Random{salt}.at(1, base::Purpose::jitter, salt, n);
        const auto size = static_cast<trace::EventNumber>(trace.size());
        const bool caused = size > 0 && draw % 3 != 0;
        trace.append(
            trace.end() + base::Duration{static_cast<std::int64_t>(draw % 5)},
            draw % 7 == 0 ? trace::no_host : static_cast<trace::HostId>(draw % trace.world.hosts.size()),
            static_cast<trace::ConnectionId>(draw >> 32),
            caused ? static_cast<trace::EventNumber>(draw % size) : trace::no_event,
            static_cast<trace::Origin>(draw % 3), std::move(fact));
    };
    (one(kinds, Filler{trace, salt + kinds}.fill<std::variant_alternative_t<kinds, trace::Fact>>()), ...);
}

/// Every fact once, in the order of the variant.
inline trace::Trace every_fact(std::uint64_t salt) {
    trace::Trace trace = empty_trace();
    append_each(trace, salt, std::make_index_sequence<std::variant_size_v<trace::Fact>>{});
    return trace;
}

inline bool same(const trace::Trace& a, const trace::Fact& left, const trace::Trace& b,
                 const trace::Fact& right) {
    return left.index() == right.index() &&
           std::visit(
               [&]<class F>(const F& one) {
                   const F& other = std::get<F>(right);
                   bool equal = true;
                   trace::for_each_field<F>([&](const auto& field) {
                       const auto& value = one.*field.member;
                       equal = equal && value == other.*field.member;
                       if constexpr (std::is_same_v<std::decay_t<decltype(value)>, trace::Range>)
                           equal = equal && a.text(value) == b.text(value);
                   });
                   return equal;
               },
               left);
}

/// The same event in both traces, the octets of its Ranges included.
inline bool same_event(const trace::Trace& a, const trace::Trace& b, trace::EventNumber number) {
    const trace::Event &left = a[number], &right = b[number];
    return left.at == right.at && left.number == right.number && left.cause == right.cause &&
           left.connection == right.connection && left.host == right.host && left.origin == right.origin &&
           same(a, left.fact, b, right.fact);
}

inline bool same_world(const trace::World& a, const trace::World& b) {
    const auto hosts = [](const trace::WorldHost& x, const trace::WorldHost& y) {
        return x.name == y.name && x.label == y.label && x.domain == y.domain && x.role == y.role &&
               x.addresses == y.addresses && x.mailboxes == y.mailboxes;
    };
    const auto links = [](const trace::WorldLink& x, const trace::WorldLink& y) {
        return x.a == y.a && x.b == y.b && x.latency == y.latency && x.bits_per_second == y.bits_per_second &&
               x.loss_per_million == y.loss_per_million;
    };
    return a.scenario == b.scenario && a.title == b.title && a.start == b.start && a.seed == b.seed &&
           std::equal(a.hosts.begin(), a.hosts.end(), b.hosts.begin(), b.hosts.end(), hosts) &&
           std::equal(a.links.begin(), a.links.end(), b.links.begin(), b.links.end(), links);
}

}  // namespace sample
