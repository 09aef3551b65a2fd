// Reading and answering: which line is whose, who must be asked, when the session ends.
#include "smtp/server_session.h"

#include <algorithm>

#include "base/expects.h"
#include "base/text.h"
#include "smtp/replies.h"

namespace smtp {
namespace {

// Whether a reply may say it: no control octet ever, UTF-8 only to those who said that they speak it (RFC
// 6531 3.7.4.1).
bool may_be_said(const std::string& text, mail::Utf8 utf8) {
    return std::all_of(text.begin(), text.end(), [utf8](char c) {
        return base::is_printable(c) || (base::is_high(c) && utf8 == mail::Utf8::allowed);
    });
}

}  // namespace

ServerSession::ServerSession(ServerSettings settings)
    : settings_(std::move(settings)),
      conduct_(&conduct_of(settings_.manner)),
      lines_(std::max({extended_command_line, longest_auth_line, conduct_->longest_line})) {}

ServerActions ServerSession::open(base::Instant now) {
    ServerActions actions;
    ask(Point::connect, actions);
    wait(now);
    return actions;
}

ServerActions ServerSession::receive(std::string_view octets, base::Instant now) {
    ServerActions actions;
    if (state_ == State::closed || handshaking_) return actions;
    lines_.feed(octets);
    if (awaited_) {
        if (lines_.pending().size() > most_waiting_octets) hang_up(replies::too_much_waiting(), actions);
        return actions;
    }
    advance(actions, now);
    return actions;
}

// Reads on until something must be ruled on, the input is used up, or the session ends.
void ServerSession::advance(ServerActions& actions, base::Instant now) {
    while (!awaited_ && !handshaking_ && state_ != State::closed) {
        if (chunk_) {
            if (chunk_->left > 0 && lines_.pending().empty()) break;
            read_chunk(actions);
        } else if (state_ == State::letter) {
            if (lines_.pending().empty()) break;
            read_letter(actions);
        } else if (const auto line = lines_.next()) {
            if (auth_)
                on_auth_line(*line, actions);
            else
                obey(*line, actions);
        } else {
            break;
        }
    }
    wait(now);
}

// While a ruling is awaited it is not the client who is slow.
void ServerSession::wait(base::Instant now) {
    deadline_ = state_ == State::closed || awaited_ ? base::never : now + server_wait;
}

// HELO and EHLO begin the handshake anew; what else belongs to no stage is told in the stage where it was
// said.
Stage ServerSession::stage_for(Verb verb) const {
    const bool hello = verb == Verb::helo || verb == Verb::ehlo;
    return hello || stage_of(verb) != Stage::handshake ? stage_of(verb) : stage_of(state_);
}

// ---- commands ----

void ServerSession::obey(const Line& line, ServerActions& actions) {
    std::string_view text = line.text;
    if (conduct_->overlong == Conduct::Overlong::cut) text = text.substr(0, conduct_->longest_line);
    Command command = parse_command(text, conduct_->grammar);
    if (const Verb verb = verb_of(command); verb != Verb::unknown && !is_offered(verb))
        command = NotOffered{verb, std::string(to_text(verb))};
    const Verb verb = verb_of(command);
    ++commands_;
    actions.push_back(Heard{verb, stage_for(verb), line.offset, line.length});
    if (hangs_up_unheard(line, verb, actions)) return;
    if (auto reply = objection(line, command, actions)) {
        if (const auto* chunk = std::get_if<Chunk>(&command))
            return swallow(chunk->size, std::move(*reply), actions);
        return refuse(std::move(*reply), verb, actions);
    }
    count_idle(verb, actions);
    if (state_ == State::closed) return;
    std::visit([&](const auto& understood) { on(understood, actions); }, command);
    end_if_too_many_errors(actions);
}

// What forbids a command before it is looked at; nothing for those that on() answers in any state.
std::optional<Reply> ServerSession::objection(const Line& line, const Command& command,
                                              ServerActions& actions) const {
    const Verb verb = verb_of(command);
    const std::size_t limit = conduct_->longest_line > 0    ? conduct_->longest_line
                              : settings_.era == Era::y1982 ? longest_command_line
                              : verb == Verb::auth          ? longest_auth_line
                                                            : extended_command_line;
    if (line.length > limit && conduct_->overlong != Conduct::Overlong::cut)
        return replies::line_too_long(limit);
    if (line.end == LineEnd::bare_lf) {
        actions.push_back(Noticed{line.offset, line.length});
        if (conduct_->grammar.bare_lf == Grammar::LineFeed::refused) return replies::command_line_end_wrong();
    }
    if (unwelcome_ && verb != Verb::quit) return replies::no_service();
    if (std::holds_alternative<Malformed>(command) || std::holds_alternative<NotOffered>(command)) return {};
    const bool before_tls =
        verb == Verb::noop || verb == Verb::ehlo || verb == Verb::starttls || verb == Verb::quit;
    if (settings_.tls_needed == ServerSettings::TlsNeeded::yes && !tls_ && !before_tls)
        return replies::tls_needed();  // RFC 3207 4
    if (!move_for(verb)) return out_of_order(verb);
    const bool moves_mail = stage_of(verb) == Stage::sender || verb == Verb::vrfy || verb == Verb::expn;
    if (settings_.auth_needed == ServerSettings::AuthNeeded::yes && user_.empty() && moves_mail)
        return replies::auth_needed();  // RFC 4954 6
    return {};
}

// Where no HELO is needed, MAIL is taken as if it had been said; likewise STARTTLS.
const Move* ServerSession::move_for(Verb verb) const {
    const Move* const row = find_move(state_, verb);
    if (row || state_ != State::connected) return row;
    const bool as_if_ready = (verb == Verb::mail && conduct_->hello == Conduct::Hello::optional) ||
                             (verb == Verb::starttls && conduct_->starttls == Conduct::StartTls::any_time);
    return as_if_ready ? find_move(State::ready, verb) : nullptr;
}

Reply ServerSession::out_of_order(Verb verb) const {
    if (verb == Verb::starttls && tls_) return replies::tls_already_active();
    if (state_ == State::connected) return replies::hello_missing(verb, settings_.era);
    const bool always = conduct_->no_recipient_is_554 == Conduct::NoRecipient::always;
    const bool nobody_left = (verb == Verb::data || verb == Verb::bdat) && state_ == State::sender &&
                             (refused_recipients_ > 0 || always);
    if (nobody_left) return replies::no_valid_recipient();
    return replies::out_of_order(verb, state_names[static_cast<std::size_t>(state_)]);
}

// ---- rulings ----

void ServerSession::ask(Point point, ServerActions& actions) {
    awaited_ = point;
    actions.push_back(Decide{point});
}

ServerActions ServerSession::rule(Ruling ruling, base::Instant now) {
    ServerActions actions;
    if (state_ == State::closed) return actions;  // the client was too impatient to hear it
    base::expects(awaited_.has_value());
    base::expects(ruling.reply.has_value() || ruling.outcome == Ruling::Outcome::accept);
    const Point point = *std::exchange(awaited_, std::nullopt);
    const bool chunked = point == Point::letter && letter_->framing() == Framing::counted;
    const std::array verbs{Verb::none, asked_verb_, Verb::rcpt, Verb::content, asked_verb_};
    const Verb verb = verbs[static_cast<std::size_t>(point)];
    // 421 says that the channel closes, whoever says it (RFC 5321 3.8).
    if (ruling.outcome == Ruling::Outcome::close || (ruling.reply && ruling.reply->code == 421)) {
        hang_up(std::move(*ruling.reply), actions);
        return actions;
    }
    const bool accepted = ruling.outcome == Ruling::Outcome::accept;
    if (point == Point::recipient && !accepted && ruling.reply->reason == Reason::user_unknown &&
        drop_tag(*asked_path_)) {
        ask(Point::recipient, actions);  // once more, without the tag
        return actions;
    }
    Reply reply = point == Point::inquiry ? inquiry_answer(std::move(ruling))
                  : ruling.reply          ? std::move(*ruling.reply)
                                          : success(verb);
    const bool goes_on = point != Point::inquiry && (accepted || point == Point::letter);
    if (goes_on) move(verb);
    settle(point, accepted ? Ruling::Outcome::accept : Ruling::Outcome::refuse);
    const Verb to = verb == Verb::content && chunked ? Verb::bdat : verb;
    if (is_positive(reply) || accepted || point == Point::letter)
        answer(std::move(reply), to, stage_for(to == Verb::bdat ? Verb::content : to), actions);
    else
        refuse(std::move(reply), to, actions);
    advance(actions, now);
    return actions;
}

// bob+tag becomes bob, where the manner knows tags; whether there was one.
bool ServerSession::drop_tag(mail::Path& path) const {
    if (conduct_->subaddresses == Conduct::Subaddresses::as_written || !path.mailbox) return false;
    std::string& local = path.mailbox->local_part;
    const auto plus = local.find('+');
    if (plus == std::string::npos || plus == 0 || local.front() == '"') return false;
    local.resize(plus);
    return true;
}

// What a ruling means for the transaction.
void ServerSession::settle(Point point, Ruling::Outcome outcome) {
    const bool accepted = outcome == Ruling::Outcome::accept;
    switch (point) {
        case Point::connect:
            unwelcome_ = !accepted;
            break;
        case Point::sender:
            if (!accepted) break;
            letter_.reset();  // of the mail before this one
            transaction_.reverse_path = std::move(*asked_path_);
            transaction_.options = std::move(asked_sender_.options);
            transaction_.announced_size = asked_sender_.size;
            transaction_.kind = asked_verb_ == Verb::send   ? Transaction::Kind::send
                                : asked_verb_ == Verb::soml ? Transaction::Kind::send_or_mail
                                : asked_verb_ == Verb::saml ? Transaction::Kind::send_and_mail
                                                            : Transaction::Kind::mail;
            break;
        case Point::recipient:
            if (accepted)
                transaction_.recipients.push_back(
                    {std::move(*asked_path_), std::move(asked_recipient_options_)});
            else
                ++refused_recipients_;
            break;
        case Point::letter:
            ++letters_;
            idle_seen_ = 0;
            if (accepted) idle_commands_ = errors_ = 0;  // who brings mail is no nuisance
            break;
        case Point::inquiry:
            break;
    }
    asked_path_.reset();
}

// ---- the end ----

ServerActions ServerSession::secured(const TlsSession& tls, base::Instant now) {
    tls_ = tls;
    handshaking_ = false;
    user_.clear();
    forget_transaction();
    if (conduct_->hello_under_tls == Conduct::AfterTls::forgotten)
        hello_ = {Verb::none, {}};
    else if (hello_.verb != Verb::none)
        state_ = State::ready;
    if (deadline_ != base::never) wait(now);
    return {};
}

ServerActions ServerSession::on_deadline(base::Instant now) {
    ServerActions actions;
    if (state_ == State::closed || now < deadline_) return actions;
    // In the middle of a TLS handshake no reply can be said.
    if (handshaking_)
        close(actions);
    else
        hang_up(replies::idle_too_long(server_wait), actions);
    return actions;
}

void ServerSession::hang_up(Reply reply, ServerActions& actions) {
    answer(std::move(reply), Verb::none, Stage::close, actions);
    close(actions);
}

void ServerSession::close(ServerActions& actions) {
    state_ = State::closed;
    deadline_ = base::never;
    awaited_.reset();
    chunk_.reset();
    auth_.reset();
    actions.push_back(Finish{});
}

// ---- answers ----

void ServerSession::answer(Reply reply, Verb to, Stage stage, ServerActions& actions) {
    for (const CodeChange& change : conduct_->codes)
        if (change.reason == reply.reason && (change.verb == Verb::none || change.verb == to)) {
            reply = replies::with_code(std::move(reply), change.code);
            break;
        }
    const bool enhanced = settings_.era == Era::today &&
                          settings_.offers.has(Extension::enhanced_status_codes) &&
                          conduct_->extensions.has(Extension::enhanced_status_codes);  // RFC 2034 4
    if (!enhanced) reply.enhanced = {};
    const bool spoken = transaction_.options.utf8 || asked_sender_.options.utf8;
    for (std::string& line : reply.lines)
        if (!may_be_said(line, spoken ? mail::Utf8::allowed : mail::Utf8::refused))
            line = base::visible(line);
    actions.push_back(Answer{std::move(reply), to, stage});
}

// A refusal is answered in the state where it happened; after too many the session ends. 'Come back later' is
// no error of the client's: one that names more recipients than we take must hear 452 for each (RFC
// 5321 4.5.3.1.10).
void ServerSession::refuse(Reply reply, Verb to, ServerActions& actions) {
    const ErrorLimit& limit = conduct_->errors;
    if (counts_as_error(reply)) ++errors_;
    if (limit.said == ErrorLimit::Said::instead && errors_ > limit.most)
        return hang_up(replies::with_code(replies::too_many_errors(limit.most), limit.code), actions);
    answer(std::move(reply), to, stage_for(to), actions);
    end_if_too_many_errors(actions);
}

void ServerSession::move(Verb verb) {
    if (verb == Verb::none) return;  // the greeting moves nothing
    const Move* const row = move_for(verb);
    base::expects(row != nullptr);
    state_ = row->to;
    if (state_ == State::ready) forget_transaction();  // there the next transaction begins
}

void ServerSession::forget_transaction() {
    transaction_ = {};
    asked_sender_ = {};
    refused_recipients_ = 0;
}

}  // namespace smtp
