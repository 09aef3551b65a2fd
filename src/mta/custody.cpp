// A host's mails come in: from a person at this host, or by SMTP. From here on the host is responsible for
// them (RFC 5321 6.1).
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "mail/header.h"
#include "mail/submission_fixes.h"
#include "mail/trace_fields.h"
#include "mta/era_1982.h"
#include "mta/host.h"

namespace mta {
namespace {

using Part = smtp::ClientManners::Part;

std::string text_of(const std::optional<mail::Address>& address) {
    return address ? mail::to_text(*address) : "";
}

// RFC 3848, and RFC 6531 3.7.3 for UTF8SMTP.
std::string protocol_of(const PassedLetter& letter) {
    if (letter.hello.verb != smtp::Verb::ehlo) return "SMTP";
    std::string name = letter.transaction.options.utf8 ? "UTF8SMTP" : "ESMTP";
    if (letter.tls) name += "S";
    if (!letter.client.user.empty()) name += "A";
    return name;
}

// A letter that begins its way brings no Return-Path (RFC 5321 4.4); true: there was one.
bool drop_return_paths(std::string& letter) {
    const mail::HeaderSection header = mail::read_header(letter, {0, letter.size()});
    const auto is_one = [&](const mail::HeaderField& field) {
        return base::equal_ignoring_case(
            std::string_view(letter).substr(field.name.offset, field.name.length), "Return-Path");
    };
    if (std::none_of(header.fields.begin(), header.fields.end(), is_one)) return false;
    std::string kept;
    for (const mail::HeaderField& field : header.fields)
        if (!is_one(field)) kept.append(letter, field.whole.offset, field.whole.length);
    kept.append(letter, header.header.end(), std::string::npos);
    letter = std::move(kept);
    return true;
}

}  // namespace

// ---- written here ----

Effects Host::on(const Submitted& input, base::Instant now) {
    Effects effects;
    if (input.recipients.empty()) return effects;
    QueuedMail mail;
    mail.queue_id = queue_id_for(now);
    mail.reverse_path = input.reverse_path;
    mail.options = input.options;
    mail.part = Part::originator;
    for (const smtp::HandoverRecipient& one : input.recipients)
        mail.recipients.push_back({one.address, one.options, {}, 0, now, one.source_route});
    mail.letter = std::make_shared<const std::string>(input.letter);
    QueuedMail& kept = queue_.add(std::move(mail), now);
    effects.push_back(Note{trace::Written{kept.id, 0, trace::LetterKind::original,
                                          static_cast<std::uint16_t>(kept.recipients.size()),
                                          keep(text_of(kept.reverse_path)), keep(*kept.letter)},
                           0});
    note_recipients(kept, effects);
    return effects;
}

void Host::note_recipients(QueuedMail& mail, Effects& effects) {
    for (std::size_t recipient = 0; recipient < mail.recipients.size(); ++recipient) {
        QueuedRecipient& one = mail.recipients[recipient];
        if (std::exchange(one.noted, true)) continue;
        effects.push_back(Note{trace::Addressed{mail.id, static_cast<std::uint16_t>(recipient),
                                                keep(mail::to_text(one.address))},
                               0});
    }
}

// Unique on this host, and readable: the second of the run and a count.
std::string Host::queue_id_for(base::Instant now) {
    return fmt::format("{:X}{:04X}", 0xA0000 + now.nanoseconds / 1'000'000'000, ++last_queue_id_);
}

// ---- came by SMTP ----

// The mail is in the queue, with our Received: on top, before the 250 is said (RFC 5321 4.4, 6.1).
std::string Host::take(PassedLetter letter, base::Instant now, Effects& effects) {
    QueuedMail mail = mail_of(letter, now);
    std::vector<Note> notes;
    std::string fields = received_for(letter, mail, now);
    fields += mend(letter, mail, now, notes);
    std::string whole;
    whole.reserve(fields.size() + letter.letter.size());
    whole.append(fields).append(letter.letter);
    mail.letter = std::make_shared<const std::string>(std::move(whole));
    QueuedMail& kept = queue_.add(std::move(mail), now);
    storage_.custody = queue_.octets();
    effects.push_back(
        Note{trace::Accepted{kept.id, static_cast<std::uint16_t>(kept.recipients.size()), keep(kept.queue_id),
                             keep(text_of(kept.reverse_path)), keep(fields), letter.letter_range},
             letter.handle});
    note_recipients(kept, effects);
    for (Note& note : notes) {
        std::get<trace::Rewritten>(note.fact).mail = kept.id;
        effects.push_back(std::move(note));
    }
    return kept.queue_id;
}

QueuedMail Host::mail_of(const PassedLetter& letter, base::Instant now) {
    const smtp::Transaction& transaction = letter.transaction;
    QueuedMail mail;
    mail.queue_id = queue_id_for(now);
    mail.reverse_path = transaction.reverse_path.mailbox;
    mail.options = transaction.options;
    // Who hands in a new mail at a submission door leaves the originator's part to it (RFC 6409 8).
    const bool submitted = HostSettings::door_of(letter.client.port) != Door::relay;
    mail.part = submitted ? Part::originator : Part::relay;
    for (const smtp::EnvelopeRecipient& one : transaction.recipients)
        mail.recipients.push_back(
            {one.path.mailbox.value_or(settings_.postmaster()), one.options, {}, 0, now});
    if (settings_.is_1982()) {
        mail.reverse_route = transaction.reverse_path.source_route;
        mail.drop = static_cast<smtp::Handover::Kind>(transaction.kind);
        for (std::size_t index = 0; index < mail.recipients.size(); ++index)
            mail.recipients[index].route = route_beyond(settings_, transaction.recipients[index].path);
    }
    return mail;
}

std::string Host::received_for(const PassedLetter& letter, const QueuedMail& mail, base::Instant now) const {
    if (settings_.is_1982()) return received_1982(letter.hello.name, settings_.name, date_at(now));
    mail::Received received;
    received.from = letter.hello.name;
    received.peer = letter.client.address;
    received.by = settings_.name;
    received.with = protocol_of(letter);
    if (letter.tls) received.tls = fmt::format("{} {}", letter.tls->version, letter.tls->cipher);
    received.id = mail.queue_id;
    if (mail.recipients.size() == 1) received.recipient = mail.recipients.front().address;
    received.when = date_at(now);
    return mail::received_field(received);
}

// What stands between our Received: and the letter. Without a header there is a blank line, or the text would
// be read as our header. At a submission door what a letter must have is added (RFC 6409 8), and that is
// noted in `notes`.
std::string Host::mend(PassedLetter& letter, const QueuedMail& mail, base::Instant now,
                       std::vector<Note>& notes) {
    std::string between = letter.header == PassedLetter::Header::missing ? "\r\n" : "";
    if (HostSettings::door_of(letter.client.port) == Door::relay || settings_.is_1982()) return between;
    if (drop_return_paths(letter.letter)) letter.letter_range = keep(letter.letter);
    const std::string id = fmt::format("{}@{}", mail.queue_id, settings_.name);
    const std::size_t before = between.size() + letter.letter.size();
    const auto fixes = mail::submission_fixes(between + letter.letter, date_at(now), id);
    for (const std::string& name : fixes.added)
        notes.push_back(
            {trace::Rewritten{
                 0, name == "Date" ? trace::Rewriting::date_added : trace::Rewriting::message_id_added,
                 keep(name)},
             letter.handle});
    return fixes.octets.substr(0, fixes.octets.size() - before) + between;
}

}  // namespace mta
