#include "smtp/replies.h"

#include <fmt/format.h>

namespace smtp::replies {
namespace {

Reply one_line(std::uint16_t code, EnhancedCode enhanced, std::string text, Reason reason,
               std::string_view about, base::Citation citation) {
    return {code, enhanced, {std::move(text)}, reason, std::string(about), citation};
}

}  // namespace

// The greeting, HELO and EHLO carry no enhanced code (RFC 2034 4).
Reply welcome(std::string_view host) {
    return one_line(220, {}, fmt::format("{} ESMTP Mailstage ready", host), Reason::welcome, host,
                    {5321, "3.1"});
}

Reply hello_basic(std::string_view host, std::string_view peer) {
    return one_line(250, {}, fmt::format("{} greets {}", host, peer), Reason::hello_basic, peer,
                    {5321, "4.1.1.1"});
}

Reply hello_extended(std::string_view host, std::string_view peer, const std::vector<std::string>& keywords) {
    Reply reply = one_line(250, {}, fmt::format("{} greets {}", host, peer), Reason::hello_extended, peer,
                           {5321, "4.1.1.1"});
    reply.lines.insert(reply.lines.end(), keywords.begin(), keywords.end());
    return reply;
}

Reply sender_accepted(std::string_view address) {
    return one_line(250, {2, 1, 0}, address.empty() ? "Null sender ok" : "Sender ok", Reason::sender_accepted,
                    address.empty() ? "<>" : address, {5321, "4.1.1.2"});
}

Reply recipient_is_local(std::string_view address) {
    return one_line(250, {2, 1, 5}, "Recipient ok", Reason::recipient_is_local, address, {5321, "4.1.1.3"});
}

Reply recipient_is_relayed(std::string_view address, std::string_view why, base::Citation citation) {
    return one_line(250, {2, 1, 5}, "Recipient ok, will send it on", Reason::recipient_is_relayed,
                    fmt::format("{} ({})", address, why), citation);
}

Reply go_ahead() {
    return one_line(354, {}, "Go ahead, end with a dot alone on a line", Reason::go_ahead, "CRLF.CRLF",
                    {5321, "4.1.1.4"});
}

Reply letter_accepted(std::string_view queue_id) {
    return one_line(250, {2, 0, 0}, fmt::format("Ok, queued as {}", queue_id), Reason::letter_accepted,
                    queue_id, {5321, "6.1"});
}

Reply reset_done() {
    return one_line(250, {2, 0, 0}, "Ok, forgotten", Reason::reset_done, "RSET", {5321, "4.1.1.5"});
}

Reply nothing_to_do() {
    return one_line(250, {2, 0, 0}, "Ok", Reason::nothing_to_do, "NOOP", {5321, "4.1.1.9"});
}

Reply help() {
    return {214,
            {2, 0, 0},
            {"Commands: HELO EHLO MAIL RCPT DATA RSET VRFY EXPN HELP NOOP QUIT", "The rules are in RFC 5321"},
            Reason::help_given,
            "HELP",
            {5321, "4.1.1.8"}};
}

Reply goodbye(std::string_view host) {
    return one_line(221, {2, 0, 0}, fmt::format("{} closes the connection", host), Reason::goodbye, host,
                    {5321, "4.1.1.10"});
}

// Telling whether a user exists would help address harvesters; 252 neither confirms nor denies.
Reply user_not_verified(std::string_view text) {
    return one_line(252, {2, 5, 0}, "Cannot say; send the mail and see", Reason::user_not_verified, text,
                    {5321, "7.3"});
}

Reply malformed(const Malformed& wrong) {
    const bool in_sender = wrong.reason == Reason::sender_address_wrong;
    const bool in_recipient = wrong.reason == Reason::recipient_address_wrong;
    const EnhancedCode enhanced = in_sender      ? EnhancedCode{5, 1, 7}
                                  : in_recipient ? EnhancedCode{5, 1, 3}
                                                 : EnhancedCode{5, 5, 4};
    const bool unknown_word = wrong.verb == Verb::unknown;
    return one_line(unknown_word ? 500 : 501, unknown_word ? EnhancedCode{5, 5, 2} : enhanced,
                    "Syntax error: " + wrong.what, wrong.reason, wrong.about, {5321, "4.1.2"});
}

Reply not_offered(const NotOffered& command) {
    if (command.verb == Verb::unknown)
        return one_line(500, {5, 5, 1}, fmt::format("Command not known: {}", command.word),
                        Reason::command_unknown, command.word, {5321, "4.2.4"});
    return one_line(502, {5, 5, 1}, fmt::format("{} is not offered here", command.word),
                    Reason::command_not_offered, command.word, {5321, "4.2.4"});
}

Reply line_too_long(std::size_t limit) {
    return one_line(500, {5, 5, 2}, fmt::format("Line too long: at most {} octets", limit),
                    Reason::line_too_long, fmt::format("{} octets", limit), {5321, "4.5.3.1.4"});
}

Reply command_line_end_wrong() {
    return one_line(500, {5, 5, 2}, "Lines end with CRLF, not with LF alone", Reason::line_end_wrong,
                    "LF without CR", {5321, "2.3.8"});
}

Reply hello_missing(Verb verb) {
    return one_line(503, {5, 5, 1}, "Say EHLO first", Reason::hello_missing, to_text(verb), {5321, "4.1.4"});
}

Reply out_of_order(Verb verb, std::string_view state) {
    const std::string_view need = verb == Verb::mail
                                      ? "A mail is already being handed over: finish it, or say RSET"
                                  : verb == Verb::rcpt ? "Say MAIL first"
                                  : state == "sender"  ? "Say RCPT first"
                                                       : "Say MAIL and RCPT first";
    return one_line(503, {5, 5, 1}, std::string(need), Reason::out_of_order, to_text(verb), {5321, "4.1.4"});
}

Reply parameter_unknown(std::string_view keyword) {
    return one_line(555, {5, 5, 4}, fmt::format("Parameter {} is not offered here", keyword),
                    Reason::parameter_unknown, keyword, {5321, "4.1.1.11"});
}

Reply parameter_wrong(std::string_view parameter) {
    return one_line(501, {5, 5, 4}, fmt::format("Parameter {} has a wrong value", parameter),
                    Reason::parameter_wrong, parameter, {5321, "4.1.1.11"});
}

Reply user_unknown(std::string_view address) {
    return one_line(550, {5, 1, 1}, fmt::format("No mailbox {} here", address), Reason::user_unknown, address,
                    {5321, "3.3"});
}

Reply relaying_denied(std::string_view address) {
    return one_line(550, {5, 7, 1}, fmt::format("Relaying denied for {}", address), Reason::relaying_denied,
                    address, {5321, "3.6.2"});
}

Reply no_service() {
    return one_line(503, {5, 5, 1}, "No service here; say QUIT", Reason::no_service, "refused connection",
                    {5321, "3.1"});
}

Reply too_many_recipients(std::size_t limit) {
    return one_line(
        452, {4, 5, 3}, fmt::format("Too many recipients: {} at a time", limit), Reason::too_many_recipients,
        fmt::format("{} {}", limit, limit == 1 ? "recipient" : "recipients"), {5321, "4.5.3.1.10"});
}

Reply no_valid_recipient() {
    return one_line(554, {5, 5, 1}, "No valid recipients", Reason::no_valid_recipient, "no recipient",
                    {5321, "3.3"});
}

Reply submission_sender_denied(std::string_view client) {
    return one_line(530, {5, 7, 0}, "Only our own network submits mail here",
                    Reason::submission_sender_denied, client, {6409, "4.3"});
}

Reply letter_too_big(std::uint64_t limit) {
    return one_line(552, {5, 3, 4}, fmt::format("Message too big: at most {} octets", limit),
                    Reason::letter_too_big, fmt::format("{} octets", limit), {1870, "6.1"});
}

Reply letter_line_end_wrong(std::string_view what) {
    return one_line(554, {5, 6, 0}, fmt::format("Refused: {} in the message; lines end with CRLF", what),
                    Reason::line_end_wrong, what, {5321, "2.3.8"});
}

Reply too_many_hops(std::size_t count) {
    return one_line(554, {5, 4, 6}, fmt::format("Mail loop: {} Received fields", count),
                    Reason::too_many_hops, fmt::format("{} Received fields", count), {5321, "6.3"});
}

Reply too_many_errors(int limit) {
    return one_line(421, {4, 7, 0}, "Too many errors, closing", Reason::too_many_errors,
                    fmt::format("{} errors", limit), {5321, "3.8"});
}

Reply idle_too_long(base::Duration limit) {
    return one_line(421, {4, 4, 2}, "Idle too long, closing", Reason::idle_too_long, base::to_text(limit),
                    {5321, "4.5.3.2.7"});
}

Reply too_much_waiting() {
    return one_line(421, {4, 3, 2}, "Too much sent ahead, closing", Reason::local_trouble,
                    "octets sent ahead", {5321, "3.8"});
}

// ---- what a host's own state says ----

Reply mailbox_full(std::string_view address) {
    return one_line(452, {4, 2, 2}, fmt::format("Mailbox {} is full", address), Reason::mailbox_full, address,
                    {5321, "4.5.3.1.10"});
}

Reply disk_full() {
    return one_line(452, {4, 3, 1}, "No room for this mail now; come back later", Reason::disk_full, "disk",
                    {5321, "4.2.2"});
}

Reply require_tls_not_possible() {
    return one_line(530, {5, 7, 10}, "REQUIRETLS is for mail that comes under TLS",
                    Reason::require_tls_not_possible, "REQUIRETLS", {8689, "4.1"});
}

// ---- 1982 ----

Reply will_forward(std::string_view address) {
    return one_line(251, {}, fmt::format("User not local; will forward to <{}>", address),
                    Reason::recipient_is_relayed, address, {821, "3.2"});
}

Reply user_elsewhere(std::string_view address) {
    return one_line(551, {}, fmt::format("User not local; please try <{}>", address),
                    Reason::recipient_address_wrong, address, {821, "3.2"});
}

Reply source_route_obeyed(std::string_view address, std::string_view next) {
    return one_line(250, {}, fmt::format("<{}> goes on to {}", address, next), Reason::source_route_obeyed,
                    next, {821, "3.6"});
}

Reply terminal_not_there(std::string_view user) {
    return one_line(450, {}, fmt::format("{} is not at a terminal now", user), Reason::terminal_not_there,
                    user, {821, "3.4"});
}

Reply host_not_in_table(std::string_view host) {
    return one_line(550, {}, fmt::format("No host {} in our table", host), Reason::host_not_in_table, host,
                    {821, "3.6"});
}

}  // namespace smtp::replies
