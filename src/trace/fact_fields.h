// The fields of every fact, listed once, in the order in which they are written: for the JSON Lines writer
// and reader, and for whoever else must treat all facts alike. A fact that is forgotten does not compile, nor
// is a field.
#pragma once
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "trace/fact.h"

namespace trace {

/// A field whose value says what it is by its type: a number, an enumeration, a Range, an Instant.
template <class F, class T>
struct Field {
    std::string_view name;
    T F::*member;
};
/// A field that names a host: a HostId is a number like any other to the compiler.
template <class F>
struct HostField {
    std::string_view name;
    HostId F::*member;
};

template <class F, class T>
constexpr Field<F, T> field(std::string_view name, T F::*member) {
    return {name, member};
}
template <class F>
constexpr HostField<F> host_field(std::string_view name, HostId F::*member) {
    return {name, member};
}

// ---- packets ----

constexpr auto fields_of(std::type_identity<SegmentSent>) {
    using F = SegmentSent;
    return std::tuple{field("packet", &F::packet),     host_field("to", &F::to),
                      field("flags", &F::flags),       field("attempt", &F::attempt),
                      field("sequence", &F::sequence), field("acknowledgment", &F::acknowledgment),
                      field("window", &F::window),     field("payload", &F::payload)};
}
constexpr auto fields_of(std::type_identity<SegmentArrived>) {
    using F = SegmentArrived;
    return std::tuple{field("packet", &F::packet)};
}
constexpr auto fields_of(std::type_identity<SegmentLost>) {
    using F = SegmentLost;
    return std::tuple{field("packet", &F::packet)};
}
constexpr auto fields_of(std::type_identity<DatagramSent>) {
    using F = DatagramSent;
    return std::tuple{field("packet", &F::packet), host_field("to", &F::to),
                      field("from_port", &F::from_port), field("to_port", &F::to_port),
                      field("payload", &F::payload)};
}
constexpr auto fields_of(std::type_identity<DatagramArrived>) {
    using F = DatagramArrived;
    return std::tuple{field("packet", &F::packet)};
}
constexpr auto fields_of(std::type_identity<DatagramLost>) {
    using F = DatagramLost;
    return std::tuple{field("packet", &F::packet)};
}

// ---- connections ----

constexpr auto fields_of(std::type_identity<ConnectionOpening>) {
    using F = ConnectionOpening;
    return std::tuple{host_field("server", &F::server), field("client_port", &F::client_port),
                      field("server_port", &F::server_port)};
}
constexpr auto fields_of(std::type_identity<ConnectionOpened>) {
    return std::tuple{};
}
constexpr auto fields_of(std::type_identity<ConnectionClosed>) {
    using F = ConnectionClosed;
    return std::tuple{field("ending", &F::ending)};
}

// ---- names ----

constexpr auto fields_of(std::type_identity<Asked>) {
    using F = Asked;
    return std::tuple{host_field("server", &F::server), field("id", &F::id), field("type", &F::type),
                      field("name", &F::name), field("mail", &F::mail)};
}
constexpr auto fields_of(std::type_identity<Answered>) {
    using F = Answered;
    return std::tuple{field("id", &F::id),     field("type", &F::type), field("outcome", &F::outcome),
                      field("name", &F::name), field("text", &F::text), field("mail", &F::mail)};
}

// ---- the conversation ----

constexpr auto fields_of(std::type_identity<CommandSent>) {
    using F = CommandSent;
    return std::tuple{field("verb", &F::verb), field("stage", &F::stage), field("mail", &F::mail),
                      field("line", &F::line)};
}
constexpr auto fields_of(std::type_identity<CommandReceived>) {
    using F = CommandReceived;
    return std::tuple{field("verb", &F::verb), field("stage", &F::stage), field("line", &F::line)};
}
constexpr auto fields_of(std::type_identity<ReplySent>) {
    using F = ReplySent;
    return std::tuple{field("to", &F::to),           field("stage", &F::stage),
                      field("code", &F::code),       field("enhanced", &F::enhanced),
                      field("reason", &F::reason),   field("rfc", &F::rfc),
                      field("section", &F::section), field("about", &F::about),
                      field("text", &F::text)};
}
constexpr auto fields_of(std::type_identity<ReplyReceived>) {
    using F = ReplyReceived;
    return std::tuple{field("to", &F::to),     field("stage", &F::stage),
                      field("code", &F::code), field("enhanced", &F::enhanced),
                      field("mail", &F::mail), field("text", &F::text)};
}
constexpr auto fields_of(std::type_identity<ContentSent>) {
    using F = ContentSent;
    return std::tuple{field("mail", &F::mail), field("stuffed", &F::stuffed), field("octets", &F::octets)};
}
constexpr auto fields_of(std::type_identity<ContentReceived>) {
    using F = ContentReceived;
    return std::tuple{field("stuffed", &F::stuffed), field("octets", &F::octets),
                      field("letter", &F::letter)};
}
constexpr auto fields_of(std::type_identity<Found>) {
    using F = Found;
    return std::tuple{field("finding", &F::finding), field("count", &F::count), field("where", &F::where)};
}
constexpr auto fields_of(std::type_identity<Ruled>) {
    using F = Ruled;
    return std::tuple{field("rule", &F::rule),      field("verdict", &F::verdict), field("stage", &F::stage),
                      field("rfc", &F::rfc),        field("section", &F::section), field("about", &F::about),
                      field("because", &F::because)};
}

// ---- the mail ----

constexpr auto fields_of(std::type_identity<Written>) {
    using F = Written;
    return std::tuple{field("mail", &F::mail),
                      field("about", &F::about),
                      field("kind", &F::kind),
                      field("recipients", &F::recipients),
                      field("reverse_path", &F::reverse_path),
                      field("letter", &F::letter)};
}
constexpr auto fields_of(std::type_identity<Addressed>) {
    using F = Addressed;
    return std::tuple{field("mail", &F::mail), field("recipient", &F::recipient),
                      field("address", &F::address)};
}
constexpr auto fields_of(std::type_identity<Accepted>) {
    using F = Accepted;
    return std::tuple{field("mail", &F::mail),
                      field("recipients", &F::recipients),
                      field("queue_id", &F::queue_id),
                      field("reverse_path", &F::reverse_path),
                      field("fields_added", &F::fields_added),
                      field("letter", &F::letter)};
}
constexpr auto fields_of(std::type_identity<Routed>) {
    using F = Routed;
    return std::tuple{field("mail", &F::mail),     field("recipient", &F::recipient),
                      field("route", &F::route),   field("preference", &F::preference),
                      field("domain", &F::domain), field("next", &F::next)};
}
constexpr auto fields_of(std::type_identity<Attempted>) {
    using F = Attempted;
    return std::tuple{field("mail", &F::mail), field("attempt", &F::attempt), field("next", &F::next)};
}
constexpr auto fields_of(std::type_identity<Relayed>) {
    using F = Relayed;
    return std::tuple{field("mail", &F::mail), field("recipient", &F::recipient), field("code", &F::code),
                      field("next", &F::next)};
}
constexpr auto fields_of(std::type_identity<Delivered>) {
    using F = Delivered;
    return std::tuple{field("mail", &F::mail), field("recipient", &F::recipient),
                      field("mailbox", &F::mailbox), field("fields_added", &F::fields_added)};
}
constexpr auto fields_of(std::type_identity<Deferred>) {
    using F = Deferred;
    return std::tuple{field("mail", &F::mail),     field("recipient", &F::recipient),
                      field("code", &F::code),     field("enhanced", &F::enhanced),
                      field("reason", &F::reason), field("next_try", &F::next_try),
                      field("said", &F::said)};
}
constexpr auto fields_of(std::type_identity<Failed>) {
    using F = Failed;
    return std::tuple{field("mail", &F::mail),     field("recipient", &F::recipient),
                      field("code", &F::code),     field("enhanced", &F::enhanced),
                      field("reason", &F::reason), field("said", &F::said),
                      field("by", &F::by)};
}
constexpr auto fields_of(std::type_identity<Discarded>) {
    using F = Discarded;
    return std::tuple{field("mail", &F::mail)};
}
constexpr auto fields_of(std::type_identity<Intervened>) {
    using F = Intervened;
    return std::tuple{field("index", &F::index)};
}

// ---- TLS, logins, faults ----

constexpr auto fields_of(std::type_identity<TlsMessageSent>) {
    using F = TlsMessageSent;
    return std::tuple{field("kind", &F::kind), field("which", &F::which), field("octets", &F::octets)};
}
constexpr auto fields_of(std::type_identity<TlsMessageReceived>) {
    using F = TlsMessageReceived;
    return std::tuple{field("kind", &F::kind), field("which", &F::which), field("octets", &F::octets)};
}
constexpr auto fields_of(std::type_identity<Secured>) {
    using F = Secured;
    return std::tuple{field("trust", &F::trust), field("version", &F::version), field("cipher", &F::cipher),
                      field("peer", &F::peer), field("why", &F::why)};
}
constexpr auto fields_of(std::type_identity<TlsFailed>) {
    using F = TlsFailed;
    return std::tuple{field("reason", &F::reason), field("why", &F::why)};
}
constexpr auto fields_of(std::type_identity<PlaintextDropped>) {
    using F = PlaintextDropped;
    return std::tuple{field("count", &F::count)};
}
constexpr auto fields_of(std::type_identity<LoggedIn>) {
    using F = LoggedIn;
    return std::tuple{field("result", &F::result), field("mechanism", &F::mechanism),
                      field("user", &F::user)};
}
constexpr auto fields_of(std::type_identity<LineChanged>) {
    using F = LineChanged;
    return std::tuple{host_field("a", &F::a), host_field("b", &F::b),
                      field("bits_per_second", &F::bits_per_second),
                      field("loss_per_million", &F::loss_per_million), field("latency", &F::latency)};
}
constexpr auto fields_of(std::type_identity<Crashed>) {
    using F = Crashed;
    return std::tuple{field("connections", &F::connections)};
}
constexpr auto fields_of(std::type_identity<Restarted>) {
    using F = Restarted;
    return std::tuple{field("mails", &F::mails)};
}
constexpr auto fields_of(std::type_identity<Rewritten>) {
    using F = Rewritten;
    return std::tuple{field("mail", &F::mail), field("how", &F::how), field("what", &F::what)};
}
constexpr auto fields_of(std::type_identity<Expanded>) {
    using F = Expanded;
    return std::tuple{field("mail", &F::mail), field("recipient", &F::recipient),
                      field("members", &F::members), field("alias", &F::alias)};
}
constexpr auto fields_of(std::type_identity<Displayed>) {
    using F = Displayed;
    return std::tuple{field("mail", &F::mail), field("recipient", &F::recipient), field("user", &F::user)};
}

/// Calls visit(field) for each field of F, in order.
template <class F, class Visit>
constexpr void for_each_field(Visit visit) {
    std::apply([&](auto... one) { (visit(one), ...); }, fields_of(std::type_identity<F>{}));
}

template <class F>
inline constexpr std::size_t field_count = std::tuple_size_v<decltype(fields_of(std::type_identity<F>{}))>;

// Holds each struct to its list: it must be buildable from as many values as are listed, and not from one
// more.
struct AnyValue {
    template <class T>
    operator T() const;
};
template <class F, std::size_t... values>
constexpr bool is_built_from(std::index_sequence<values...>) {
    return requires {
        F{((void)values, AnyValue{})...};
    };
}
template <class F>
constexpr bool lists_every_field() {
    return is_built_from<F>(std::make_index_sequence<field_count<F>>{}) &&
           !is_built_from<F>(std::make_index_sequence<field_count<F> + 1>{});
}
template <std::size_t... kinds>
constexpr bool lists_every_fact(std::index_sequence<kinds...>) {
    return (lists_every_field<std::variant_alternative_t<kinds, Fact>>() && ...);
}
static_assert(lists_every_fact(std::make_index_sequence<std::variant_size_v<Fact>>{}));

}  // namespace trace
