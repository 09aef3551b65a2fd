// Whom a session hangs up on: who speaks something else, does not wait, errs too often or only keeps it busy.
// The limits are the manner's (manner.h).
#include <algorithm>

#include "base/text.h"
#include "smtp/replies.h"
#include "smtp/server_session.h"

namespace smtp {
namespace {

// A command that keeps the session busy and moves no mail.
bool is_idle(Verb verb) {
    return verb == Verb::noop || verb == Verb::rset || verb == Verb::helo || verb == Verb::ehlo ||
           verb == Verb::help || verb == Verb::vrfy || verb == Verb::expn || verb == Verb::turn;
}

// Of an error in the protocol, not of a mail that is refused.
bool is_wrong_command(Reason reason) {
    return reason >= Reason::command_unknown && reason <= Reason::recipient_address_wrong;
}
static_assert(Reason::command_unknown < Reason::syntax_wrong &&
              Reason::syntax_wrong < Reason::recipient_address_wrong &&
              Reason::recipient_address_wrong < Reason::user_unknown);

// HTTP, a header field, or the body of a letter whose DATA was refused.
bool is_foreign(std::string_view word) {
    static constexpr std::array words{"GET", "POST", "CONNECT"};
    return std::any_of(words.begin(), words.end(),
                       [word](std::string_view one) { return base::equal_ignoring_case(word, one); });
}

}  // namespace

// Whether the line is of somebody who speaks something else, as far as the manner looks for that.
bool ServerSession::is_stranger(std::string_view text) const {
    if (conduct_->strangers == Conduct::Strangers::unknown_command) return false;
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    const std::string_view word = text.substr(0, text.find_first_of(" \t"));
    if (conduct_->strangers == Conduct::Strangers::first_command) return commands_ == 1 && is_foreign(word);
    const bool is_field = word.size() > 1 && word.back() == ':';
    return is_foreign(word) || is_field || (!word.empty() && !base::is_alpha(word.front()));
}

// Some servers end the session over who speaks out of turn, or not SMTP at all.
bool ServerSession::hangs_up_unheard(const Line& line, Verb verb, ServerActions& actions) {
    const bool more_behind = !lines_.pending().empty();
    const std::size_t limit = conduct_->longest_line;
    if (is_stranger(line.text))
        hang_up(replies::not_smtp(conduct_->stranger_code), actions);
    else if (limit > 0 && line.length > limit && conduct_->overlong == Conduct::Overlong::hung_up)
        hang_up(replies::with_code(replies::line_too_long(limit), conduct_->overlong_code), actions);
    else if (more_behind && conduct_->pipelining == Conduct::Impatience::hung_up)
        hang_up(replies::with_code(replies::sent_ahead("one command at a time"), 500), actions);
    else if (more_behind && verb == Verb::data && conduct_->letter_ahead == Conduct::Impatience::hung_up)
        hang_up(replies::sent_ahead("wait for 354"), actions);
    else if (more_behind && verb == Verb::unknown && letters_ > 0 &&
             conduct_->unknown_in_group == Conduct::Impatience::hung_up)
        hang_up(replies::sent_ahead("wait for the reply"), actions);
    return state_ == State::closed;
}

// NOOP, RSET and their like.
void ServerSession::count_idle(Verb verb, ServerActions& actions) {
    if (!is_idle(verb)) return;
    const IdleLimit& limit = conduct_->idle;
    const bool may_be_free = verb == Verb::rset || verb == Verb::helo || verb == Verb::ehlo;
    const std::uint32_t bit = 1u << static_cast<unsigned>(verb);
    const bool first = (std::exchange(idle_seen_, idle_seen_ | bit) & bit) == 0;
    if (limit.first == IdleLimit::First::free && may_be_free && first) return;
    if (++idle_commands_ <= limit.most) return;
    if (limit.then == IdleLimit::Then::count_errors)
        ++errors_;
    else
        hang_up(replies::with_code(replies::too_many_commands(limit.most), limit.code), actions);
}

// ---- errors ----

bool ServerSession::counts_as_error(const Reply& reply) const {
    switch (conduct_->errors.counts) {
        case ErrorLimit::Counts::wrong_commands:
            return is_permanent(reply) && is_wrong_command(reply.reason);
        case ErrorLimit::Counts::unknown_commands:
            return reply.reason == Reason::command_unknown;
        case ErrorLimit::Counts::every_refusal:
            break;
    }
    return is_permanent(reply);
}

void ServerSession::end_if_too_many_errors(ServerActions& actions) {
    const ErrorLimit& limit = conduct_->errors;
    if (state_ != State::closed && limit.said == ErrorLimit::Said::behind && errors_ >= limit.most)
        hang_up(replies::with_code(replies::too_many_errors(limit.most), limit.code), actions);
}

}  // namespace smtp
