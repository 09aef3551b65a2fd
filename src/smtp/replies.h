// Every reply that a server of ours gives, in one place: code, enhanced code, words, reason, rule. Policy
// chooses among them; nothing here decides. RFC 5321 4.2 and 4.3.2, RFC 3463.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "smtp/command.h"
#include "smtp/reply.h"

namespace smtp::replies {

Reply welcome(std::string_view host);
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
Reply help();
Reply goodbye(std::string_view host);
Reply user_not_verified(std::string_view text);

Reply malformed(const Malformed& malformed);
Reply not_offered(const NotOffered& command);
Reply line_too_long(std::size_t limit);
Reply command_line_end_wrong();
Reply hello_missing(Verb verb);
Reply out_of_order(Verb verb, std::string_view state);
Reply parameter_unknown(std::string_view keyword);
Reply parameter_wrong(std::string_view parameter);

Reply user_unknown(std::string_view address);
/// The client is not in a network of ours and the domain is not ours.
Reply relaying_denied(std::string_view address);
/// To everything but QUIT, once the connection was refused.
Reply no_service();
Reply too_many_recipients(std::size_t limit);
Reply no_valid_recipient();
Reply submission_sender_denied(std::string_view client);

Reply letter_too_big(std::uint64_t limit);
Reply letter_line_end_wrong(std::string_view what);
Reply too_many_hops(std::size_t count);

Reply too_many_errors(int limit);
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
