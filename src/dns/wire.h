// DNS messages as octets, RFC 1035 4, with the OPT record of RFC 6891. Names are compressed on output where
// RFC 3597 4 allows it. decode() takes anything: compression pointers must point back, so no input makes it
// loop. Knows no socket; over TCP the two length octets (RFC 1035 4.2.2) are the caller's.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dns/answer.h"
#include "dns/question.h"

namespace dns {

inline constexpr std::size_t udp_octets = 512;  // RFC 1035 4.2.1
inline constexpr std::size_t edns_octets =
    1232;  // RFC 6891 6.2.5 leaves it open: 1280 of IPv6 less its headers
inline constexpr std::size_t tcp_octets = 65'535;  // RFC 1035 4.2.2

/// How the message travels, hence how long it may be: udp_octets, edns_octets (an OPT record says so),
/// tcp_octets.
enum class Transport : std::uint8_t { udp, udp_with_edns, tcp };

enum class Rcode : std::uint8_t {
    no_error = 0,
    format_error = 1,
    server_failure = 2,
    name_error = 3,
    not_implemented = 4,
    refused = 5,
};  // RFC 1035 4.1.1; the other numbers up to 15 occur without a name here

enum class MessageKind : std::uint8_t { query, response };

struct Message {
    std::uint16_t id = 0;
    MessageKind kind = MessageKind::query;
    Rcode rcode = Rcode::no_error;
    bool truncated = false;
    bool recursion_desired = false;
    bool recursion_available = false;
    std::optional<std::uint16_t> edns_payload;  // what the OPT record offers to take
    Question question;
    Answer answer;  // of a response; `authoritative` is the AA bit

    friend bool operator==(const Message&, const Message&) = default;
};

/// A standard query that asks for recursion.
std::string encode_query(std::uint16_t id, const Question& question, Transport transport = Transport::udp);

/// The response to that query. Records that do not fit are left out from the end, and TC is set (RFC 2181 9).
/// For timed_out it is empty: there is nothing to send.
std::string encode_response(std::uint16_t id, const Question& question, const Answer& answer,
                            Transport transport = Transport::udp);

/// Nothing unless it is one standard query or its response, whole, with one question, all of class IN, no
/// octet too few or too many. Of the additional section only OPT is kept. An rcode without an Outcome of its
/// own is a server_failure; records that came beside a failure are dropped.
std::optional<Message> decode(std::string_view octets);

}  // namespace dns
