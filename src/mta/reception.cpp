#include "mta/reception.h"

#include <deque>

#include "base/overloaded.h"
#include "mail/message.h"
#include "mail/trace_fields.h"
#include "smtp/replies.h"

namespace mta {
namespace {

smtp::ServerSettings server_settings(const HostSettings& settings) {
    smtp::ServerSettings server;
    server.host = settings.name;
    if (!settings.local_domains.empty()) server.own_domain = settings.local_domains.front();
    server.letter_limit = settings.letter_limit;
    server.recipient_limit = settings.recipient_limit;
    return server;
}

}  // namespace

Reception::Reception(const HostSettings& settings, trace::Octets& octets, Handle handle, Client client,
                     TakeLetter take)
    : settings_(settings),
      octets_(octets),
      handle_(handle),
      client_(client),
      take_(std::move(take)),
      session_(server_settings(settings)) {}

Effects Reception::open(base::Instant now) {
    return perform(session_.open(now), now);
}

Effects Reception::receive(trace::Range octets, base::Instant now) {
    incoming_.arrived(octets);
    return perform(session_.receive(octets_.view(octets), now), now);
}

Effects Reception::on_deadline(base::Instant now) {
    return perform(session_.on_deadline(now), now);
}

Effects Reception::perform(smtp::ServerActions actions, base::Instant now) {
    Effects effects;
    std::deque<smtp::ServerAction> open(actions.begin(), actions.end());
    while (!open.empty()) {
        const smtp::ServerAction action = std::move(open.front());
        open.pop_front();
        std::visit(base::overloaded{
                       [&](const smtp::Heard& heard) {
                           const trace::Range line = incoming_.find(heard.offset, heard.length, octets_);
                           incoming_.forget_before(heard.offset);
                           note(trace::CommandReceived{heard.verb, heard.stage, line}, effects);
                       },
                       [&](const smtp::Noticed& odd) {
                           note(trace::Found{trace::LineFinding::bare_lf, 1,
                                             incoming_.find(odd.offset, odd.length, octets_)},
                                effects);
                       },
                       [&](const smtp::HeardLetter& heard) { note_letter(heard, effects); },
                       [&](const smtp::Answer& answer) { note_reply(answer, effects); },
                       [&](const smtp::Decide& question) {
                           auto next = session_.rule(decide(question.point, now, effects), now);
                           open.insert(open.end(), next.begin(), next.end());
                       },
                       [&](const smtp::LoggedIn& login) {
                           note(trace::LoggedIn{static_cast<trace::LoginResult>(login.result),
                                                octets_.keep(login.mechanism), octets_.keep(login.user)},
                                effects);
                       },
                       [&](const smtp::AcceptTls& tls) {
                           if (tls.dropped > 0)
                               note(trace::PlaintextDropped{static_cast<std::uint32_t>(tls.dropped)},
                                    effects);
                           effects.push_back(StartTls{handle_, StartTls::Side::server, {}, {}});
                       },
                       [&](const smtp::Finish&) { effects.push_back(Close{handle_}); },
                   },
                   action);
    }
    return effects;
}

// The session's reader has the letter already, whatever framed it. Where no dot was taken away it is the
// first octets of what came over the wire, and need not be kept twice.
void Reception::note_letter(const smtp::HeardLetter& heard, Effects& effects) {
    using Part = smtp::HeardLetter::Part;
    const trace::Range wire = incoming_.find(heard.offset, heard.length, octets_);
    const smtp::DataReader& reader = session_.letter_reader();
    if (heard.part != Part::whole) note(trace::ContentReceived{0, wire, wire}, effects);  // RFC 3030 2
    if (heard.part == Part::chunk) return;
    letter_ = heard.part == Part::whole && heard.stuffed == 0
                  ? wire.part(0, static_cast<std::uint32_t>(reader.size()))
                  : octets_.keep(reader.letter());
    if (heard.part == Part::whole) note(trace::ContentReceived{heard.stuffed, wire, letter_}, effects);
    for (std::size_t oddity = 0; oddity < smtp::oddity_count; ++oddity) {
        if (heard.oddities[oddity] == 0) continue;
        const auto place = smtp::first_place(static_cast<smtp::Oddity>(oddity), octets_.view(letter_));
        const trace::Range where =
            letter_.part(static_cast<std::uint32_t>(place.offset), static_cast<std::uint32_t>(place.length));
        note(trace::Found{static_cast<trace::LineFinding>(oddity), heard.oddities[oddity], where}, effects);
    }
}

void Reception::note_reply(const smtp::Answer& answer, Effects& effects) {
    const smtp::Reply& reply = answer.reply;
    trace::ReplySent sent{answer.to,
                          answer.stage,
                          reply.code,
                          reply.enhanced,
                          reply.reason,
                          reply.citation.rfc,
                          octets_.keep(reply.citation.section),
                          octets_.keep(reply.about),
                          octets_.keep(smtp::to_wire(reply))};
    note(sent, effects);
    effects.push_back(Send{handle_, sent.text});
}

smtp::Ruling Reception::decide(smtp::Point point, base::Instant now, Effects& effects) {
    switch (point) {
        case smtp::Point::connect:
            break;
        case smtp::Point::sender:
            if (auto judgement = judge_sender(settings_, client_)) {
                note_judgement(*judgement, smtp::Stage::sender, effects);
                return std::move(judgement->ruling);
            }
            break;
        case smtp::Point::recipient: {
            Judgement judgement = judge_recipient(settings_, client_, session_.asked_recipient());
            note_judgement(judgement, smtp::Stage::recipients, effects);
            return std::move(judgement.ruling);
        }
        case smtp::Point::inquiry:
            return judge_recipient(settings_, client_, session_.asked_recipient()).ruling;
        case smtp::Point::letter:
            return decide_letter(now, effects);
    }
    return {};
}

smtp::Ruling Reception::decide_letter(base::Instant now, Effects& effects) {
    const auto message = mail::Message::parse(std::string(octets_.view(letter_)));
    const bool headless = message.count(mail::Finding::Kind::no_header) > 0;
    if (headless) note(trace::Found{trace::LineFinding::header_missing, 1, letter_.part(0, 0)}, effects);
    const auto received = mail::count_received(message);
    if (auto judgement =
            judge_letter(settings_, session_.letter_reader(), static_cast<std::size_t>(received))) {
        note_judgement(*judgement, smtp::Stage::data, effects);
        return std::move(judgement->ruling);
    }
    const auto header = headless ? PassedLetter::Header::missing : PassedLetter::Header::there;
    const std::string id = take_(
        {handle_, session_.transaction(), session_.hello(), client_, session_.take_letter(), letter_, header},
        now, effects);
    return {smtp::Ruling::Outcome::accept, smtp::replies::letter_accepted(id)};
}

void Reception::note_judgement(const Judgement& judgement, smtp::Stage stage, Effects& effects) {
    note(trace::Ruled{judgement.rule, judgement.verdict, stage, judgement.citation.rfc,
                      octets_.keep(judgement.citation.section), octets_.keep(judgement.about),
                      octets_.keep(judgement.because)},
         effects);
}

}  // namespace mta
