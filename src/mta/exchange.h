// What goes into a mail host and what comes out of it, as values. The same host runs over the virtual network
// and over real sockets; whoever drives it turns effects into packets and packets into inputs.
#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/ip_address.h"
#include "dns/answer.h"
#include "dns/question.h"
#include "mail/address.h"
#include "smtp/client_session.h"
#include "trace/fact.h"

namespace mta {

/// A connection as its host knows it. The driver numbers the incoming ones, the host the outgoing ones.
using Handle = std::uint32_t;
inline constexpr Handle outgoing = 0x8000'0000;  // set in the handles that a host gives

// ---- inputs

struct Incoming {
    Handle handle = 0;
    base::IpAddress peer;
    std::uint16_t port = 0;
};  // a client came to our port
struct Established {
    Handle handle = 0;
};  // a Connect succeeded
struct Arrived {
    Handle handle = 0;
    trace::Range octets;
};                // octets came, in order; under TLS, opened
struct Secured {  // the handshake that a StartTls asked for is done
    Handle handle = 0;
    smtp::TlsSession tls;
};
struct Ended {
    Handle handle = 0;
    trace::Ending ending = trace::Ending::finished;
    smtp::Reason why = smtp::Reason::none;  // tls_failed or certificate_not_trusted: the handshake failed
};                                          // closed, refused, lost
struct Resolved {
    std::uint32_t lookup = 0;
    dns::Question question;
    dns::Answer answer;
};
struct Submitted {  // a person presses Send on this host
    std::optional<mail::Address> reverse_path;
    smtp::SenderOptions options;
    std::vector<smtp::HandoverRecipient> recipients;
    std::string letter;
};
using Input = std::variant<Incoming, Established, Arrived, Secured, Ended, Resolved, Submitted>;

// ---- effects

struct Note {
    trace::Fact fact;
    Handle handle = 0;
};  // what happened, for the trace; handle 0: on no connection
struct Connect {
    Handle handle = 0;
    base::IpAddress address;
    std::uint16_t port = 0;
};
struct Send {
    Handle handle = 0;
    trace::Range octets;
};
/// The driver makes the handshake, notes its messages, and answers with Secured or Ended. From here on it
/// seals what is sent on this connection and opens what arrives.
struct StartTls {
    Handle handle = 0;
    enum class Side : std::uint8_t { client, server } side = Side::client;
    std::string server_name;                                      // client: for SNI and the certificate
    smtp::BeginTls::Verify verify = smtp::BeginTls::Verify::any;  // client
};
struct Close {
    Handle handle = 0;
};
struct Lookup {
    std::uint32_t lookup = 0;
    dns::Question question;
    trace::MailId mail = 0;
};
using Effect = std::variant<Note, Connect, Send, StartTls, Close, Lookup>;
using Effects = std::vector<Effect>;

}  // namespace mta
