#include "smtp/server_session.h"

#include <algorithm>
#include <limits>

#include "base/expects.h"
#include "base/text.h"
#include "smtp/replies.h"

namespace smtp {
namespace {

// RFC 1870 3: 1*20DIGIT. A number that none of ours can hold is a size all the same, and too big a one.
std::optional<std::uint64_t> parse_size(std::string_view digits) {
    constexpr std::size_t most_digits = 20;
    if (const auto size = base::parse_number(digits)) return static_cast<std::uint64_t>(*size);
    const bool is_number = !digits.empty() && digits.size() <= most_digits &&
                           std::all_of(digits.begin(), digits.end(), base::is_digit);
    return is_number ? std::optional(std::numeric_limits<std::uint64_t>::max()) : std::nullopt;
}

std::string address_of(const mail::Path& path) {
    if (path.kind == mail::PathKind::bare_postmaster) return "Postmaster";
    return path.mailbox ? mail::to_text(*path.mailbox) : std::string();
}

}  // namespace

ServerSession::ServerSession(ServerSettings settings)
    : settings_(std::move(settings)), lines_(extended_command_line) {}

ServerActions ServerSession::open(base::Instant now) {
    ServerActions actions;
    ask(Point::connect, actions);
    wait(now);
    return actions;
}

ServerActions ServerSession::receive(std::string_view octets, base::Instant now) {
    ServerActions actions;
    if (state_ == State::closed) return actions;
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
    while (!awaited_ && state_ != State::closed) {
        if (state_ == State::letter) {
            if (lines_.pending().empty()) break;
            read_letter(actions);
        } else if (const auto line = lines_.next()) {
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

void ServerSession::obey(const Line& line, ServerActions& actions) {
    const Command command = parse_command(line.text);
    const Verb verb = verb_of(command);
    actions.push_back(Heard{verb, stage_for(verb), line.offset, line.length});
    if (line.fit == Line::Fit::too_long)
        return refuse(replies::line_too_long(extended_command_line), verb, actions);
    if (line.end == LineEnd::bare_lf) {
        actions.push_back(Noticed{line.offset, line.length});
        return refuse(replies::command_line_end_wrong(), verb, actions);
    }
    if (unwelcome_ && verb != Verb::quit) return refuse(replies::no_service(), verb, actions);
    if (const auto* wrong = std::get_if<Malformed>(&command)) return on(*wrong, actions);
    if (const auto* other = std::get_if<NotOffered>(&command)) return on(*other, actions);
    if (!find_move(state_, verb)) {
        if (state_ == State::connected) return refuse(replies::hello_missing(verb), verb, actions);
        const bool nobody_left = verb == Verb::data && state_ == State::sender && refused_recipients_ > 0;
        if (nobody_left) return refuse(replies::no_valid_recipient(), verb, actions);
        return refuse(replies::out_of_order(verb, state_names[static_cast<std::size_t>(state_)]), verb,
                      actions);
    }
    std::visit([&](const auto& understood) { on(understood, actions); }, command);
}

void ServerSession::on(const Hello& hello, ServerActions& actions) {
    hello_ = hello;
    move(hello.verb);
    answer(hello.verb == Verb::ehlo ? replies::hello_extended(settings_.host, hello.name, keywords())
                                    : replies::hello_basic(settings_.host, hello.name),
           hello.verb, Stage::handshake, actions);
}

void ServerSession::on(const MailFrom& mail, ServerActions& actions) {
    if (auto wrong = judge_parameters(mail)) return refuse(std::move(*wrong), Verb::mail, actions);
    asked_path_ = mail.path;
    ask(Point::sender, actions);
}

// After HELO no extension may be used; SIZE and BODY are what we offer (RFC 1870 6, RFC 6152 3).
std::optional<Reply> ServerSession::judge_parameters(const MailFrom& mail) const {
    for (const Parameter& parameter : mail.parameters) {
        if (hello_.verb != Verb::ehlo) return replies::parameter_unknown(parameter.keyword);
        if (parameter.keyword == "SIZE") {
            const auto size = parse_size(parameter.value.value_or(""));
            if (!size) return replies::parameter_wrong("SIZE");
            if (*size > settings_.letter_limit) return replies::letter_too_big(settings_.letter_limit);
        } else if (parameter.keyword == "BODY") {
            const std::string value = base::upper(parameter.value.value_or(""));
            if (value != "7BIT" && value != "8BITMIME") return replies::parameter_wrong("BODY");
        } else {
            return replies::parameter_unknown(parameter.keyword);
        }
    }
    return {};
}

void ServerSession::on(const RcptTo& rcpt, ServerActions& actions) {
    if (!rcpt.parameters.empty())
        return refuse(replies::parameter_unknown(rcpt.parameters.front().keyword), Verb::rcpt, actions);
    if (transaction_.recipients.size() >= settings_.recipient_limit)
        return refuse(replies::too_many_recipients(settings_.recipient_limit), Verb::rcpt, actions);
    asked_path_ = rcpt.path;
    ask(Point::recipient, actions);
}

void ServerSession::on(const Plain& plain, ServerActions& actions) {
    const Stage stage = stage_for(plain.verb);
    move(plain.verb);
    if (plain.verb == Verb::data) {
        letter_.emplace(settings_.letter_limit);
        letter_begin_ = lines_.offset();
    }
    Reply reply = plain.verb == Verb::vrfy || plain.verb == Verb::expn
                      ? replies::user_not_verified(plain.text)
                      : success(plain.verb);
    answer(std::move(reply), plain.verb, stage, actions);
    if (state_ == State::closed) actions.push_back(Finish{});
}

void ServerSession::on(const NotOffered& command, ServerActions& actions) {
    refuse(replies::not_offered(command), command.verb, actions);
}

void ServerSession::on(const Malformed& malformed, ServerActions& actions) {
    refuse(replies::malformed(malformed), malformed.verb, actions);
}

void ServerSession::read_letter(ServerActions& actions) {
    lines_.take(letter_->feed(lines_.pending()));
    if (!letter_->ended()) return;
    actions.push_back(
        HeardLetter{letter_begin_, lines_.offset() - letter_begin_, letter_->stuffed(), letter_->oddities()});
    if (!letter_->too_big()) return ask(Point::letter, actions);
    move(Verb::content);
    letter_.reset();
    refuse(replies::letter_too_big(settings_.letter_limit), Verb::content, actions);
}

void ServerSession::ask(Point point, ServerActions& actions) {
    awaited_ = point;
    actions.push_back(Decide{point});
}

ServerActions ServerSession::secured(const TlsSession& tls, base::Instant now) {
    tls_ = tls;
    wait(now);
    return {};
}

ServerActions ServerSession::rule(Ruling ruling, base::Instant now) {
    ServerActions actions;
    if (state_ == State::closed) return actions;  // the client was too impatient to hear it
    base::expects(awaited_.has_value());
    base::expects(ruling.reply.has_value() || ruling.outcome == Ruling::Outcome::accept);
    const Point point = *std::exchange(awaited_, std::nullopt);
    static constexpr std::array verbs{Verb::none, Verb::mail, Verb::rcpt, Verb::content};
    const Verb verb = verbs[static_cast<std::size_t>(point)];
    if (ruling.outcome == Ruling::Outcome::close) {
        hang_up(std::move(*ruling.reply), actions);
        return actions;
    }
    const bool accepted = ruling.outcome == Ruling::Outcome::accept;
    Reply reply = ruling.reply ? std::move(*ruling.reply) : success(verb);
    if (accepted || point == Point::letter) move(verb);
    settle(point, accepted ? Ruling::Outcome::accept : Ruling::Outcome::refuse);
    if (accepted || point == Point::letter)
        answer(std::move(reply), verb, stage_of(verb), actions);
    else
        refuse(std::move(reply), verb, actions);
    advance(actions, now);
    return actions;
}

// What a ruling means for the transaction.
void ServerSession::settle(Point point, Ruling::Outcome outcome) {
    const bool accepted = outcome == Ruling::Outcome::accept;
    switch (point) {
        case Point::connect:
            unwelcome_ = !accepted;
            break;
        case Point::sender:
            if (accepted) transaction_.reverse_path = std::move(*asked_path_);
            break;
        case Point::recipient:
            if (accepted)
                transaction_.recipients.push_back({std::move(*asked_path_), asked_recipient_options_});
            else
                ++refused_recipients_;
            break;
        case Point::letter:
            letter_.reset();
            break;
    }
    asked_path_.reset();
}

Reply ServerSession::success(Verb verb) const {
    switch (verb) {
        case Verb::none:
            return replies::welcome(settings_.host);
        case Verb::mail:
            return replies::sender_accepted(address_of(*asked_path_));
        case Verb::rcpt:
            return replies::recipient_is_local(address_of(*asked_path_));
        case Verb::data:
            return replies::go_ahead();
        case Verb::rset:
            return replies::reset_done();
        case Verb::help:
            return replies::help();
        case Verb::quit:
            return replies::goodbye(settings_.host);
        default:
            return replies::nothing_to_do();
    }
}

ServerActions ServerSession::on_deadline(base::Instant now) {
    ServerActions actions;
    if (state_ == State::closed || now < deadline_) return actions;
    hang_up(replies::idle_too_long(server_wait), actions);
    return actions;
}

void ServerSession::hang_up(Reply reply, ServerActions& actions) {
    answer(std::move(reply), Verb::none, Stage::close, actions);
    state_ = State::closed;
    deadline_ = base::never;
    awaited_.reset();
    actions.push_back(Finish{});
}

void ServerSession::answer(Reply reply, Verb to, Stage stage, ServerActions& actions) {
    actions.push_back(Answer{std::move(reply), to, stage});
}

// A refusal is answered in the state where it happened; after too many the session ends. 'Come back later' is
// no error of the client's: one that names more recipients than we take must hear 452 for each (RFC
// 5321 4.5.3.1.10).
void ServerSession::refuse(Reply reply, Verb to, ServerActions& actions) {
    if (is_permanent(reply)) ++errors_;
    answer(std::move(reply), to, stage_for(to), actions);
    if (errors_ >= most_errors) hang_up(replies::too_many_errors(most_errors), actions);
}

void ServerSession::move(Verb verb) {
    if (verb == Verb::none) return;  // the greeting moves nothing
    const Move* const row = find_move(state_, verb);
    base::expects(row != nullptr);
    state_ = row->to;
    if (state_ != State::ready) return;  // there the next transaction begins
    transaction_ = {};
    refused_recipients_ = 0;
}

std::vector<std::string> ServerSession::keywords() const {
    return {"SIZE " + std::to_string(settings_.letter_limit), "8BITMIME", "ENHANCEDSTATUSCODES", "HELP"};
}

}  // namespace smtp
