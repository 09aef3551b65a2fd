// How a letter comes in: after DATA up to the lone dot (RFC 5321 4.1.1.4), or by BDAT in chunks whose length
// is said before (RFC 3030 2). Octets of a chunk that cannot be taken are swallowed: they must not be read as
// commands.
#include <algorithm>

#include "smtp/replies.h"
#include "smtp/server_session.h"

namespace smtp {

void ServerSession::start_letter(Framing framing) {
    letter_.emplace(settings_.letter_limit, framing);
    letter_begin_ = lines_.offset();
}

void ServerSession::read_letter(ServerActions& actions) {
    lines_.take(letter_->feed(lines_.pending()));
    const auto odd_ends = letter_->count(Oddity::bare_lf) + letter_->count(Oddity::bare_cr);
    if (odd_ends > 0 && conduct_->bare_line_ends == Conduct::BareEnds::hung_up)
        return hang_up(replies::with_code(replies::letter_line_end_wrong("CR or LF alone"), 421), actions);
    if (has_overlong_line() && conduct_->overlong_text == Conduct::Overlong::hung_up)
        return hang_up(overlong_text(), actions);
    if (!letter_->ended()) return;
    if (!lines_.pending().empty() && conduct_->pipelining == Conduct::Impatience::hung_up)
        return hang_up(replies::with_code(replies::sent_ahead("wait for the reply"), 500), actions);
    actions.push_back(HeardLetter{letter_begin_, lines_.offset() - letter_begin_, letter_->stuffed(),
                                  letter_->oddities(), HeardLetter::Part::whole});
    letter_ended(HeardLetter::Part::whole, actions);
}

// ---- chunks ----

void ServerSession::on(const Chunk& chunk, ServerActions& actions) {
    const std::uint64_t held = state_ == State::chunks ? letter_->size() : 0;
    if (chunk.size > settings_.letter_limit || held > settings_.letter_limit - chunk.size)
        return swallow(chunk.size, replies::letter_too_big(settings_.letter_limit), actions);
    if (state_ != State::chunks) start_letter(Framing::counted);
    move(Verb::bdat);
    chunk_ = OpenChunk{lines_.offset(), chunk.size, chunk.size, chunk.position, {}};
}

// RFC 3030 2: the octets of a refused chunk come all the same. After that the letter cannot be whole any
// more: the transaction is over.
void ServerSession::swallow(std::uint64_t size, Reply then, ServerActions& actions) {
    if (state_ == State::recipients || state_ == State::chunks) {
        state_ = State::ready;
        forget_transaction();
    }
    if (size == 0) return refuse(std::move(then), Verb::bdat, actions);
    chunk_ = OpenChunk{lines_.offset(), size, size, Chunk::Position::more, std::move(then)};
}

void ServerSession::read_chunk(ServerActions& actions) {
    const auto count =
        static_cast<std::size_t>(std::min<std::uint64_t>(chunk_->left, lines_.pending().size()));
    if (!chunk_->refusal) letter_->feed(lines_.pending().substr(0, count));
    lines_.take(count);
    chunk_->left -= count;
    if (chunk_->left == 0) end_chunk(actions);
}

void ServerSession::end_chunk(ServerActions& actions) {
    OpenChunk chunk = std::move(*chunk_);
    chunk_.reset();
    if (chunk.refusal) return refuse(std::move(*chunk.refusal), Verb::bdat, actions);
    const bool last = chunk.position == Chunk::Position::last;
    const auto part = last ? HeardLetter::Part::last_chunk : HeardLetter::Part::chunk;
    if (last) letter_->end();
    actions.push_back(HeardLetter{chunk.begin, chunk.size, 0, letter_->oddities(), part});
    if (last) return letter_ended(part, actions);
    answer(replies::chunk_accepted(chunk.size), Verb::bdat, Stage::data, actions);
}

// ---- whole letters ----

void ServerSession::letter_ended(HeardLetter::Part part, ServerActions& actions) {
    auto objection = objection_to_letter();
    if (!objection) return ask(Point::letter, actions);
    move(Verb::content);
    refuse(std::move(*objection), part == HeardLetter::Part::whole ? Verb::content : Verb::bdat, actions);
}

std::optional<Reply> ServerSession::objection_to_letter() const {
    if (letter_->too_big()) return replies::letter_too_big(settings_.letter_limit);
    if (letter_->count(Oddity::nul) > 0 && conduct_->nul == Conduct::Nul::refused)
        return replies::nul_in_letter();
    if (has_overlong_line()) return overlong_text();
    return {};
}

bool ServerSession::has_overlong_line() const {
    return conduct_->longest_text_line > 0 && letter_->longest_line() > conduct_->longest_text_line;
}

Reply ServerSession::overlong_text() const {
    return replies::with_code(replies::text_line_too_long(conduct_->longest_text_line),
                              conduct_->longest_text_line_code);
}

}  // namespace smtp
