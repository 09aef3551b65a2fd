#include "view/letter.h"

#include <algorithm>
#include <optional>

#include "trace/letter.h"
#include "view/project.h"

namespace view {

using namespace trace;

namespace {

// The trace fields that custody put on top of `mail` and of those that it came from.
void add_layers(const Trace& trace, const Post& post, const Mail& mail, HeldLetter& held) {
    std::size_t left = held.octets.size();
    for (const Layer& layer : held.layers) left -= layer.octets;
    const Mail* one = &mail;
    for (;;) {
        const auto* accepted = std::get_if<Accepted>(&trace[one->created].fact);
        const std::size_t fields = accepted ? std::min<std::size_t>(accepted->fields_added.length, left) : 0;
        if (accepted) held.layers.push_back({one->created, one->host, fields});
        left -= fields;
        if (!accepted || one->parent == Mail::none) break;
        one = &post.mails()[one->parent];
    }
    held.layers.push_back({one->created, no_host, left});
}

}  // namespace

HeldLetter held_letter(const Trace& trace, const Post& post, const Mail& mail, EventNumber through) {
    // What trace::held_letter finds by reading the whole trace, read off the post instead.
    HeldLetter held;
    trace::HeldLetter parts;
    for (const Recipient& recipient : mail.recipients) {
        const Standing standing = Post::standing(trace, mail, recipient, through);
        const auto* delivered = std::get_if<Delivered>(&trace[standing.event].fact);
        if (!delivered) continue;
        parts.added_on_delivery = delivered->fields_added;
        held.layers.push_back({standing.event, mail.host, delivered->fields_added.length});
        break;  // every mailbox gets the same
    }
    if (const auto* accepted = std::get_if<Accepted>(&trace[mail.created].fact)) {
        parts.added_on_acceptance = accepted->fields_added;
        parts.letter = accepted->letter;
    } else if (const auto* written = std::get_if<Written>(&trace[mail.created].fact)) {
        parts.letter = written->letter;
    }
    held.octets = trace::octets_of(trace, parts);
    add_layers(trace, post, mail, held);
    return held;
}

std::optional<std::string> letter_of(const Trace& trace, HostId host, MailId mail, EventNumber through) {
    const auto held = trace::held_letter(trace, host, mail, through);
    if (!held) return {};
    return trace::octets_of(trace, *held);
}

}  // namespace view
