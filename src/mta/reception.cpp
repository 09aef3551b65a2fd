#include "mta/reception.h"

#include <algorithm>
#include <iterator>

#include "base/overloaded.h"
#include "base/text.h"
#include "mail/header.h"
#include "smtp/replies.h"

namespace mta {
namespace {

constexpr int most_nonsense = 20;                                   // our own bound, as smtp::most_errors
constexpr base::Duration longest_nonsense = smtp::server_wait * 2;  // our own bound: then it hangs up

smtp::ServerSettings server_settings(const HostSettings& settings, std::uint16_t port, std::uint64_t nonce) {
    using Server = smtp::ServerSettings;
    Server server;
    server.host = settings.name;
    if (!settings.local_domains.empty()) server.own_domain = settings.local_domains.front();
    server.letter_limit = settings.letter_limit;
    server.recipient_limit = settings.recipient_limit;
    server.manner = settings.manner;
    server.era = settings.era;
    server.offers = settings.offers;
    server.tls = settings.certificate == Certificate::none ? Server::Tls::none : Server::Tls::available;
    server.accounts = settings.accounts;
    const bool login = HostSettings::door_of(port) != Door::relay && !settings.accounts.empty() &&
                       settings.submission_auth == SubmissionAuth::required;
    server.auth_needed = login ? Server::AuthNeeded::yes : Server::AuthNeeded::no;  // RFC 6409 4.3
    server.plaintext_auth = settings.plaintext_auth;
    const bool tls =
        settings.tls_demand == TlsDemand::always ||
        (settings.tls_demand == TlsDemand::submission && HostSettings::door_of(port) == Door::submission);
    server.tls_needed = tls ? Server::TlsNeeded::yes : Server::TlsNeeded::no;
    server.nonce = nonce;
    return server;
}

}  // namespace

Reception::Reception(const HostSettings& settings, const Storage& storage, trace::Octets& octets,
                     Handle handle, Client client, std::uint64_t nonce, TakeLetter take)
    : settings_(settings),
      storage_(storage),
      octets_(octets),
      handle_(handle),
      client_(std::move(client)),
      take_(std::move(take)),
      misbehaviour_(settings.misbehaviour),
      gate_(HostSettings::door_of(client_.port) == Door::submissions ? Gate::shut : Gate::open),
      session_(server_settings(settings, client_.port, nonce)) {}

Effects Reception::open(base::Instant now) {
    Effects effects;
    if (misbehaves()) {
        patience_ends_ = now + longest_nonsense;
        talk_nonsense(effects);
        return effects;
    }
    if (gate_ == Gate::open) return perform(session_.open(now), now);
    // TLS before the greeting (RFC 8314 3): without a certificate nothing can be said at all.
    if (settings_.certificate == Certificate::none) return {Close{handle_}};
    patience_ends_ = now + smtp::server_wait;
    return {StartTls{handle_, StartTls::Side::server, {}, {}}};
}

Effects Reception::receive(trace::Range octets, base::Instant now) {
    if (misbehaves()) {
        Effects effects;
        if (misbehaviour_ == Misbehaviour::rubbish) talk_nonsense(effects);
        return effects;
    }
    if (gate_ == Gate::shut) return {};
    incoming_.arrived(octets);
    return perform(session_.receive(octets_.view(octets), now), now);
}

Effects Reception::secured(const smtp::TlsSession& tls, base::Instant now) {
    client_.cover = Client::Cover::tls;
    Effects effects = perform(session_.secured(tls, now), now);
    if (gate_ == Gate::open) return effects;
    gate_ = Gate::open;
    patience_ends_ = base::never;
    Effects greeting = perform(session_.open(now), now);
    effects.insert(effects.end(), greeting.begin(), greeting.end());
    return effects;
}

Effects Reception::on_deadline(base::Instant now) {
    if (patience_ends_ == base::never) return perform(session_.on_deadline(now), now);
    if (now < patience_ends_) return {};
    patience_ends_ = base::never;
    return {Close{handle_}};
}

// ---- a server that is no good ----

void Reception::talk_nonsense(Effects& effects) {
    if (nonsense_++ >= most_nonsense) return;
    if (misbehaviour_ == Misbehaviour::rubbish)
        effects.push_back(Send{handle_, octets_.keep("HTTP/1.1 400 Bad Request\r\n")});
    if (misbehaviour_ == Misbehaviour::half_line)
        effects.push_back(Send{handle_, octets_.keep("220 " + settings_.name)});
}

// ---- what the session wants ----

Effects Reception::perform(smtp::ServerActions actions, base::Instant now) {
    Effects effects;
    const auto handled = base::overloaded{
        [&](const smtp::Heard& heard) { note_line(heard, effects); },
        [&](const smtp::Noticed& odd) {
            note(
                trace::Found{trace::LineFinding::bare_lf, 1, incoming_.find(odd.offset, odd.length, octets_)},
                effects);
        },
        [&](const smtp::HeardLetter& heard) { note_letter(heard, effects); },
        [&](const smtp::Answer& answer) { note_reply(answer, effects); },
        [&](const smtp::Decide&) {},  // below: its answer brings more actions
        [&](const smtp::LoggedIn& login) {
            note(trace::LoggedIn{static_cast<trace::LoginResult>(login.result), octets_.keep(login.mechanism),
                                 octets_.keep(login.user)},
                 effects);
        },
        [&](const smtp::AcceptTls& tls) {
            if (tls.dropped > 0)
                note(trace::PlaintextDropped{static_cast<std::uint32_t>(tls.dropped)}, effects);
            effects.push_back(StartTls{handle_, StartTls::Side::server, {}, {}});
        },
        [&](const smtp::Finish&) { effects.push_back(Close{handle_}); },
    };
    for (std::size_t next = 0; next < actions.size(); ++next) {
        if (const auto* question = std::get_if<smtp::Decide>(&actions[next])) {
            auto more = session_.rule(decide(question->point, now, effects), now);
            actions.insert(actions.end(), std::make_move_iterator(more.begin()),
                           std::make_move_iterator(more.end()));
        } else {
            std::visit(handled, actions[next]);
        }
    }
    return effects;
}

void Reception::note_line(const smtp::Heard& heard, Effects& effects) {
    const trace::Range line = incoming_.find(heard.offset, heard.length, octets_);
    incoming_.forget_before(heard.offset);
    note(trace::CommandReceived{heard.verb, heard.stage, line}, effects);
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
    if (session_.transaction().options.body == smtp::Body::binary) return;  // no lines to be odd (RFC 3030 3)
    const std::string_view text = octets_.view(letter_);
    for (std::size_t oddity = 0; oddity < smtp::oddity_count; ++oddity) {
        if (heard.oddities[oddity] == 0) continue;
        const auto place = smtp::first_place(static_cast<smtp::Oddity>(oddity), text);
        const auto offset = std::min(place.offset, text.size());
        note(trace::Found{static_cast<trace::LineFinding>(oddity), heard.oddities[oddity],
                          letter_.part(static_cast<std::uint32_t>(offset),
                                       static_cast<std::uint32_t>(place.length))},
             effects);
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

// ---- what the host rules ----

smtp::Ruling Reception::decide(smtp::Point point, base::Instant now, Effects& effects) {
    client_.user = session_.user();
    switch (point) {
        case smtp::Point::connect:
            if (settings_.service == Service::open) break;
            return {smtp::Ruling::Outcome::refuse, smtp::replies::takes_no_mail(settings_.name)};
        case smtp::Point::sender:
            if (auto judgement = judge_sender(settings_, client_, session_.asked_sender_options(),
                                              session_.asked_size(), storage_)) {
                note_judgement(*judgement, smtp::Stage::sender, effects);
                return std::move(judgement->ruling);
            }
            break;
        case smtp::Point::recipient: {
            Judgement judgement = judge_recipient(settings_, client_, session_.asked_recipient(),
                                                  session_.transaction().kind, storage_);
            note_judgement(judgement, smtp::Stage::recipients, effects);
            return std::move(judgement.ruling);
        }
        case smtp::Point::inquiry:
            return judge_recipient(settings_, client_, session_.asked_recipient(),
                                   session_.transaction().kind, storage_)
                .ruling;
        case smtp::Point::letter:
            return decide_letter(now, effects);
    }
    return {};
}

smtp::Ruling Reception::decide_letter(base::Instant now, Effects& effects) {
    std::string letter = session_.take_letter();
    const mail::HeaderSection header = mail::read_header(letter, {0, letter.size()});
    const bool headless = header.fields.empty();
    if (headless) note(trace::Found{trace::LineFinding::header_missing, 1, letter_.part(0, 0)}, effects);
    const auto is_received = [&](const mail::HeaderField& field) {
        return base::equal_ignoring_case(
            std::string_view(letter).substr(field.name.offset, field.name.length), "Received");
    };
    const auto received = std::count_if(header.fields.begin(), header.fields.end(), is_received);
    if (auto judgement =
            judge_letter(settings_, session_.letter_reader(), static_cast<std::size_t>(received),
                         session_.transaction().recipients, storage_, session_.transaction().options.body)) {
        note_judgement(*judgement, smtp::Stage::data, effects);
        return std::move(judgement->ruling);
    }
    const std::string id =
        take_({handle_, session_.transaction(), session_.hello(), client_, session_.tls(), std::move(letter),
               letter_, headless ? PassedLetter::Header::missing : PassedLetter::Header::there},
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
