#include "smtp/client_session.h"

#include <fmt/format.h>

#include <numeric>

#include "base/text.h"
#include "smtp/limits.h"
#include "smtp/moves.h"

namespace smtp {
ClientActions ClientSession::open(base::Instant now) {
    ClientActions actions;
    settled_.assign(handover_.recipients.size(), false);
    waiting_.resize(settled_.size());
    std::iota(waiting_.begin(), waiting_.end(), std::size_t{0});
    if (handover_.manners.tls == TlsUse::implicit)
        begin_tls(actions);
    else
        pipeline_.said({});  // the greeting
    wait(now);
    return actions;
}

ClientActions ClientSession::receive(std::string_view octets, base::Instant now) {
    ClientActions actions;
    if (state_ == State::done) return actions;
    replies_.feed(octets);
    while (state_ != State::done && state_ != State::tls) {
        const auto next = replies_.next();
        if (!next) break;
        if (const auto* heard = std::get_if<ReadReply>(&*next)) {
            hear(*heard, actions);
            wait(now);
            continue;
        }
        const auto& rubbish = std::get<Unreadable>(*next);
        const Verb to = pipeline_.awaited();
        Reply shown{
            0, {}, {rubbish.line}, Reason::reply_not_understood, base::visible(rubbish.line), {5321, "4.2"}};
        actions.push_back(HeardReply{std::move(shown), to, stage_of(to), rubbish.offset, rubbish.length});
        if (state_ != State::by_hand) give_up(Reason::reply_not_understood, actions);
    }
    if (state_ == State::tls) replies_.forget();  // plaintext where TLS should begin: nobody vouches for it
    return actions;
}

void ClientSession::hear(const ReadReply& heard, ClientActions& actions) {
    const Unanswered answered = pipeline_.answered();
    const Reply& reply = heard.reply;
    actions.push_back(HeardReply{reply, answered.verb, stage_of(answered.verb), heard.offset, heard.length});
    if (state_ == State::by_hand) return;
    // 421 may answer anything: the server is closing (RFC 5321 3.8).
    if (reply.code == 421 && state_ != State::quit) {
        settle_all_by(reply, actions);
        hang_up(actions);
        return;
    }
    obey(answered, reply, actions);
    if (state_ == State::transaction) go_on(actions);
}

void ClientSession::obey(const Unanswered& answered, const Reply& reply, ClientActions& actions) {
    switch (answered.verb) {
        case Verb::none:
            return on_greeting(reply, actions);
        case Verb::ehlo:
        case Verb::helo:
            return on_hello(answered.verb, reply, actions);
        case Verb::starttls:
            return on_starttls(reply, actions);
        case Verb::auth:
            return on_auth(reply, actions);
        case Verb::rset:
            return on_reset(reply, actions);
        case Verb::rcpt:
            return on_recipient(answered.recipient, reply, actions);
        case Verb::data:
            return on_data(reply, actions);
        case Verb::content:
            return on_letter(reply, actions);
        case Verb::bdat:
            return on_chunk(answered, reply, actions);
        case Verb::quit:
            return hang_up(actions);
        default:
            return on_sender(reply, actions);  // MAIL, SEND, SOML, SAML
    }
}

// ---- who we are

void ClientSession::on_greeting(const Reply& reply, ClientActions& actions) {
    heard_ = Heard::greeting;
    if (handover_.manners.lead == ClientManners::Lead::by_hand) {
        state_ = State::by_hand;
    } else if (is_completion(reply)) {
        say_hello(actions);
    } else {
        settle_all_by(reply, actions);
        quit(actions);  // RFC 5321 3.1: after a 554 greeting the client says QUIT
    }
}

void ClientSession::say_hello(ClientActions& actions) {
    state_ = State::handshake;
    const bool extended = handover_.manners.era == Era::today;
    say(extended ? Verb::ehlo : Verb::helo,
        fmt::format("{} {}", extended ? "EHLO" : "HELO", handover_.manners.hello_name), actions);
}

void ClientSession::on_hello(Verb verb, const Reply& reply, ClientActions& actions) {
    offer_ = {};
    if (is_completion(reply)) {
        if (verb == Verb::ehlo) offer_ = server_offer(reply, handover_.manners.uses);
        after_hello(actions);
    } else if (verb == Verb::ehlo && is_permanent(reply)) {
        say(Verb::helo, fmt::format("HELO {}", handover_.manners.hello_name), actions);  // RFC 5321 3.2
    } else {
        settle_all_by(reply, actions);
        quit(actions);
    }
}

void ClientSession::after_hello(ClientActions& actions) {
    const TlsUse use = handover_.manners.tls;
    if (!tls_ && use != TlsUse::never && offer_.has(Extension::starttls)) {
        say(Verb::starttls, "STARTTLS", actions);
    } else if (!tls_ && use == TlsUse::required) {
        settle_all({0,
                    Outcome::deferred,
                    Reason::tls_not_offered,
                    {},
                    {},
                    {4, 7, 4},
                    "the server offers no STARTTLS"},
                   actions);
        quit(actions);
    } else if (handover_.manners.login) {
        log_in(actions);
    } else {
        begin_handover(actions);
    }
}

// ---- TLS

void ClientSession::on_starttls(const Reply& reply, ClientActions& actions) {
    if (is_completion(reply)) return begin_tls(actions);
    settle_all({0, Outcome::deferred, Reason::tls_failed, reply, {}, {}, {}}, actions);
    quit(actions);
}

void ClientSession::begin_tls(ClientActions& actions) {
    const TlsUse use = handover_.manners.tls;
    state_ = State::tls;
    actions.push_back(BeginTls{handover_.manners.server_name, use == TlsUse::opportunistic
                                                                  ? BeginTls::Verify::any
                                                                  : BeginTls::Verify::required});
}

ClientActions ClientSession::secured(const TlsSession& tls, base::Instant now) {
    ClientActions actions;
    if (state_ != State::tls) return actions;
    replies_.forget();
    tls_ = tls;
    const bool must_verify = handover_.manners.tls != TlsUse::opportunistic;
    if (must_verify && tls.trust == Trust::unverified) {  // the driver should have failed the handshake
        give_up(Reason::certificate_not_trusted, actions);
    } else if (heard_ == Heard::nothing) {
        state_ = State::greeting;
        pipeline_.said({});
    } else {
        offer_ = {};
        say_hello(actions);
    }
    if (state_ != State::done) wait(now);
    return actions;
}

// ---- AUTH

void ClientSession::log_in(ClientActions& actions) {
    const Login& login = *handover_.manners.login;
    const auto mechanism = choose_mechanism(offer_, login, tls_);
    if (!mechanism) {
        settle_all({0,
                    Outcome::deferred,
                    Reason::auth_not_offered,
                    {},
                    {},
                    {4, 7, 0},
                    offer_.mechanisms.empty() ? "the server offers no AUTH"
                                              : "the server offers no AUTH that may be used here"},
                   actions);
        return quit(actions);
    }
    auth_.emplace(*mechanism, login, handover_.manners.nonce);
    say(Verb::auth, auth_->first_line(), actions);
}

void ClientSession::on_auth(const Reply& reply, ClientActions& actions) {
    ClientAuth::Step step = auth_->hear(reply);
    if (step.kind == ClientAuth::Step::Kind::say) return say(Verb::auth, std::move(step.line), actions);
    if (step.kind == ClientAuth::Step::Kind::granted) return begin_handover(actions);
    // A person is told at once that the password is wrong; a relay's queue waits until its postmaster has
    // mended it. Whom we do not believe cannot refuse for good.
    const bool for_good = handover_.manners.part == ClientManners::Part::originator && step.about.empty() &&
                          is_permanent(reply);
    settle_all({0, for_good ? Outcome::failed : Outcome::deferred, step.reason, reply, {}, {}, step.about},
               actions);
    quit(actions);
}

// ---- a person's hand

ClientActions ClientSession::say_raw(std::string octets) {
    ClientActions actions;
    if (state_ == State::done || state_ == State::tls) return actions;
    const std::string_view line = octets;
    const Verb known = verb_named(line.substr(0, line.find_first_of(" :\r\n")));
    const Verb verb = known == Verb::unknown ? Verb::none : known;
    state_ = State::by_hand;
    deadline_ = base::never;  // a person takes the time that it takes
    pipeline_.restart({verb});
    actions.push_back(Say{verb, stage_of(verb), std::move(octets)});
    return actions;
}

// ---- the end

void ClientSession::say(Unanswered command, std::string line, ClientActions& actions) {
    pipeline_.said(command);
    line += "\r\n";
    actions.push_back(Say{command.verb, stage_of(command.verb), std::move(line)});
}

void ClientSession::say(Verb verb, std::string line, ClientActions& actions) {
    say({verb, line.size() + 2}, std::move(line), actions);
}

void ClientSession::quit(ClientActions& actions) {
    state_ = State::quit;
    say(Verb::quit, "QUIT", actions);
}

// The server left us without an answer: nothing is known to be handed over, so all is tried again later (RFC
// 5321 4.5.4.1).
void ClientSession::give_up(Reason reason, ClientActions& actions) {
    settle_all({0, Outcome::deferred, reason, {}, {}, {}, {}}, actions);
    hang_up(actions);
}

void ClientSession::hang_up(ClientActions& actions) {
    state_ = State::done;
    deadline_ = base::never;
    actions.push_back(HangUp{});
}

ClientActions ClientSession::lost(Reason reason) {
    ClientActions actions;
    if (settled_.empty()) settled_.assign(handover_.recipients.size(), false);
    if (state_ != State::done) give_up(reason, actions);
    return actions;
}

ClientActions ClientSession::on_deadline(base::Instant now) {
    ClientActions actions;
    if (state_ != State::done && now >= deadline_)
        give_up(state_ == State::tls ? Reason::tls_failed : Reason::reply_overdue, actions);
    return actions;
}

// Counted from the last reply: it is what made the next command the oldest one without an answer.
void ClientSession::wait(base::Instant now) {
    if (state_ == State::done) return;
    deadline_ = state_ == State::by_hand ? base::never
                : state_ == State::tls   ? now + block_wait
                                         : now + pipeline_.patience();
}

}  // namespace smtp
