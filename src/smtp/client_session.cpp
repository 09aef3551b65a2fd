#include "smtp/client_session.h"

#include <fmt/format.h>

#include "base/text.h"
#include "smtp/data_reader.h"
#include "smtp/limits.h"

namespace smtp {

ClientActions ClientSession::open(base::Instant now) {
    settled_.assign(handover_.recipients.size(), false);
    deadline_ = now + patience();
    return {};
}

ClientActions ClientSession::receive(std::string_view octets, base::Instant now) {
    ClientActions actions;
    if (state_ == State::done) return actions;
    replies_.feed(octets);
    while (state_ != State::done) {
        const auto next = replies_.next();
        if (!next) break;
        if (const auto* heard = std::get_if<ReadReply>(&*next)) {
            hear(*heard, actions, now);
        } else {
            const auto& rubbish = std::get<Unreadable>(*next);
            Reply shown{0,
                        {},
                        {rubbish.line},
                        Reason::reply_not_understood,
                        base::visible(rubbish.line),
                        {5321, "4.2"}};
            actions.push_back(
                HeardReply{shown, awaited_verb(), stage_of(awaited_verb()), rubbish.offset, rubbish.length});
            give_up(Reason::reply_not_understood, actions);
        }
    }
    return actions;
}

void ClientSession::hear(const ReadReply& heard, ClientActions& actions, base::Instant now) {
    const Verb to = awaited_verb();
    const Reply& reply = heard.reply;
    actions.push_back(HeardReply{reply, to, stage_of(to), heard.offset, heard.length});
    // 421 may answer anything: the server is closing (RFC 5321 3.8).
    if (reply.code == 421 && state_ != State::quit) {
        settle_all(reply, actions);
        hang_up(actions);
        return;
    }
    switch (state_) {
        case State::greeting:
            on_greeting(reply, actions);
            break;
        case State::ehlo:
        case State::helo:
            on_hello(reply, actions);
            break;
        case State::mail:
            on_mail(reply, actions);
            break;
        case State::rcpt:
            on_rcpt(reply, actions);
            break;
        case State::data:
            on_data(reply, actions);
            break;
        case State::letter:
            on_letter(reply, actions);
            break;
        case State::quit:
            return hang_up(actions);
        case State::done:
            break;
    }
    deadline_ = now + patience();
}

void ClientSession::on_greeting(const Reply& reply, ClientActions& actions) {
    if (reply.code / 100 == 2) {
        say(Verb::ehlo, fmt::format("EHLO {}", handover_.manners.hello_name), State::ehlo, actions);
    } else {
        settle_all(reply, actions);
        quit(actions);  // RFC 5321 3.1: after a 554 greeting the client says QUIT
    }
}

void ClientSession::on_hello(const Reply& reply, ClientActions& actions) {
    if (reply.code / 100 == 2) {
        for (std::size_t line = 1; state_ == State::ehlo && line < reply.lines.size(); ++line) {
            const std::string_view text = reply.lines[line];
            const std::string_view keyword = text.substr(0, text.find(' '));
            if (base::equal_ignoring_case(keyword, "SIZE")) offers_size_ = true;
            if (base::equal_ignoring_case(keyword, "8BITMIME")) offers_eight_bit_ = true;
        }
        say_mail(actions);
    } else if (state_ == State::ehlo && reply.code / 100 == 5) {
        say(Verb::helo, fmt::format("HELO {}", handover_.manners.hello_name), State::helo,
            actions);  // RFC 5321 3.2
    } else {
        settle_all(reply, actions);
        quit(actions);
    }
}

void ClientSession::say_mail(ClientActions& actions) {
    std::string line =
        fmt::format("MAIL FROM:<{}>", handover_.reverse_path ? to_text(*handover_.reverse_path) : "");
    if (offers_size_) line += fmt::format(" SIZE={}", handover_.letter->size());
    const bool eight_bit = std::any_of(handover_.letter->begin(), handover_.letter->end(), base::is_high);
    if (eight_bit && offers_eight_bit_) line += " BODY=8BITMIME";
    say(Verb::mail, std::move(line), State::mail, actions);
}

void ClientSession::on_mail(const Reply& reply, ClientActions& actions) {
    if (reply.code / 100 == 2) {
        asked_ = 0;
        say_next_recipient(actions);
    } else {
        settle_all(reply, actions);
        quit(actions);
    }
}

void ClientSession::say_next_recipient(ClientActions& actions) {
    if (asked_ < handover_.recipients.size()) {
        say(Verb::rcpt, fmt::format("RCPT TO:<{}>", to_text(handover_.recipients[asked_].address)),
            State::rcpt, actions);
    } else if (!accepted_.empty()) {
        say(Verb::data, "DATA", State::data, actions);
    } else {
        quit(actions);
    }
}

// One refused recipient does not stop the mail for the others (RFC 5321 3.3).
void ClientSession::on_rcpt(const Reply& reply, ClientActions& actions) {
    if (reply.code / 100 == 2)
        accepted_.push_back(asked_);
    else
        settle(asked_, reply, actions);
    ++asked_;
    say_next_recipient(actions);
}

void ClientSession::on_data(const Reply& reply, ClientActions& actions) {
    if (reply.code / 100 == 3) {  // the first digit decides (RFC 5321 4.2.1); servers of ours say 354
        Stuffed stuffed = stuff(*handover_.letter);
        actions.push_back(SayLetter{std::move(stuffed.octets), stuffed.dots});
        state_ = State::letter;
    } else {
        settle_all(reply, actions);
        quit(actions);
    }
}

void ClientSession::on_letter(const Reply& reply, ClientActions& actions) {
    settle_all(reply, actions);
    quit(actions);
}

void ClientSession::quit(ClientActions& actions) {
    say(Verb::quit, "QUIT", State::quit, actions);
}

void ClientSession::say(Verb verb, std::string line, State next, ClientActions& actions) {
    actions.push_back(Say{verb, stage_of(verb), std::move(line) + "\r\n"});
    state_ = next;
}

// 4yz: come back later; 5yz: never (RFC 5321 4.2.1). A reply that fits no rule (2yz to DATA) is worth another
// try.
void ClientSession::settle(std::size_t recipient, const Reply& reply, ClientActions& actions) {
    if (settled_[recipient]) return;
    settled_[recipient] = true;
    const bool taken = state_ == State::letter && reply.code / 100 == 2;
    const Outcome outcome = taken                 ? Outcome::relayed
                            : is_permanent(reply) ? Outcome::failed
                                                  : Outcome::deferred;
    actions.push_back(Settled{recipient, outcome, Reason::other_reply, reply});
}

void ClientSession::settle_all(const Reply& reply, ClientActions& actions) {
    for (std::size_t recipient = 0; recipient < settled_.size(); ++recipient)
        settle(recipient, reply, actions);
}

// The server left us without an answer: nothing is known to be handed over, so all is tried again later (RFC
// 5321 4.5.4.1).
void ClientSession::give_up(Reason reason, ClientActions& actions) {
    for (std::size_t recipient = 0; recipient < settled_.size(); ++recipient) {
        if (settled_[recipient]) continue;
        settled_[recipient] = true;
        actions.push_back(Settled{recipient, Outcome::deferred, reason, {}});
    }
    hang_up(actions);
}

void ClientSession::hang_up(ClientActions& actions) {
    state_ = State::done;
    deadline_ = base::never;
    actions.push_back(HangUp{});
}

ClientActions ClientSession::secured(const TlsSession&, base::Instant) {
    return {};
}

ClientActions ClientSession::lost(Reason reason) {
    ClientActions actions;
    if (settled_.empty()) settled_.assign(handover_.recipients.size(), false);
    if (state_ != State::done) give_up(reason, actions);
    return actions;
}

ClientActions ClientSession::on_deadline(base::Instant now) {
    ClientActions actions;
    if (state_ != State::done && now >= deadline_) give_up(Reason::reply_overdue, actions);
    return actions;
}

Verb ClientSession::awaited_verb() const {
    static constexpr std::array verbs{Verb::none, Verb::ehlo,    Verb::helo, Verb::mail, Verb::rcpt,
                                      Verb::data, Verb::content, Verb::quit, Verb::none};
    return verbs[static_cast<std::size_t>(state_)];
}

base::Duration ClientSession::patience() const {
    static constexpr std::array waits{greeting_wait, other_wait,       other_wait, mail_wait, rcpt_wait,
                                      data_wait,     termination_wait, other_wait, other_wait};
    return waits[static_cast<std::size_t>(state_)];
}

}  // namespace smtp
