// AUTH as SMTP frames it (RFC 4954 4): which mechanism may be used when, the lines of the exchange, and what
// its end is answered with. The mechanisms themselves are in sasl.h.
#include <fmt/format.h>

#include "base/overloaded.h"
#include "mail/encoding.h"
#include "smtp/replies.h"
#include "smtp/server_session.h"

namespace smtp {

Reply ServerSession::malformed_reply(const SaslServer::Malformed& malformed) const {
    if (malformed.fault == SaslServer::Fault::too_long) return replies::auth_line_too_long(longest_auth_line);
    Reply reply = replies::auth_malformed(malformed.fault, malformed.what);
    if (malformed.fault != SaslServer::Fault::not_of_this_mechanism) return reply;
    return replies::with_code(std::move(reply), conduct_->auth_message_code);
}

// The password itself crosses the wire only under TLS, unless the host is told to show why not (RFC 4954 4).
std::vector<Mechanism> ServerSession::mechanisms_offered() const {
    if (!tls_ && conduct_->auth_in_plaintext == Conduct::PlainAuth::not_at_all) return {};
    const bool plaintext =
        tls_.has_value() || settings_.plaintext_auth == ServerSettings::PlaintextAuth::always;
    std::vector<Mechanism> offered;
    for (const Mechanism mechanism : mechanisms) {
        const bool known = conduct_->mechanisms == Conduct::Mechanisms::all || is_plaintext(mechanism);
        if (known && (plaintext || !is_plaintext(mechanism))) offered.push_back(mechanism);
    }
    return offered;
}

void ServerSession::on(const Authenticate& command, ServerActions& actions) {
    if (!has_said_ehlo())
        return refuse(replies::hello_missing(Verb::auth, settings_.era), Verb::auth, actions);
    if (!user_.empty()) return refuse(replies::auth_repeated(user_), Verb::auth, actions);
    if (!tls_ && conduct_->auth_in_plaintext == Conduct::PlainAuth::not_at_all)
        return refuse(replies::auth_needs_tls(command.mechanism), Verb::auth, actions);
    const auto mechanism = mechanism_named(command.mechanism);
    const bool known =
        mechanism && (conduct_->mechanisms == Conduct::Mechanisms::all || is_plaintext(*mechanism));
    if (!known) return refuse(replies::auth_mechanism_unknown(command.mechanism), Verb::auth, actions);
    const auto offered = mechanisms_offered();
    if (std::find(offered.begin(), offered.end(), *mechanism) == offered.end())
        return refuse(replies::auth_needs_tls(command.mechanism), Verb::auth, actions);
    mechanism_ = *mechanism;
    auth_.emplace(mechanism_, settings_.host, fmt::format("{:016x}{:x}", settings_.nonce, ++auth_attempts_),
                  settings_.accounts);
    const std::optional<std::string_view> initial = command.initial_response;
    settle_auth(auth_->begin(initial), actions);
}

void ServerSession::on_auth_line(const Line& line, ServerActions& actions) {
    actions.push_back(Heard{Verb::auth, Stage::handshake, line.offset, line.length});
    if (line.end == LineEnd::bare_lf) {
        actions.push_back(Noticed{line.offset, line.length});
        if (conduct_->grammar.bare_lf == Grammar::LineFeed::ends_line)
            return settle_auth(auth_->respond(line.text), actions);
        auth_.reset();
        return refuse(replies::command_line_end_wrong(), Verb::auth, actions);
    }
    if (line.fit == Line::Fit::too_long) {
        auth_.reset();
        return refuse(replies::auth_line_too_long(longest_auth_line), Verb::auth, actions);
    }
    settle_auth(auth_->respond(line.text), actions);
}

// Who guesses passwords is not let to go on for ever: 'at least 3 attempts' are borne (RFC 4954 9).
void ServerSession::refuse_login(Reply reply, ServerActions& actions) {
    const int limit = conduct_->errors.failed_logins;
    if (++failed_logins_ == limit) return hang_up(replies::too_many_failed_logins(limit), actions);
    refuse(std::move(reply), Verb::auth, actions);
}

void ServerSession::settle_auth(const SaslServer::Outcome& outcome, ServerActions& actions) {
    if (const auto* challenge = std::get_if<SaslServer::Challenge>(&outcome))
        return answer(replies::auth_continue(mail::to_base64(challenge->octets)), Verb::auth,
                      Stage::handshake, actions);
    auth_.reset();
    const std::string mechanism(to_text(mechanism_));
    std::visit(base::overloaded{
                   [](const SaslServer::Challenge&) {},
                   [&](const SaslServer::Granted& granted) {
                       user_ = granted.user;
                       actions.push_back(LoggedIn{mechanism, user_, LoggedIn::Result::granted});
                       move(Verb::auth);
                       answer(replies::auth_granted(user_), Verb::auth, Stage::handshake, actions);
                   },
                   [&](const SaslServer::Denied& denied) {
                       actions.push_back(LoggedIn{mechanism, {}, LoggedIn::Result::denied});
                       refuse_login(replies::auth_denied(denied.why), actions);
                   },
                   [&](const SaslServer::Malformed& malformed) {
                       actions.push_back(LoggedIn{mechanism, {}, LoggedIn::Result::denied});
                       refuse_login(malformed_reply(malformed), actions);
                   },
                   [&](const SaslServer::Cancelled&) {
                       actions.push_back(LoggedIn{mechanism, {}, LoggedIn::Result::cancelled});
                       refuse(replies::auth_cancelled(), Verb::auth, actions);
                   },
               },
               outcome);
}

}  // namespace smtp
