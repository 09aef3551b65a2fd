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
    if (!letter_->ended()) return;
    actions.push_back(HeardLetter{letter_begin_, lines_.offset() - letter_begin_, letter_->stuffed(),
                                  letter_->oddities(), HeardLetter::Part::whole});
    letter_ended(HeardLetter::Part::whole, actions);
}

// ---- chunks ----

void ServerSession::on(const Chunk& chunk, ServerActions& actions) {
    const std::uint64_t held = letter_ ? letter_->size() : 0;
    if (chunk.size > settings_.letter_limit || held > settings_.letter_limit - chunk.size)
        return swallow(chunk.size, replies::letter_too_big(settings_.letter_limit), actions);
    if (!letter_) start_letter(Framing::counted);
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
    letter_.reset();
    refuse(std::move(*objection), part == HeardLetter::Part::whole ? Verb::content : Verb::bdat, actions);
}

std::optional<Reply> ServerSession::objection_to_letter() const {
    if (letter_->too_big()) return replies::letter_too_big(settings_.letter_limit);
    return {};
}

}  // namespace smtp
