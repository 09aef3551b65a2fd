// The words that the enumerations of facts have in the JSON Lines form: their enumerators, '-' for '_'. A
// type of record is not here: any number is one, and dns::to_text names it. Knows no fact.
#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

#include "dns/answer.h"
#include "smtp/reason.h"
#include "smtp/stage.h"
#include "smtp/verb.h"
#include "trace/event.h"
#include "trace/intervention.h"
#include "trace/world.h"

namespace trace {

/// Words in the order of the enumerators, of which `last` is the last: one too few or too many does not
/// compile.
template <auto last, class... Words>
constexpr auto words_up_to(Words... words) {
    static_assert(sizeof...(words) == static_cast<std::size_t>(last) + 1);
    return std::array<std::string_view, sizeof...(words)>{words...};
}

// One overload an enumeration: a fact whose enumeration has none does not compile.
constexpr auto words_of(std::type_identity<Origin>) {
    return words_up_to<Origin::inferred>("simulated", "observed", "inferred");
}
constexpr auto words_of(std::type_identity<Ending>) {
    return words_up_to<Ending::refused>("finished", "reset", "timed-out", "refused");
}
constexpr auto words_of(std::type_identity<LetterKind>) {
    return words_up_to<LetterKind::success_notice>("original", "bounce", "delay-notice", "success-notice");
}
constexpr auto words_of(std::type_identity<Route>) {
    return words_up_to<Route::source_route>("local", "mx", "implicit-mx", "submission", "smarthost",
                                            "address-literal", "host-table", "source-route");
}
constexpr auto words_of(std::type_identity<Verdict>) {
    return words_up_to<Verdict::close>("accept", "refuse", "come-back", "close");
}
constexpr auto words_of(std::type_identity<Rule>) {
    return words_up_to<Rule::aliases>("own-network", "relay-control", "recipient-exists", "letter-size",
                                      "line-ends", "hop-count", "authentication", "tls-policy", "storage",
                                      "aliases");
}
constexpr auto words_of(std::type_identity<LineFinding>) {
    return words_up_to<LineFinding::header_missing>("bare-lf", "bare-cr", "nul", "high-octet",
                                                    "line-too-long", "header-missing");
}
constexpr auto words_of(std::type_identity<TlsMessageKind>) {
    return words_up_to<TlsMessageKind::other>(
        "client-hello", "server-hello", "hello-retry-request", "encrypted-extensions", "certificate-request",
        "certificate", "certificate-verify", "finished", "new-session-ticket", "key-update",
        "server-key-exchange", "server-hello-done", "client-key-exchange", "alert", "other");
}
constexpr auto words_of(std::type_identity<smtp::Trust>) {
    return words_up_to<smtp::Trust::unverified>("not-asked", "verified", "unverified");
}
constexpr auto words_of(std::type_identity<LoginResult>) {
    return words_up_to<LoginResult::cancelled>("granted", "denied", "cancelled");
}
constexpr auto words_of(std::type_identity<Rewriting>) {
    return words_up_to<Rewriting::message_id_added>("to-seven-bit", "address-to-ascii", "date-added",
                                                    "message-id-added");
}
constexpr auto words_of(std::type_identity<BreakName::How>) {
    return words_up_to<BreakName::How::answers>("times-out", "fails", "answers");
}
constexpr auto words_of(std::type_identity<dns::Outcome>) {
    return words_up_to<dns::Outcome::refused>("records", "no-data", "no-such-name", "server-failure",
                                              "timed-out", "refused");
}
constexpr auto words_of(std::type_identity<smtp::Stage>) {
    return words_up_to<smtp::Stage::close>("handshake", "sender", "recipients", "data", "close");
}
constexpr auto words_of(std::type_identity<smtp::Verb>) {
    return words_up_to<smtp::Verb::unknown>("none", "helo", "ehlo", "mail", "rcpt", "data", "rset", "vrfy",
                                            "expn", "help", "noop", "quit", "content", "send", "soml", "saml",
                                            "turn", "starttls", "auth", "bdat", "etrn", "unknown");
}
constexpr auto words_of(std::type_identity<smtp::Reason>) {
    return smtp::reason_names;
}
constexpr auto words_of(std::type_identity<Role>) {
    return role_names;
}

/// All words of an enumeration, in the order of its enumerators.
template <class E>
inline constexpr auto all_words = words_of(std::type_identity<E>{});

/// Requires: `value` is an enumerator.
template <class E>
constexpr std::string_view word_of(E value) {
    return all_words<E>[static_cast<std::size_t>(value)];
}

/// Nothing when no enumerator has this word.
template <class E>
constexpr std::optional<E> value_of(std::string_view word) {
    for (std::size_t index = 0; index < all_words<E>.size(); ++index)
        if (all_words<E>[index] == word) return static_cast<E>(index);
    return {};
}

}  // namespace trace
