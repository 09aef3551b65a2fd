// What makes one mail host: its names, mailboxes, rules and schedule. Plain values, read from a scenario or
// set by the learner. Knows no world: other hosts are names and addresses here.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/ip_address.h"
#include "base/result.h"
#include "mail/address.h"
#include "smtp/client_session.h"
#include "smtp/limits.h"
#include "smtp/server_session.h"

namespace mta {

inline constexpr std::uint16_t relay_port = 25;         // RFC 5321 4.5.4.2
inline constexpr std::uint16_t submission_port = 587;   // RFC 6409 3.1
inline constexpr std::uint16_t submissions_port = 465;  // RFC 8314 7.3: TLS from the first octet

/// RFC 5321: port 25, between servers. RFC 6409: port 587, from users. RFC 8314: port 465, the same with TLS
/// from the first octet.
enum class Door : std::uint8_t { relay, submission, submissions };

/// Where a mail program hands in all its mail.
struct SubmissionServer {
    std::string host;
    std::uint16_t port = submission_port;
};

enum class RelayControl : std::uint8_t { own_networks, open };
enum class RecipientCheck : std::uint8_t { at_rcpt, after_acceptance };
enum class LineEnds : std::uint8_t { strict, lenient };
/// What a host's certificate is like: what can be wrong with one, to be shown.
enum class Certificate : std::uint8_t { none, valid, self_signed, expired, other_name };
/// A server that is no good: what it says instead of SMTP.
enum class Misbehaviour : std::uint8_t { none, silent, rubbish, half_line };
/// refused: 554 to everybody who connects (RFC 5321 3.1).
enum class Service : std::uint8_t { open, refused };
enum class DoubleBounce : std::uint8_t { to_postmaster, discarded };  // when a bounce itself fails

enum class SubmissionAuth : std::uint8_t { required, optional };  // at 587 and 465, where there are accounts
/// submission: 587 takes nothing in the open (RFC 8314 3.3). always: port 25 neither, which RFC 3207 4
/// forbids to a server that a domain names in its MX.
enum class TlsDemand : std::uint8_t { none, submission, always };
enum class DiskRoom : std::uint8_t { some, none };
enum class DnsCaching : std::uint8_t { on, off };

/// A local name that stands for others (RFC 5321 3.9.1).
struct Alias {
    mail::Address name;
    std::vector<mail::Address> members;
};

/// RFC 810: before the DNS, every host had the list of all hosts.
struct HostTableEntry {
    std::string name;
    base::IpAddress address;
};

/// RFC 5321 4.5.4.1: wait at least 30 minutes, give up after 4 to 5 days; the first retry may come sooner.
struct RetrySchedule {
    std::vector<base::Duration> waits{base::minutes(15), base::minutes(30), base::hours(1), base::hours(2),
                                      base::hours(4)};  // the last one repeats
    base::Duration expiry = base::days(5);

    base::Duration wait_after(std::uint32_t attempts) const;
};

struct HostSettings {
    std::string name;  // in the greeting, HELO and Received:
    std::vector<base::IpAddress> addresses;
    std::vector<std::uint16_t> ports;        // where it listens
    std::vector<std::string> local_domains;  // it is the last stop for these
    std::vector<mail::Address> mailboxes;
    std::vector<base::IpNetwork> own_networks;   // it sends mail on for clients in these (RFC 6409 4.3)
    std::optional<SubmissionServer> submits_to;  // a mail program's; without: by MX
    RetrySchedule retry;
    std::uint64_t letter_limit = smtp::usual_letter_limit;
    std::size_t recipient_limit = smtp::least_recipient_limit;
    RelayControl relay_control = RelayControl::own_networks;
    RecipientCheck recipient_check = RecipientCheck::at_rcpt;
    LineEnds line_ends = LineEnds::strict;

    smtp::Manner manner = smtp::Manner::strict;
    smtp::Era era = smtp::Era::today;
    smtp::ExtensionSet offers = smtp::ExtensionSet::all();  // as a server
    smtp::ExtensionSet uses = smtp::ExtensionSet::all();    // as a client
    Certificate certificate = Certificate::none;            // none: STARTTLS is not offered
    smtp::TlsUse tls = smtp::TlsUse::opportunistic;         // as a client
    smtp::Users accounts;  // who may log in; then 587 and 465 ask for it (RFC 6409 4.3)
    smtp::ServerSettings::PlaintextAuth plaintext_auth = smtp::ServerSettings::PlaintextAuth::under_tls;
    std::optional<smtp::Login> login;           // as a client, at submits_to and smarthost
    std::optional<SubmissionServer> smarthost;  // all mail that is not local goes there
    std::vector<Alias> aliases;
    std::optional<std::uint64_t> mailbox_quota;  // octets in each mailbox; more is 452 4.2.2
    std::optional<std::uint64_t> disk_space;     // octets of mail in custody; more is 452 4.3.1
    base::Duration delay_warning =
        base::hours(4);  // then a delayed notice; zero: none (our own choice, as many servers do)
    DoubleBounce double_bounce = DoubleBounce::to_postmaster;
    Misbehaviour misbehaviour = Misbehaviour::none;
    std::vector<HostTableEntry> host_table;  // era 1982
    std::vector<mail::Address> at_terminal;  // 1982: who reads what SEND brings, on a screen (RFC 821 3.4)
    SubmissionAuth submission_auth = SubmissionAuth::required;
    TlsDemand tls_demand = TlsDemand::none;
    smtp::ClientManners::LetterBy letter_by = smtp::ClientManners::LetterBy::data;  // as a client
    DiskRoom disk_room = DiskRoom::some;
    DnsCaching dns_caching = DnsCaching::on;
    Service service = Service::open;

    bool is_mail_program() const { return submits_to.has_value(); }
    bool is_local_domain(std::string_view domain) const;
    /// "[203.0.113.25]" where that is an address of ours.
    bool is_own_literal(std::string_view domain) const;
    /// The mailbox that an address of ours is delivered to; nothing when there is none. Postmaster always
    /// exists where a domain is local (RFC 5321 4.5.1): without a mailbox of its own it is the first one.
    std::optional<mail::Address> mailbox_for(const mail::Address& address) const;
    /// The alias of this name; null when it is none.
    const Alias* alias_for(const mail::Address& address) const;
    /// Our own name, or a domain of ours.
    bool is_us(std::string_view host) const;
    /// postmaster at our first domain, or at our name where there is none (RFC 5321 4.5.1).
    mail::Address postmaster() const;
    bool is_at_terminal(const mail::Address& mailbox) const;
    bool is_1982() const { return era == smtp::Era::y1982; }
    /// What a port is for: 587 and 465 are for submission, every other one for relaying.
    static Door door_of(std::uint16_t port);
    /// The network of ours that holds this address.
    std::optional<base::IpNetwork> own_network_of(const base::IpAddress& address) const;
};

/// One setting that a learner may change.
struct SettingName {
    std::string_view name, values, what;
};
const std::vector<SettingName>& setting_names();

/// Changes one setting by its name and value as text ("relay-control", "off"). The problem has no place.
base::Result<HostSettings> with_setting(HostSettings settings, std::string_view name, std::string_view value);

}  // namespace mta
