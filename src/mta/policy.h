// The rules of one host: who may hand in what for whom. Each judgement names the rule, what decided, and the
// RFC. Pure functions of settings and facts; the session asks, the host answers with these. RFC 5321 3.6.2,
// RFC 6409 4.3.
#pragma once
#include <optional>
#include <string>

#include "base/citation.h"
#include "mail/path.h"
#include "mta/settings.h"
#include "smtp/server_session.h"
#include "trace/fact.h"

namespace mta {

struct Judgement {
    smtp::Ruling ruling;
    trace::Rule rule = trace::Rule::relay_control;
    trace::Verdict verdict = trace::Verdict::accept;
    base::Citation citation;
    std::string about, because;  // what was judged; the fact that decided
};

struct Client {  // who is on the other side of an incoming connection
    base::IpAddress address;
    std::uint16_t port = 0;  // ours, that it came to
};

/// MAIL: on the submission port only our own network hands in mail; nothing is judged elsewhere.
std::optional<Judgement> judge_sender(const HostSettings& settings, const Client& client);

/// RCPT: a mailbox of ours, or mail to be sent on for our own network, or refused.
Judgement judge_recipient(const HostSettings& settings, const Client& client, const mail::Path& recipient);

/// After the dot: line ends and loops; nothing when there is nothing to object.
std::optional<Judgement> judge_letter(const HostSettings& settings, const smtp::DataReader& reader,
                                      std::size_t received_fields);

}  // namespace mta
