// The rules of one host: who may hand in what for whom, and whether there is room for it. Each judgement
// names the rule, what decided, and the RFC. Pure functions of settings and facts; the session asks, the host
// answers with these. RFC 5321 3.6.2, RFC 6409 4.3, RFC 4954, RFC 8689; RFC 821 3.2, 3.4 and 3.6 for 1982.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/citation.h"
#include "mail/path.h"
#include "mta/settings.h"
#include "mta/storage.h"
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
    std::string user = {};   // who it proved to be; empty: nobody
    enum class Cover : std::uint8_t { plaintext, tls } cover = Cover::plaintext;
};

/// MAIL: on a submission port only users who logged in or, without accounts, our own network hand in mail;
/// REQUIRETLS is believed under TLS only; and there must be room. Nothing when nothing is judged.
std::optional<Judgement> judge_sender(const HostSettings& settings, const Client& client,
                                      const smtp::SenderOptions& options,
                                      std::optional<std::uint64_t> announced_size, const Storage& storage);

/// RCPT: a mailbox or an alias of ours, or mail to be sent on for a user or network of ours, or refused.
/// In 1982 mail is sent on for everyone, and SEND wants a user who is at a terminal.
Judgement judge_recipient(const HostSettings& settings, const Client& client, const mail::Path& recipient,
                          smtp::Transaction::Kind kind, const Storage& storage);

/// After the dot: line ends (BINARYMIME has none, RFC 3030 3), loops, room for `octets`; nothing when there
/// is nothing to object.
std::optional<Judgement> judge_letter(const HostSettings& settings, const smtp::DataReader& reader,
                                      std::size_t received_fields,
                                      const std::vector<smtp::EnvelopeRecipient>& recipients,
                                      const Storage& storage, smtp::Body body = smtp::Body::eight_bit);

/// Whether the disk holds `octets` more of mail in custody.
bool has_disk_for(const HostSettings& settings, const Storage& storage, std::uint64_t octets);
/// Whether a mailbox of ours holds `octets` more.
bool has_room_for(const HostSettings& settings, const Storage& storage, const mail::Address& mailbox,
                  std::uint64_t octets);

/// Where a forward-path of 1982 leads: the hosts that are left once this one has taken out its own name (RFC
/// 821 3.6).
std::vector<std::string> route_beyond(const HostSettings& settings, const mail::Path& recipient);

}  // namespace mta
