// Every reply that a server of ours gives, in one place: code, enhanced code, words, reason, rule. Policy
// chooses among them; nothing here decides. RFC 5321 4.2 and 4.3.2, RFC 3463.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "smtp/command.h"
#include "smtp/manner.h"
#include "smtp/reply.h"
#include "smtp/sasl.h"

namespace smtp::replies {

/// The same reply with another code; an enhanced code follows its class.
Reply with_code(Reply reply, std::uint16_t code);

Reply welcome(std::string_view host, Era era = Era::today);
Reply hello_basic(std::string_view host, std::string_view peer);
Reply hello_extended(std::string_view host, std::string_view peer, const std::vector<std::string>& keywords);
Reply sender_accepted(std::string_view address);
Reply recipient_is_local(std::string_view address);
/// `why` the mail is sent on for this client, and the rule that allows or warns of it.
Reply recipient_is_relayed(std::string_view address, std::string_view why, base::Citation citation);
Reply go_ahead();
Reply letter_accepted(std::string_view queue_id);
Reply reset_done();
Reply nothing_to_do();
Reply help(Era era = Era::today);
Reply goodbye(std::string_view host);
Reply user_not_verified(std::string_view text);
/// VRFY, where it is answered: of an address here (250, or 252 for 'as far as I know'), and of one elsewhere.
Reply inquiry_known(std::string_view address, std::uint16_t code);
Reply inquiry_foreign(std::string_view address, std::uint16_t code);
Reply expansion_refused(std::string_view name);
Reply topic_unknown(std::string_view topic);

Reply malformed(const Malformed& malformed);
/// A word that no RFC of the era knows is 500, one that is known and not offered 502.
Reply not_offered(const NotOffered& command, Era era = Era::today);
Reply line_too_long(std::size_t limit);
Reply command_line_end_wrong();
Reply hello_repeated(std::string_view name);
/// HTTP, a header field: a client that speaks something else.
Reply not_smtp(std::uint16_t code);
/// More came than the client may send without waiting.
Reply sent_ahead(std::string_view mend);
Reply hello_missing(Verb verb, Era era = Era::today);
Reply out_of_order(Verb verb, std::string_view state);
Reply parameter_unknown(std::string_view keyword);
Reply parameter_wrong(std::string_view parameter);
Reply parameter_repeated(std::string_view keyword);
/// After HELO the grammar is that of RFC 821, which has no parameters.
Reply parameters_need_ehlo(std::string_view keyword);
/// MAIL, RCPT, VRFY or EXPN holds UTF-8 that nobody announced.
Reply utf8_not_announced(Verb verb, std::string_view address);
Reply binary_needs_chunks();
Reply turn_refused();

Reply user_unknown(std::string_view address);
/// The client is not in a network of ours and the domain is not ours.
Reply relaying_denied(std::string_view address);
/// Instead of the greeting.
Reply takes_no_mail(std::string_view host);
/// To everything but QUIT, once the connection was refused.
Reply no_service();
Reply too_many_recipients(std::size_t limit);
Reply no_valid_recipient();
Reply submission_sender_denied(std::string_view client);

Reply chunk_accepted(std::uint64_t octets);
Reply letter_too_big(std::uint64_t limit);
Reply letter_line_end_wrong(std::string_view what);
Reply nul_in_letter();
Reply text_line_too_long(std::uint64_t limit);
Reply too_many_hops(std::size_t count);

// ---- TLS and AUTH ----
Reply tls_ready();
Reply tls_already_active();
/// For the host: it offered TLS and cannot do it now.
Reply tls_unavailable();
Reply tls_needed();
Reply auth_needed();
Reply auth_continue(std::string_view challenge);
Reply auth_granted(std::string_view user);
Reply auth_denied(std::string_view why);
Reply auth_malformed(SaslServer::Fault fault, std::string_view what);
Reply auth_line_too_long(std::size_t limit);
Reply auth_cancelled();
Reply auth_repeated(std::string_view user);
Reply auth_mechanism_unknown(std::string_view mechanism);
Reply auth_needs_tls(std::string_view mechanism);

Reply too_many_errors(int limit);
Reply too_many_failed_logins(int limit);
Reply too_many_commands(int limit);
Reply too_many_transactions(std::uint64_t limit);
Reply idle_too_long(base::Duration limit);
Reply too_much_waiting();

// ---- what a host's own state says

Reply mailbox_full(std::string_view address);
Reply disk_full();
/// REQUIRETLS outside of TLS.
Reply require_tls_not_possible();

// ---- 1982

/// The user's mail is read elsewhere: we send it on, or say where.
Reply will_forward(std::string_view address);
Reply user_elsewhere(std::string_view address);
Reply source_route_obeyed(std::string_view address, std::string_view next);
Reply terminal_not_there(std::string_view user);
Reply host_not_in_table(std::string_view host);

}  // namespace smtp::replies
