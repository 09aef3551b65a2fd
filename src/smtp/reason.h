// Why a reply was given, or why a try failed: the deciding fact behind a code. One code has many reasons
// (an unknown user and relaying denied are both 550), and each has its own explanation on screen
// (explain/why.h).
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace smtp {

enum class Reason : std::uint8_t {
    none,
    // what a server says when all is well
    welcome,
    hello_extended,
    hello_basic,
    sender_accepted,
    recipient_is_local,
    recipient_is_relayed,
    go_ahead,
    letter_accepted,
    reset_done,
    nothing_to_do,
    help_given,
    goodbye,
    user_not_verified,
    // the command is wrong
    command_unknown,
    command_not_offered,
    syntax_wrong,
    hello_missing,
    out_of_order,
    line_too_long,
    parameter_unknown,
    parameter_wrong,
    hello_name_wrong,
    // the envelope is refused
    sender_address_wrong,
    recipient_address_wrong,
    user_unknown,
    relaying_denied,
    too_many_recipients,
    no_valid_recipient,
    mailbox_full,
    submission_sender_denied,
    // the letter is refused
    letter_too_big,
    line_end_wrong,
    nul_in_letter,
    too_many_hops,
    // the session is ended or the server is unwell
    too_many_errors,
    idle_too_long,
    shutting_down,
    local_trouble,
    no_service,
    // what a client finds out without a reply
    domain_unknown,
    domain_takes_no_mail,
    dns_no_answer,
    connection_refused,
    connection_timed_out,
    connection_lost,
    reply_not_understood,
    reply_overdue,
    expired,
    loops_back,
    other_reply,
};

inline constexpr std::array<std::string_view, 51> reason_names{"none",
                                                               "welcome",
                                                               "hello-extended",
                                                               "hello-basic",
                                                               "sender-accepted",
                                                               "recipient-is-local",
                                                               "recipient-is-relayed",
                                                               "go-ahead",
                                                               "letter-accepted",
                                                               "reset-done",
                                                               "nothing-to-do",
                                                               "help-given",
                                                               "goodbye",
                                                               "user-not-verified",
                                                               "command-unknown",
                                                               "command-not-offered",
                                                               "syntax-wrong",
                                                               "hello-missing",
                                                               "out-of-order",
                                                               "line-too-long",
                                                               "parameter-unknown",
                                                               "parameter-wrong",
                                                               "hello-name-wrong",
                                                               "sender-address-wrong",
                                                               "recipient-address-wrong",
                                                               "user-unknown",
                                                               "relaying-denied",
                                                               "too-many-recipients",
                                                               "no-valid-recipient",
                                                               "mailbox-full",
                                                               "submission-sender-denied",
                                                               "letter-too-big",
                                                               "line-end-wrong",
                                                               "nul-in-letter",
                                                               "too-many-hops",
                                                               "too-many-errors",
                                                               "idle-too-long",
                                                               "shutting-down",
                                                               "local-trouble",
                                                               "no-service",
                                                               "domain-unknown",
                                                               "domain-takes-no-mail",
                                                               "dns-no-answer",
                                                               "connection-refused",
                                                               "connection-timed-out",
                                                               "connection-lost",
                                                               "reply-not-understood",
                                                               "reply-overdue",
                                                               "expired",
                                                               "loops-back",
                                                               "other-reply"};
static_assert(static_cast<std::size_t>(Reason::other_reply) + 1 == reason_names.size());

constexpr std::string_view to_text(Reason reason) {
    return reason_names[static_cast<std::size_t>(reason)];
}

}  // namespace smtp
