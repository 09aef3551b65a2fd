#include "view/letter.h"

#include <algorithm>
#include <optional>

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
    HeldLetter held;
    for (const Recipient& recipient : mail.recipients) {
        const Standing standing = Post::standing(trace, mail, recipient, through);
        const auto* delivered = std::get_if<Delivered>(&trace[standing.event].fact);
        if (!delivered) continue;
        held.octets += trace.text(delivered->fields_added);
        held.layers.push_back({standing.event, mail.host, delivered->fields_added.length});
        break;  // every mailbox gets the same
    }
    if (const auto* accepted = std::get_if<Accepted>(&trace[mail.created].fact)) {
        held.octets += trace.text(accepted->fields_added);
        held.octets += trace.text(accepted->letter);
    } else if (const auto* written = std::get_if<Written>(&trace[mail.created].fact)) {
        held.octets += trace.text(written->letter);
    }
    add_layers(trace, post, mail, held);
    return held;
}

std::optional<std::string> letter_of(const Trace& trace, HostId host, MailId mail, EventNumber through) {
    if (through == no_event || trace.empty()) return {};
    std::string fields, letter;
    bool known = false, delivered = false;
    for (const Event& event :
         trace.events().first(std::min<std::size_t>(trace.size(), through + std::size_t{1}))) {
        if (event.host != host) continue;
        if (const auto* written = std::get_if<Written>(&event.fact); written && written->mail == mail) {
            letter = trace.text(written->letter);
            known = true;
        } else if (const auto* accepted = std::get_if<Accepted>(&event.fact);
                   accepted && accepted->mail == mail) {
            letter =
                std::string(trace.text(accepted->fields_added)) + std::string(trace.text(accepted->letter));
            known = true;
        } else if (const auto* put = std::get_if<Delivered>(&event.fact);
                   put && put->mail == mail && !delivered) {
            fields = trace.text(put->fields_added);
            delivered = true;
        }
    }
    if (!known) return {};
    return fields + letter;
}

}  // namespace view
