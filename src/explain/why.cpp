#include "explain/why.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"

namespace explain {
namespace {

constexpr std::size_t about_shown = 120;

enum class FoundBy : std::uint8_t { server, client };

struct Words {
    smtp::Reason reason;
    FoundBy by;
    std::string_view text;  // {actor} {peer} {about}, and {code}: " (550 5.1.1)" or nothing
};

using smtp::Reason;

// In the order of smtp::Reason; a test walks them all.
constexpr std::array<Words, 81> all_words{{
    {Reason::none, FoundBy::server,
     "{actor} gave no reason of its own for {about}{code}. The code alone says what to do."},
    {Reason::welcome, FoundBy::server,
     "{actor} is ready and says its name, {about}{code}. The conversation can begin; no mail has moved yet."},
    {Reason::hello_extended, FoundBy::server,
     "{actor} greets {about} and lists the extensions it offers{code}. Both now know what they may use."},
    {Reason::hello_basic, FoundBy::server,
     "{actor} greets {about} in the old way, without extensions{code}. A mail can be sent, but only with the "
     "basic commands."},
    {Reason::sender_accepted, FoundBy::server,
     "{actor} notes {about} as the return address{code}. Problems would be reported there; nothing is "
     "checked about the "
     "letter's From:."},
    {Reason::recipient_is_local, FoundBy::server,
     "{about} is a mailbox of this very host, so {actor} takes the mail for it{code}. Other recipients are "
     "decided one by one."},
    {Reason::recipient_is_relayed, FoundBy::server,
     "{actor} keeps no mailbox for it, but sends the mail on for this client: {about}{code}. It cannot know "
     "yet whether the mailbox exists."},
    {Reason::go_ahead, FoundBy::server,
     "The envelope is complete, and {actor} asks for the letter up to {about}{code}. Nothing is accepted "
     "yet."},
    {Reason::letter_accepted, FoundBy::server,
     "{actor} has the whole letter and takes responsibility for it under the number {about}{code}. From now "
     "on it must deliver "
     "the mail, pass it on or report the failure. It does not mean that anybody has read it."},
    {Reason::reset_done, FoundBy::server,
     "{actor} forgot the mail that was begun, as {about} asks{code}. The connection stays open."},
    {Reason::nothing_to_do, FoundBy::server, "{actor} is still there; {about} asks for nothing else{code}."},
    {Reason::help_given, FoundBy::server,
     "{actor} answers {about} with text for people{code}. No mail is touched."},
    {Reason::goodbye, FoundBy::server,
     "{actor} ({about}) says goodbye and closes the connection{code}. What it accepted stays its job."},
    {Reason::user_not_verified, FoundBy::server,
     "{actor} does not say whether {about} exists{code}: a plain answer would help address collectors. A "
     "mail shows it."},
    {Reason::command_unknown, FoundBy::server,
     "{actor} knows no command {about}{code}. Nothing changed; the client can go on with a right one."},
    {Reason::command_not_offered, FoundBy::server,
     "{actor} knows the command {about} but does not offer it{code}. Nothing changed."},
    {Reason::syntax_wrong, FoundBy::server,
     "{actor} cannot read the command: {about}{code}. The same line again would fail again; it must be "
     "written rightly."},
    {Reason::hello_missing, FoundBy::server,
     "{actor} does not take {about} from a client that has not said EHLO or HELO{code}. The client must say "
     "who it is first."},
    {Reason::out_of_order, FoundBy::server,
     "{about} comes at the wrong moment{code}: {actor} takes MAIL, then RCPT, then DATA. The client must do "
     "the missing step first."},
    {Reason::line_too_long, FoundBy::server,
     "The line is longer than {about}, the most that {actor} reads{code}. It was not obeyed."},
    {Reason::parameter_unknown, FoundBy::server,
     "{actor} did not offer the parameter {about} in its answer to EHLO{code}. Without it the command may "
     "work."},
    {Reason::parameter_wrong, FoundBy::server,
     "The parameter {about} is known to {actor}, but its value is wrong{code}. It must be mended before the "
     "address can be taken."},
    {Reason::hello_name_wrong, FoundBy::server,
     "The client's name {about} is not written as a host name or address in brackets{code}. {actor} wants a "
     "proper greeting first."},
    {Reason::sender_address_wrong, FoundBy::server,
     "{actor} cannot read the return address {about}{code}. Without a return address nobody could be told of "
     "a failure, so no "
     "mail begins."},
    {Reason::recipient_address_wrong, FoundBy::server,
     "{actor} cannot read the recipient address {about}{code}. This recipient gets nothing; others are not "
     "touched by it."},
    {Reason::user_unknown, FoundBy::server,
     "{actor} has no mailbox {about}{code}. Trying again does not help: the address is misspelt or gone, and "
     "the sending side must "
     "tell the sender."},
    {Reason::relaying_denied, FoundBy::server,
     "{actor} keeps no mailboxes for the domain of {about} and carries mail elsewhere only for its own "
     "users; {peer} is none of "
     "them{code}. It is not the recipient who refused."},
    {Reason::too_many_recipients, FoundBy::server,
     "This mail already has as many recipients as {actor} takes at a time: {about}{code}. Those accepted "
     "still get it; the client "
     "sends the rest in another mail."},
    {Reason::no_valid_recipient, FoundBy::server,
     "Every recipient was refused, so {actor} has {about} to give a letter to{code}. The letter is not "
     "sent."},
    {Reason::mailbox_full, FoundBy::server,
     "The mailbox {about} exists, but has no room left{code}. {actor} may take the mail once its owner has "
     "cleared it."},
    {Reason::submission_sender_denied, FoundBy::server,
     "On this port {actor} takes new mail only from its own network, and {about} is not in it{code}. The "
     "client must log in, or "
     "use its own provider."},
    {Reason::letter_too_big, FoundBy::server,
     "The letter is bigger than {actor} takes: {about} at most{code}. Sending it again unchanged fails "
     "again."},
    {Reason::line_end_wrong, FoundBy::server,
     "{actor} found {about} where only CR LF may end a line{code}. Two hosts could disagree where the letter "
     "ends, so it is refused."},
    {Reason::nul_in_letter, FoundBy::server,
     "{actor} found a NUL octet ({about}) in what was sent{code}. It is no text, and some programs stop "
     "reading there, so it is "
     "refused."},
    {Reason::too_many_hops, FoundBy::server,
     "The letter carries {about}, more postmarks than an honest journey makes{code}. {actor} takes it for a "
     "mail that goes in a "
     "circle, and stops it."},
    {Reason::too_many_errors, FoundBy::server,
     "{actor} counted {about} in this conversation and closes it{code}. A mail not yet accepted stays with "
     "the client."},
    {Reason::idle_too_long, FoundBy::server,
     "{actor} heard nothing from the client for {about} and closes the connection{code}. The client keeps "
     "its mail and can come back."},
    {Reason::shutting_down, FoundBy::server,
     "{actor} is being stopped ({about}) and closes the connection{code}. The client keeps its mail and "
     "tries again later."},
    {Reason::local_trouble, FoundBy::server,
     "{actor} has trouble of its own: {about}{code}. The mail is not at fault; the client keeps it and tries "
     "again."},
    {Reason::no_service, FoundBy::server,
     "{actor} offers no mail service to this client: {about}{code}. It says so in place of its greeting."},
    {Reason::domain_unknown, FoundBy::client,
     "The DNS says that there is no domain {about}{code}. {actor} cannot send the mail anywhere; most often "
     "the address is misspelt."},
    {Reason::domain_takes_no_mail, FoundBy::client,
     "The domain {about} says in the DNS that it takes no mail{code}: a null MX, or no address at all. "
     "{actor} gives up at once."},
    {Reason::dns_no_answer, FoundBy::client,
     "The DNS gave no usable answer about {about}{code}. {actor} cannot know where to send the mail, keeps "
     "it and asks again later."},
    {Reason::connection_refused, FoundBy::client,
     "{about} answered that nobody listens on the mail port (RST){code}. {actor} keeps the mail and tries "
     "again."},
    {Reason::connection_timed_out, FoundBy::client,
     "{about} did not answer the attempts to connect{code}. {actor} waited, gave this try up and keeps the "
     "mail."},
    {Reason::connection_lost, FoundBy::client,
     "The connection to {about} broke before the mail was through{code}. {actor} still holds the mail; if "
     "only the last answer was "
     "lost, it will arrive twice."},
    {Reason::reply_not_understood, FoundBy::client,
     "What came back is no reply of SMTP: {about}{code}. {actor} cannot go on like that and closes the "
     "connection."},
    {Reason::reply_overdue, FoundBy::client,
     "No reply came to {about} in the time that the rules give{code}. {actor} closes the connection and "
     "keeps the mail."},
    {Reason::expired, FoundBy::client,
     "The mail waited {about} in the queue, as long as {actor} tries{code}. It is given up."},
    {Reason::loops_back, FoundBy::client,
     "The best MX for {about} is this host itself{code}. {actor} would send the mail to itself for ever, so "
     "it stops."},
    {Reason::tls_ready, FoundBy::server,
     "{actor} is ready to encrypt ({about}){code}. What follows is the TLS handshake; after it the "
     "client must say EHLO again."},
    {Reason::tls_unavailable, FoundBy::server,
     "{actor} cannot start TLS now: {about}{code}. The client decides whether it goes on without, "
     "or comes back later."},
    {Reason::tls_already_active, FoundBy::server,
     "This conversation already runs under TLS ({about}){code}. {actor} does not begin it twice."},
    {Reason::tls_needed, FoundBy::server,
     "{actor} takes {about} only under TLS{code}. The client must say STARTTLS first, so that "
     "nobody on the way can read along."},
    {Reason::auth_continue, FoundBy::server,
     "{actor} asks for the next part of the login ({about}){code}. Base64 only packs it; it hides "
     "nothing."},
    {Reason::auth_granted, FoundBy::server,
     "{actor} is satisfied that the client is {about}{code}. From now on it may hand in mail for "
     "anywhere."},
    {Reason::auth_denied, FoundBy::server,
     "{actor} does not believe the login: {about}{code}. It does not say whether the name or the "
     "password was wrong."},
    {Reason::auth_mechanism_unknown, FoundBy::server,
     "{actor} does not know the way of logging in {about}{code}. Its answer to EHLO lists the ways "
     "it takes."},
    {Reason::auth_needs_tls, FoundBy::server,
     "{about} would send the password in the clear, and this line is not encrypted{code}. {actor} "
     "wants STARTTLS first."},
    {Reason::auth_needed, FoundBy::server,
     "{actor} takes new mail here only from users who have logged in, and {about} came before "
     "AUTH{code}."},
    {Reason::auth_repeated, FoundBy::server,
     "The client has already logged in as {about}{code}. One conversation has one login."},
    {Reason::auth_cancelled, FoundBy::server,
     "The client broke the login off with {about}{code}. It is as if AUTH had not been said."},
    {Reason::auth_malformed, FoundBy::server,
     "{actor} cannot decode this part of the login: {about}{code}. The login starts over."},
    {Reason::disk_full, FoundBy::server,
     "{actor} has no room left to keep the mail: {about}{code}. It is the machine that is full; "
     "another try later may find room."},
    {Reason::chunk_accepted, FoundBy::server,
     "{actor} has this piece of the letter: {about}{code}. It answers for the mail only after the "
     "piece marked LAST."},
    {Reason::utf8_not_announced, FoundBy::server,
     "{about} is not ASCII, and the client did not announce SMTPUTF8 in MAIL{code}. {actor} cannot "
     "take it so."},
    {Reason::utf8_not_possible, FoundBy::client,
     "{about} needs SMTPUTF8, and {peer} does not offer it{code}. {actor} may not change an "
     "address that is not its own, so the mail goes back."},
    {Reason::eight_bit_not_possible, FoundBy::client,
     "The letter has octets above 127, {peer} does not offer 8BITMIME, and it cannot be rewritten: "
     "{about}{code}. {actor} sends it back."},
    {Reason::require_tls_not_possible, FoundBy::client,
     "The sender asked that this mail travels only where every hop is protected, and {peer} does "
     "not promise it: {about}{code}. {actor} sends it back."},
    {Reason::transaction_limit_reached, FoundBy::server,
     "This conversation has carried as many mails as {actor} allows: {about}{code}. The client "
     "opens another one for the rest."},
    {Reason::source_route_obeyed, FoundBy::server,
     "{actor} takes the mail to pass it on along the route that the sender wrote: {about}{code}. "
     "In 1982 that was the duty of every host."},
    {Reason::terminal_not_there, FoundBy::server,
     "{about} does not sit at a terminal of {actor} now{code}, so nothing could be shown there."},
    {Reason::turn_refused, FoundBy::server,
     "{actor} does not change roles with a client that it cannot be sure of: {about}{code}. Anyone "
     "could ask for another's mail."},
    {Reason::host_not_in_table, FoundBy::client,
     "{about} is not in the host table of {actor}{code}. Before the DNS, a host that was not in "
     "the list did not exist."},
    {Reason::tls_failed, FoundBy::client,
     "The TLS handshake failed: {about}{code}. Nothing was sent in the clear; {actor} keeps the "
     "mail."},
    {Reason::certificate_not_trusted, FoundBy::client,
     "The certificate that was shown does not prove the server's name: {about}{code}. {actor} "
     "insists on it here, keeps the mail and tries again."},
    {Reason::tls_not_offered, FoundBy::client,
     "{actor} must have TLS here, but {about} offers no STARTTLS{code}. Somebody on the way may "
     "have removed the offer."},
    {Reason::auth_not_offered, FoundBy::client,
     "{actor} wants to log in, but {about} offers no way that it may use{code}. A password is not "
     "sent over a line that others can read."},
    {Reason::auth_failed, FoundBy::client,
     "{about} refused the login{code}. {actor} keeps the mail; the name or the password must be "
     "put right."},
    {Reason::server_signature_wrong, FoundBy::client,
     "{about} could not prove that it knows the password too{code}. It may be an impostor, so "
     "{actor} goes no further."},
    {Reason::other_reply, FoundBy::client,
     "{peer} answered '{about}'{code}. {actor} goes by the first digit: 4 means try again later, 5 means "
     "that it is refused for good."},
}};

constexpr bool in_order() {
    for (std::size_t i = 0; i < all_words.size(); ++i)
        if (static_cast<std::size_t>(all_words[i].reason) != i) return false;
    return true;
}
static_assert(in_order() && all_words.size() == smtp::reason_names.size());

std::string shown(std::string_view about) {
    if (about.empty()) return "(not named)";
    auto text = base::visible(about.substr(0, about_shown));
    if (about.size() > about_shown) text += "...";
    return text;
}

std::string code_in_brackets(const Occasion& occasion) {
    if (occasion.code == 0) return {};
    const auto enhanced = smtp::to_text(occasion.enhanced);
    return enhanced.empty() ? fmt::format(" ({})", occasion.code)
                            : fmt::format(" ({} {})", occasion.code, enhanced);
}

/// Within a sentence "The relay" becomes "the relay"; names such as "Ann's laptop" stay.
std::string within_sentence(std::string_view name) {
    std::string text(name);
    if (text.starts_with("The ")) text[0] = 't';
    return text;
}

std::string fill(std::string_view pattern, const Occasion& occasion, FoundBy by) {
    const std::string_view actor = !occasion.actor.empty() ? occasion.actor
                                   : by == FoundBy::server ? "The server"
                                                           : "The client";
    const std::string_view peer = occasion.peer.empty() ? "the other side" : occasion.peer;
    std::string text;
    bool at_start = true;
    while (!pattern.empty()) {
        const auto open = std::min(pattern.find('{'), pattern.size());
        text += pattern.substr(0, open);
        pattern.remove_prefix(open);
        if (open > 0) at_start = text.ends_with(". ");
        const auto close = pattern.find('}');
        if (pattern.empty() || close == std::string_view::npos) break;
        const auto name = pattern.substr(1, close - 1);
        pattern.remove_prefix(close + 1);
        if (name == "about")
            text += shown(occasion.about);
        else if (name == "code")
            text += code_in_brackets(occasion);
        else {
            auto who = base::visible(name == "actor" ? actor : peer);
            if (at_start && !who.empty()) who[0] = base::upper(who[0]);
            text += at_start ? who : within_sentence(who);
        }
        at_start = false;
    }
    return text;
}

}  // namespace

std::string why_text(const Occasion& occasion) {
    const auto index = static_cast<std::size_t>(occasion.reason);
    const Words& words = all_words[index < all_words.size() ? index : 0];
    auto text = fill(words.text, occasion, words.by);
    if (!occasion.next_try.empty())
        text += fmt::format(" The next try is in {}.", base::visible(occasion.next_try));
    return text;
}

}  // namespace explain
