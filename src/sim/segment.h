// A TCP segment as a packet capture shows it (RFC 9293 3.1), without its octets: the payload is a slice
// (offset, length) of the sender's stream, and the stream itself is kept by whoever owns the connection.
// Knows no address, no port and no options beyond the MSS that every SYN carries.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace sim {

struct Segment {
    // The flags, with the values of the header's octet 13 (RFC 9293 3.1).
    static constexpr std::uint8_t fin = 0x01, syn = 0x02, rst = 0x04, psh = 0x08, ack = 0x10;

    std::uint32_t sequence = 0;
    std::uint32_t acknowledgment = 0;  // meaningful with ack
    std::uint64_t stream_offset = 0;   // where the payload starts in the sender's stream
    std::uint32_t length = 0;          // payload octets
    std::uint16_t window = 0;
    std::uint8_t flags = 0;
    std::uint8_t attempt = 0;  // 0: first transmission; 1, 2, ..: retransmissions of the same octets

    constexpr bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
    /// What it takes of the sequence space: its payload, and one each for SYN and FIN (RFC 9293 3.4).
    constexpr std::uint64_t sequence_length() const {
        return std::uint64_t{length} + (has(syn) ? 1U : 0U) + (has(fin) ? 1U : 0U);
    }
    friend constexpr bool operator==(const Segment&, const Segment&) = default;
};

/// An IPv4 header (RFC 791 3.1) and a TCP header (RFC 9293 3.1) without options.
inline constexpr std::size_t segment_header_octets = 20 + 20;
/// The Maximum Segment Size option, on every SYN (RFC 9293 3.2).
inline constexpr std::size_t mss_option_octets = 4;

/// The whole IPv4 packet: what a Link is asked to carry.
constexpr std::size_t packet_octets(const Segment& segment) {
    return segment_header_octets + (segment.has(Segment::syn) ? mss_option_octets : 0) + segment.length;
}

/// The RST that a closed port answers with; nothing answers a RST (RFC 9293 3.10.7.1).
std::optional<Segment> refuse(const Segment& segment);

/// "SYN, ACK" in the order of a capture; "none" without any.
std::string flags_to_text(std::uint8_t flags);

}  // namespace sim
