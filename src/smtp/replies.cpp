#include "smtp/replies.h"

#include <fmt/format.h>

namespace smtp::replies {
namespace {

Reply one_line(std::uint16_t code, EnhancedCode enhanced, std::string text, Reason reason,
               std::string_view about, base::Citation citation) {
    return {code, enhanced, {std::move(text)}, reason, std::string(about), citation};
}

}  // namespace

Reply with_code(Reply reply, std::uint16_t code) {
    reply.code = code;
    if (reply.enhanced) reply.enhanced.level = static_cast<std::uint8_t>(code / 100);
    return reply;
}

// The greeting, HELO and EHLO carry no enhanced code (RFC 2034 4).
Reply welcome(std::string_view host, Era era) {
    if (era == Era::y1982)
        return one_line(220, {}, fmt::format("{} Simple Mail Transfer Service Ready", host), Reason::welcome,
                        host, {821, "3.5"});
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

Reply help(Era era) {
    if (era == Era::y1982)
        return {214,
                {},
                {"Commands: HELO MAIL RCPT DATA SEND SOML SAML RSET VRFY EXPN HELP NOOP QUIT TURN",
                 "The rules are in RFC 821"},
                Reason::help_given,
                "HELP",
                {821, "4.1.1"}};
    return {214,
            {2, 0, 0},
            {"Commands: HELO EHLO MAIL RCPT DATA BDAT RSET VRFY HELP NOOP QUIT STARTTLS AUTH",
             "The rules are in RFC 5321"},
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

Reply inquiry_known(std::string_view address, std::uint16_t code) {
    return with_code(one_line(250, {2, 1, 5}, fmt::format("<{}>", address), Reason::recipient_is_local,
                              address, {5321, "3.5.3"}),
                     code);
}

Reply inquiry_foreign(std::string_view address, std::uint16_t code) {
    const bool said_no = code >= 500;
    return with_code(
        one_line(252, {2, 1, 5}, said_no ? "Not a user of this host" : "Cannot say",
                 said_no ? Reason::relaying_denied : Reason::user_not_verified, address, {5321, "3.5.3"}),
        code);
}

Reply expansion_refused(std::string_view name) {
    return one_line(550, {5, 7, 0}, "No lists are shown here", Reason::command_not_offered, name,
                    {5321, "3.5.2"});
}

Reply topic_unknown(std::string_view topic) {
    return one_line(504, {5, 5, 4}, "No help on that", Reason::parameter_unknown, topic, {5321, "4.2.2"});
}

Reply malformed(const Malformed& wrong) {
    if (wrong.reason == Reason::utf8_not_announced) return utf8_not_announced(wrong.verb, wrong.about);
    if (wrong.reason == Reason::parameter_unknown) return parameter_unknown(wrong.about);
    const bool in_sender = wrong.reason == Reason::sender_address_wrong;
    const bool in_recipient = wrong.reason == Reason::recipient_address_wrong;
    const EnhancedCode enhanced = in_sender      ? EnhancedCode{5, 1, 7}
                                  : in_recipient ? EnhancedCode{5, 1, 3}
                                                 : EnhancedCode{5, 5, 4};
    const bool unknown_word = wrong.verb == Verb::unknown;
    return one_line(unknown_word ? 500 : 501, unknown_word ? EnhancedCode{5, 5, 2} : enhanced,
                    "Syntax error: " + wrong.what, wrong.reason, wrong.about, {5321, "4.1.2"});
}

Reply not_offered(const NotOffered& command, Era era) {
    // RFC 821's server knows EXPN, and never heard of what came later.
    const bool from_later = era == Era::y1982 && command.verb != Verb::expn;
    // ETRN is an extension (RFC 1985) that no server of ours has at all.
    if (command.verb == Verb::unknown || command.verb == Verb::etrn || from_later)
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

Reply hello_repeated(std::string_view name) {
    return one_line(503, {5, 5, 1}, "You said that already", Reason::out_of_order, name, {5321, "4.1.4"});
}

Reply not_smtp(std::uint16_t code) {
    return with_code(one_line(421, {4, 7, 0}, "This is no SMTP, closing", Reason::command_unknown, "not SMTP",
                              {5321, "3.8"}),
                     code);
}

Reply sent_ahead(std::string_view mend) {
    return one_line(554, {5, 5, 0}, fmt::format("Too much at once: {}", mend), Reason::out_of_order,
                    "octets sent ahead", {2920, "3.1"});
}

Reply hello_missing(Verb verb, Era era) {
    if (era == Era::y1982)
        return one_line(503, {}, "Say HELO first", Reason::hello_missing, to_text(verb), {821, "4.3"});
    return one_line(503, {5, 5, 1}, "Say EHLO first", Reason::hello_missing, to_text(verb), {5321, "4.1.4"});
}

Reply out_of_order(Verb verb, std::string_view state) {
    const bool begins = verb == Verb::mail || verb == Verb::send || verb == Verb::soml ||
                        verb == Verb::saml || verb == Verb::starttls || verb == Verb::auth;
    const std::string_view need = state == "chunks" ? "The letter comes by BDAT: finish it, or say RSET"
                                  : begins ? "A mail is already being handed over: finish it, or say RSET"
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

Reply parameter_repeated(std::string_view keyword) {
    return one_line(501, {5, 5, 4}, fmt::format("Parameter {} is given twice", keyword),
                    Reason::parameter_wrong, keyword, {5321, "4.1.1.11"});
}

Reply parameters_need_ehlo(std::string_view keyword) {
    return one_line(501, {5, 5, 4}, "Parameters need EHLO; after HELO there are none",
                    Reason::parameter_unknown, keyword, {5321, "2.2.1"});
}

// RFC 6531 3.5 gives both codes to 5.6.7.
Reply utf8_not_announced(Verb verb, std::string_view address) {
    return one_line(verb == Verb::rcpt ? 550 : 553, {5, 6, 7},
                    "An address that is not ASCII needs SMTPUTF8 behind MAIL", Reason::utf8_not_announced,
                    address, {6531, "3.5"});
}

Reply binary_needs_chunks() {
    return one_line(503, {5, 5, 1}, "BODY=BINARYMIME comes by BDAT, not by DATA", Reason::out_of_order,
                    "DATA", {3030, "3"});
}

Reply turn_refused() {
    return one_line(502, {5, 5, 1}, "No turning: who you are is not known here", Reason::turn_refused, "TURN",
                    {821, "3.8"});
}

// ---- TLS ----

Reply tls_ready() {
    return one_line(220, {2, 0, 0}, "Ready to start TLS", Reason::tls_ready, "STARTTLS", {3207, "4"});
}

Reply tls_already_active() {
    return one_line(503, {5, 5, 1}, "TLS is already active", Reason::tls_already_active, "STARTTLS",
                    {3207, "4.2"});
}

Reply tls_unavailable() {
    return one_line(454, {4, 7, 0}, "TLS is not available just now", Reason::tls_unavailable, "STARTTLS",
                    {3207, "4"});
}

Reply tls_needed() {
    return one_line(530, {5, 7, 0}, "Say STARTTLS first", Reason::tls_needed, "plaintext", {3207, "4"});
}

// ---- AUTH ----

Reply auth_needed() {
    return one_line(530, {5, 7, 0}, "Authentication required", Reason::auth_needed, "nobody logged in",
                    {4954, "6"});
}

Reply auth_continue(std::string_view challenge) {
    return one_line(334, {}, std::string(challenge), Reason::auth_continue, challenge, {4954, "4"});
}

Reply auth_granted(std::string_view user) {
    return one_line(235, {2, 7, 0}, "Authentication succeeded", Reason::auth_granted, user, {4954, "6"});
}

Reply auth_denied(std::string_view why) {
    return one_line(535, {5, 7, 8}, "Authentication credentials invalid", Reason::auth_denied, why,
                    {4954, "6"});
}

Reply auth_malformed(SaslServer::Fault fault, std::string_view what) {
    const bool wrong_turn = fault == SaslServer::Fault::server_speaks_first;
    return one_line(501, wrong_turn ? EnhancedCode{5, 7, 0} : EnhancedCode{5, 5, 2},
                    fmt::format("Not a response to {}", what), Reason::auth_malformed, what, {4954, "4"});
}

Reply auth_line_too_long(std::size_t limit) {
    return one_line(500, {5, 5, 6}, fmt::format("Authentication exchange line too long: at most {}", limit),
                    Reason::line_too_long, fmt::format("{} octets", limit), {4954, "4"});
}

Reply auth_cancelled() {
    return one_line(501, {5, 7, 0}, "Authentication cancelled", Reason::auth_cancelled, "*", {4954, "4"});
}

Reply auth_repeated(std::string_view user) {
    return one_line(503, {5, 5, 1}, "Already authenticated", Reason::auth_repeated, user, {4954, "4"});
}

Reply auth_mechanism_unknown(std::string_view mechanism) {
    return one_line(504, {5, 5, 4}, "Mechanism not known", Reason::auth_mechanism_unknown, mechanism,
                    {4954, "4"});
}

Reply auth_needs_tls(std::string_view mechanism) {
    return one_line(538, {5, 7, 11}, "That would show the password: say STARTTLS first",
                    Reason::auth_needs_tls, mechanism, {4954, "4"});
}

// ---- envelope ----

Reply user_unknown(std::string_view address) {
    return one_line(550, {5, 1, 1}, fmt::format("No mailbox {} here", address), Reason::user_unknown, address,
                    {5321, "3.3"});
}

Reply relaying_denied(std::string_view address) {
    return one_line(550, {5, 7, 1}, fmt::format("Relaying denied for {}", address), Reason::relaying_denied,
                    address, {5321, "3.6.2"});
}

Reply takes_no_mail(std::string_view host) {
    return one_line(554, {}, fmt::format("{} takes no mail", host), Reason::no_service, "greeting",
                    {5321, "3.1"});
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

Reply chunk_accepted(std::uint64_t octets) {
    return one_line(250, {2, 0, 0}, fmt::format("{} octets received", octets), Reason::chunk_accepted,
                    fmt::format("{} octets", octets), {3030, "2"});
}

Reply letter_too_big(std::uint64_t limit) {
    return one_line(552, {5, 3, 4}, fmt::format("Message too big: at most {} octets", limit),
                    Reason::letter_too_big, fmt::format("{} octets", limit), {1870, "6.1"});
}

Reply letter_line_end_wrong(std::string_view what) {
    return one_line(554, {5, 6, 0}, fmt::format("Refused: {} in the message; lines end with CRLF", what),
                    Reason::line_end_wrong, what, {5321, "2.3.8"});
}

Reply nul_in_letter() {
    return one_line(554, {5, 6, 0}, "NUL is not allowed in a message", Reason::nul_in_letter, "NUL",
                    {5322, "4"});
}

Reply text_line_too_long(std::uint64_t limit) {
    return one_line(550, {5, 6, 0},
                    fmt::format("A line of the message is too long: at most {} octets", limit),
                    Reason::line_too_long, fmt::format("{} octets", limit), {5321, "4.5.3.1.6"});
}

Reply too_many_hops(std::size_t count) {
    return one_line(554, {5, 4, 6}, fmt::format("Mail loop: {} Received fields", count),
                    Reason::too_many_hops, fmt::format("{} Received fields", count), {5321, "6.3"});
}

Reply too_many_errors(int limit) {
    return one_line(421, {4, 7, 0}, "Too many errors, closing", Reason::too_many_errors,
                    fmt::format("{} errors", limit), {5321, "3.8"});
}

Reply too_many_failed_logins(int limit) {
    return one_line(421, {4, 7, 0}, "Too many failed logins, closing", Reason::too_many_errors,
                    fmt::format("{} failed logins", limit), {4954, "9"});
}

Reply too_many_commands(int limit) {
    return one_line(421, {4, 7, 0}, "Too many commands without a mail, closing", Reason::too_many_errors,
                    fmt::format("{} commands", limit), {5321, "3.8"});
}

Reply too_many_transactions(std::uint64_t limit) {
    return one_line(421, {4, 7, 0}, "Too many mails in one session, closing",
                    Reason::transaction_limit_reached, fmt::format("{} mails", limit), {9422, "4.1"});
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
