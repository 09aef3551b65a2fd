#include "smtp/server_session.h"

#include "base/expects.h"
#include "base/text.h"
#include "smtp/replies.h"

namespace smtp {
namespace {

std::string address_of(const mail::Path& path) {
    if (path.kind == mail::PathKind::bare_postmaster) return "Postmaster";
    return path.mailbox ? mail::to_text(*path.mailbox) : std::string();
}

}  // namespace

ServerSession::ServerSession(ServerSettings settings)
    : settings_(std::move(settings)), lines_(extended_command_line) {}

ServerActions ServerSession::open(base::Instant now) {
    ServerActions actions;
    deadline_ = now + server_wait;
    ask(Point::connect, actions);
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
    deadline_ = now + (state_ == State::letter ? block_wait : server_wait);
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
    if (state_ == State::closed) deadline_ = base::never;
}

void ServerSession::obey(const Line& line, ServerActions& actions) {
    const Command command = parse_command(line.text);
    const Verb verb = verb_of(command);
    const Stage stage = verb == Verb::unknown || stage_of(verb) == Stage::handshake ? stage_of(state_) : stage_of(verb);
    actions.push_back(Heard{verb, stage, line.offset, line.length});
    if (line.fit == Line::Fit::too_long) return refuse(replies::line_too_long(extended_command_line), verb, actions);
    if (line.end == LineEnd::bare_lf) {
        actions.push_back(Noticed{line.offset, line.length});
        return refuse(replies::command_line_end_wrong(), verb, actions);
    }
    if (const auto* wrong = std::get_if<Malformed>(&command)) return on(*wrong, actions);
    if (const auto* other = std::get_if<NotOffered>(&command)) return on(*other, actions);
    if (!find_move(state_, verb)) {
        if (state_ == State::connected) return refuse(replies::hello_missing(verb), verb, actions);
        return refuse(replies::out_of_order(verb, state_names[static_cast<std::size_t>(state_)]), verb, actions);
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
std::optional<Reply> ServerSession::judge_parameters(const MailFrom& mail) {
    std::uint64_t declared = 0;
    for (const Parameter& parameter : mail.parameters) {
        if (hello_.verb != Verb::ehlo) return replies::parameter_unknown(parameter.keyword);
        if (parameter.keyword == "SIZE") {
            const auto size = base::parse_number(parameter.value.value_or(""));
            if (!size) return replies::parameter_wrong("SIZE");
            declared = static_cast<std::uint64_t>(*size);
            if (declared > settings_.letter_limit) return replies::letter_too_big(settings_.letter_limit);
        } else if (parameter.keyword == "BODY") {
            const std::string value = base::upper(parameter.value.value_or(""));
            if (value != "7BIT" && value != "8BITMIME") return replies::parameter_wrong("BODY");
        } else {
            return replies::parameter_unknown(parameter.keyword);
        }
    }
    transaction_.declared_size = declared;
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
    const Stage stage = plain.verb == Verb::data || plain.verb == Verb::quit ? stage_of(plain.verb) : stage_of(state_);
    if (plain.verb == Verb::rset) transaction_ = {};
    move(plain.verb);
    if (plain.verb == Verb::data) {
        letter_.emplace(settings_.letter_limit);
        letter_begin_ = lines_.offset();
    }
    Reply reply = plain.verb == Verb::vrfy || plain.verb == Verb::expn ? replies::user_not_verified(plain.text)
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
    transaction_ = {};
    letter_.reset();
    refuse(replies::letter_too_big(settings_.letter_limit), Verb::content, actions);
}

void ServerSession::ask(Point point, ServerActions& actions) {
    awaited_ = point;
    actions.push_back(Decide{point});
}

ServerActions ServerSession::rule(Ruling ruling, base::Instant now) {
    base::expects(awaited_.has_value());
    base::expects(ruling.reply.has_value() || ruling.outcome == Ruling::Outcome::accept);
    ServerActions actions;
    const Point point = *std::exchange(awaited_, std::nullopt);
    static constexpr std::array verbs{Verb::none, Verb::mail, Verb::rcpt, Verb::content};
    const Verb verb = verbs[static_cast<std::size_t>(point)];
    if (ruling.outcome == Ruling::Outcome::close) {
        hang_up(std::move(*ruling.reply), actions);
        return actions;
    }
    const bool accepted = ruling.outcome == Ruling::Outcome::accept;
    Reply reply = ruling.reply ? std::move(*ruling.reply) : success(verb);
    if (accepted && point == Point::sender) transaction_.reverse_path = std::move(*asked_path_);
    if (accepted && point == Point::recipient) transaction_.recipients.push_back(std::move(*asked_path_));
    if (point == Point::letter) {
        transaction_ = {};
        letter_.reset();
    }
    if (accepted || point == Point::letter) move(verb);
    if (accepted || point == Point::letter) answer(std::move(reply), verb, stage_of(verb), actions);
    else refuse(std::move(reply), verb, actions);
    asked_path_.reset();
    advance(actions, now);
    return actions;
}

Reply ServerSession::success(Verb verb) const {
    switch (verb) {
        case Verb::none: return replies::welcome(settings_.host);
        case Verb::mail: return replies::sender_accepted(address_of(*asked_path_));
        case Verb::rcpt: return replies::recipient_is_local(address_of(*asked_path_));
        case Verb::data: return replies::go_ahead();
        case Verb::rset: return replies::reset_done();
        case Verb::help: return replies::help();
        case Verb::quit: return replies::goodbye(settings_.host);
        default: return replies::nothing_to_do();
    }
}

ServerActions ServerSession::on_deadline(base::Instant now) {
    ServerActions actions;
    if (state_ == State::closed || now < deadline_) return actions;
    const base::Duration limit = state_ == State::letter ? block_wait : server_wait;
    hang_up(replies::idle_too_long(limit), actions);
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

// A refusal is answered in the state where it happened; after too many the session ends.
void ServerSession::refuse(Reply reply, Verb to, ServerActions& actions) {
    const Stage stage = stage_of(to) == Stage::handshake ? stage_of(state_) : stage_of(to);
    answer(std::move(reply), to, stage, actions);
    if (++errors_ >= most_errors) hang_up(replies::too_many_errors(most_errors), actions);
}

void ServerSession::move(Verb verb) {
    if (verb == Verb::none) return;  // the greeting moves nothing
    const Move* const row = find_move(state_, verb);
    base::expects(row != nullptr);
    state_ = row->to;
    if (state_ == State::ready && verb != Verb::content) transaction_ = {};
}

std::vector<std::string> ServerSession::keywords() const {
    return {"SIZE " + std::to_string(settings_.letter_limit), "8BITMIME", "ENHANCEDSTATUSCODES", "HELP"};
}

}  // namespace smtp
