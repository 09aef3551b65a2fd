// The client's transactions: MAIL, RCPT and the letter, in groups where the server allows it (RFC 2920), and
// again for the recipients that one transaction could not hold (RFC 5321 4.5.3.1.10, RFC 9422).
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "smtp/client_session.h"
#include "smtp/data_reader.h"

namespace smtp {
namespace {

// RFC 3030 4.2 advises to send big letters in several chunks; how big is our own choice.
constexpr std::size_t largest_chunk = 256 << 10;

// 4yz: come back later; 5yz: never (RFC 5321 4.2.1). A reply that fits no rule (2yz to DATA) is worth another
// try.
Outcome without_success(const Reply& reply) {
    return is_permanent(reply) ? Outcome::failed : Outcome::deferred;
}

// RFC 5321 4.5.3.1.10: 452, or 552 from old servers. With another enhanced code it is about the mailbox.
bool says_too_many_recipients(const Reply& reply) {
    if (reply.code != 452 && reply.code != 552) return false;
    return !reply.enhanced || (reply.enhanced.subject == 5 && reply.enhanced.detail == 3);
}

}  // namespace

// ---- which recipients, in which transaction

void ClientSession::begin_handover(ClientActions& actions) {
    state_ = State::transaction;
    plan_ = plan_handover(handover_, offer_, tls_);
    for (Rewrote& change : plan_.rewrites) actions.push_back(std::move(change));
    if (plan_.refusal)
        settle_all(
            {0, Outcome::failed, plan_.refusal->reason, {}, {}, plan_.refusal->status, plan_.refusal->about},
            actions);
    begin_transaction(actions);
}

void ClientSession::begin_transaction(ClientActions& actions) {
    if (offer_.mail_max && transactions_ >= *offer_.mail_max && !waiting_.empty())
        settle_all({0,
                    Outcome::deferred,
                    Reason::transaction_limit_reached,
                    {},
                    {},
                    {4, 5, 3},
                    fmt::format("the server takes {} transactions in a session", *offer_.mail_max)},
                   actions);
    asked_.clear();
    while (asked_.empty() && !waiting_.empty()) ask_recipients(actions);
    if (asked_.empty()) return quit(actions);
    accepted_.clear();
    put_back_.clear();
    said_ = letter_said_ = 0;
    sender_ = Sender::open;
    ++transactions_;
    step_ = at_server_ == AtServer::transaction ? Step::reset : Step::sender;
}

// As many of those who wait as the server takes at once, in their order.
void ClientSession::ask_recipients(ClientActions& actions) {
    std::size_t room = waiting_.size();
    if (offer_.recipient_max && *offer_.recipient_max < room)
        room = static_cast<std::size_t>(*offer_.recipient_max);
    if (learned_recipient_max_) room = std::min(room, *learned_recipient_max_);
    std::set<std::string> domains;
    while (asked_.size() < room && !waiting_.empty()) {
        const std::size_t recipient = waiting_.front();
        const HandoverRecipient& one = handover_.recipients[recipient];
        if (offer_.domain_max) {
            domains.insert(base::lower(one.address.domain));
            if (domains.size() > *offer_.domain_max) return;
        }
        waiting_.pop_front();
        RecipientPlan planned = plan_recipient(one, plan_, handover_.manners);
        if (planned.refusal) {
            settle({recipient,
                    Outcome::failed,
                    planned.refusal->reason,
                    {},
                    {},
                    planned.refusal->status,
                    planned.refusal->about},
                   actions);
            continue;
        }
        if (planned.rewrite) actions.push_back(*std::move(planned.rewrite));
        asked_.push_back({recipient, std::move(planned.rcpt_line)});
    }
}

void ClientSession::end_transaction(ClientActions& actions) {
    waiting_.insert(waiting_.begin(), put_back_.begin(), put_back_.end());
    put_back_.clear();
    begin_transaction(actions);
}

// ---- what is said

void ClientSession::go_on(ClientActions& actions) {
    while (state_ == State::transaction && advance(actions)) {
    }
}

// One command more, or nothing while an answer must come first.
bool ClientSession::advance(ClientActions& actions) {
    const bool idle = pipeline_.idle();
    switch (step_) {
        case Step::reset:
            if (!say_in_group({Verb::rset}, "RSET", actions)) return false;
            step_ = Step::sender;
            return true;
        case Step::sender:
            if (!say_in_group({plan_.opening}, plan_.mail_line, actions)) return false;
            step_ = Step::recipients;
            return true;
        case Step::recipients:
            if (said_ == asked_.size()) {
                step_ = Step::letter;
                return true;
            }
            if (!say_in_group({Verb::rcpt, 0, asked_[said_].recipient}, asked_[said_].line, actions))
                return false;
            ++said_;
            return true;
        case Step::letter:
            if (!idle || !accepted_.empty()) return say_letter_command(actions);
            step_ = Step::end;
            return true;
        case Step::chunks:
            if (!idle || !accepted_.empty()) return say_chunk(actions);
            step_ = Step::end;
            return true;
        case Step::end:
            if (!idle) return false;
            end_transaction(actions);
            return true;
    }
    return false;
}

// `command.octets` holds what follows the line at once.
bool ClientSession::say_in_group(Unanswered command, const std::string& line, ClientActions& actions) {
    command.octets += line.size() + 2;
    const auto grouping =
        offer_.has(Extension::pipelining) ? Pipeline::Grouping::in_groups : Pipeline::Grouping::one_by_one;
    if (!pipeline_.has_room(command.octets, grouping)) return false;
    say(command, line, actions);
    return true;
}

bool ClientSession::say_letter_command(ClientActions& actions) {
    if (plan_.letter_by == HandoverPlan::LetterBy::chunks) {
        step_ = Step::chunks;
        return true;
    }
    if (!say_in_group({Verb::data}, "DATA", actions)) return false;
    step_ = Step::end;
    return true;
}

bool ClientSession::say_chunk(ClientActions& actions) {
    const std::string_view rest = std::string_view(*plan_.letter).substr(letter_said_);
    const std::string_view chunk = rest.substr(0, largest_chunk);
    const bool last = chunk.size() == rest.size();
    const Unanswered command{Verb::bdat, chunk.size(), 0,
                             last ? Unanswered::Chunk::last : Unanswered::Chunk::more};
    if (!say_in_group(command, fmt::format("BDAT {}{}", chunk.size(), last ? " LAST" : ""), actions))
        return false;
    if (!chunk.empty()) actions.push_back(SayLetter{std::string(chunk), 0});
    letter_said_ += chunk.size();
    if (last) step_ = Step::end;
    return true;
}

// ---- what is answered

void ClientSession::on_reset(const Reply& reply, ClientActions& actions) {
    if (is_completion(reply)) {
        at_server_ = AtServer::nothing;
        return;
    }
    on_sender(reply, actions);  // without RSET no MAIL: the same refusal
}

void ClientSession::on_sender(const Reply& reply, ClientActions& actions) {
    if (sender_ == Sender::refused) return;
    if (is_completion(reply)) {
        at_server_ = AtServer::transaction;
        return;
    }
    sender_ = Sender::refused;
    step_ = Step::end;  // what was said in the same group is still answered
    settle_all_by(reply, actions);
}

// One refused recipient does not stop the mail for the others (RFC 5321 3.3).
void ClientSession::on_recipient(std::size_t recipient, const Reply& reply, ClientActions& actions) {
    if (sender_ == Sender::refused) return;
    if (is_completion(reply)) {
        accepted_.push_back(recipient);
    } else if (!says_too_many_recipients(reply)) {
        settle_by(recipient, reply, actions);
    } else if (accepted_.empty()) {  // none at all is too many: not now
        settle({recipient, Outcome::deferred, Reason::other_reply, reply, {}, {}, {}}, actions);
    } else {
        put_back_.push_back(recipient);
        learned_recipient_max_ = accepted_.size();
        for (; said_ < asked_.size(); ++said_) put_back_.push_back(asked_[said_].recipient);
    }
}

void ClientSession::on_data(const Reply& reply, ClientActions& actions) {
    if (reply.code / 100 == 3) {  // the first digit decides (RFC 5321 4.2.1); servers of ours say 354
        // RFC 2920 3.1: nobody was accepted, yet the server waits for a letter: it gets an empty one.
        Stuffed stuffed = accepted_.empty() ? Stuffed{".\r\n", 0} : stuff(*plan_.letter);
        pipeline_.said({Verb::content, stuffed.octets.size()});
        actions.push_back(SayLetter{std::move(stuffed.octets), stuffed.dots});
        return;
    }
    settle_accepted(without_success(reply), reply, actions);
}

void ClientSession::on_letter(const Reply& reply, ClientActions& actions) {
    at_server_ = AtServer::nothing;
    settle_accepted(is_completion(reply) ? Outcome::relayed : without_success(reply), reply, actions);
}

// After a refused chunk only RSET helps (RFC 3030 2); whatever else was said in the group is refused too.
void ClientSession::on_chunk(const Unanswered& chunk, const Reply& reply, ClientActions& actions) {
    const bool last = chunk.chunk == Unanswered::Chunk::last;
    if (!is_completion(reply)) {
        step_ = Step::end;
        settle_accepted(without_success(reply), reply, actions);
    } else if (last) {
        at_server_ = AtServer::nothing;
        settle_accepted(Outcome::relayed, reply, actions);
    }
}

// ---- what became of each recipient

void ClientSession::settle(Settled one, ClientActions& actions) {
    if (settled_[one.recipient]) return;
    settled_[one.recipient] = true;
    actions.push_back(std::move(one));
}

void ClientSession::settle_by(std::size_t recipient, const Reply& reply, ClientActions& actions) {
    settle({recipient, without_success(reply), Reason::other_reply, reply, {}, {}, {}}, actions);
}

void ClientSession::settle_accepted(Outcome outcome, const Reply& reply, ClientActions& actions) {
    for (const std::size_t recipient : accepted_)
        settle({recipient, outcome, Reason::other_reply, reply, plan_.notices, {}, {}}, actions);
    accepted_.clear();
}

void ClientSession::settle_all(const Settled& like, ClientActions& actions) {
    waiting_.clear();
    put_back_.clear();
    accepted_.clear();
    for (std::size_t recipient = 0; recipient < settled_.size(); ++recipient) {
        if (settled_[recipient]) continue;
        Settled one = like;
        one.recipient = recipient;
        settle(std::move(one), actions);
    }
}

void ClientSession::settle_all_by(const Reply& reply, ClientActions& actions) {
    settle_all({0, without_success(reply), Reason::other_reply, reply, {}, {}, {}}, actions);
}

}  // namespace smtp
