// Tells one event of one trace in words: a function for each kind of fact, spread over teller_*.cpp by what
// they speak of. Internal to narrate.h's promise.
#pragma once
#include <string>
#include <string_view>

#include "smtp/reason.h"
#include "view/narrate.h"

namespace view {

using namespace trace;

inline constexpr std::size_t longest_line_told = 512;  // octets of a line; our own bound

/// Without line end, visible, cut.
std::string one_line(std::string_view text);
/// "1 octet", "2 octets".
std::string counted(std::uint64_t count, std::string_view one, std::string_view many);
/// Does it begin like a record of TLS (RFC 8446 5.1)? No line of SMTP does.
bool is_tls_record(std::string_view octets);
/// "ClientHello", "Alert".
std::string_view tls_message_name(TlsMessageKind kind);

// Tells one event of one trace.
class Teller {
public:
    Teller(const Trace& trace, const Event& event)
        : trace_(trace), event_(event), here_(label_of(trace, event.host)) {
        told_.from = here_;
    }

    Narration tell();

private:
    std::string text(Range range) const { return std::string(trace_.text(range)); }
    std::string label(HostId host) const { return label_of(trace_, host); }
    std::string address_of(HostId host) const;
    void cite(std::uint16_t rfc, std::string_view section) {
        told_.citation = base::to_text(base::Citation{rfc, section});
    }

    // The host at the other end of this event's connection.
    HostId peer() const;
    /// Has the other side of this event's connection its keys for TLS already?
    bool others_keys() const;
    /// Says who has the mail after this event's connection broke.
    void add_holder();
    std::uint16_t server_port() const;
    std::string recipient_of(MailId mail, std::uint16_t recipient) const;
    /// When this host took the mail into custody.
    base::Instant arrival_of(MailId mail) const;

    void on(const SegmentSent& fact);
    void on(const SegmentArrived&);
    void on(const SegmentLost&);
    void on(const DatagramSent& fact);
    void on(const DatagramArrived&);
    void on(const DatagramLost&);
    void on(const ConnectionOpening& fact);
    void on(const ConnectionOpened&);
    void on(const ConnectionClosed& fact);
    void on(const Asked& fact);
    void on(const Answered& fact);
    void on(const CommandSent& fact);
    void on(const CommandReceived& fact);
    void on(const ReplySent& fact);
    void on(const ReplyReceived& fact);
    void on(const ContentSent& fact);
    void on(const ContentReceived& fact);
    void on(const Found& fact);
    void on(const Ruled& fact);
    void on(const Written& fact);
    void on(const Addressed& fact);
    void on(const Accepted& fact);
    void on(const Routed& fact);
    void on(const Attempted& fact);
    void on(const Relayed& fact);
    void on(const Delivered& fact);
    void on(const Deferred& fact);
    void on(const Failed& fact);
    void on(const Discarded& fact);
    void on(const Intervened& fact);
    void on(const TlsMessageSent& fact);
    void on(const TlsMessageReceived& fact);
    void on(const Secured& fact);
    void on(const TlsFailed& fact);
    void on(const PlaintextDropped& fact);
    void on(const LoggedIn& fact);
    void on(const LineChanged& fact);
    void on(const Crashed& fact);
    void on(const Restarted& fact);
    void on(const Rewritten& fact);
    void on(const Expanded& fact);
    void on(const Displayed& fact);

    std::string why(smtp::Reason reason, std::uint16_t code, smtp::EnhancedCode enhanced,
                    const std::string& about, const std::string& actor, const std::string& other,
                    const std::string& next_try = {}) const;

    const Trace& trace_;
    const Event& event_;
    std::string here_;
    Narration told_;
};

}  // namespace view
