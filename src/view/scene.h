// The screen as plain data: what is visible at one playhead under one look, and only that. Every item names
// the event that it shows (no_event: it shows something that no event made, such as a host before the start).
// No ImGui, no pixels: places on the stage are fractions of it, progress is a fraction of the way.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "explain/line.h"
#include "smtp/stage.h"
#include "trace/world.h"
#include "view/look.h"
#include "view/playhead.h"

namespace view {

using trace::ConnectionId;
using trace::EventNumber;
using trace::HostId;
using trace::MailId;

// ---- stage ----

/// What a host holds of a mail, as the learner should see it.
enum class Custody : std::uint8_t {
    arriving,     // a copy builds up here; the sender still owns the mail
    owned,        // this host is responsible now
    waiting,      // owned, and to be tried again later: see `tag`
    handed_over,  // the next host took it: kept dimmed
    delivered,    // in a mailbox here
    failed,       // given up; this host told the sender, or is the sender
};

struct Envelope {
    std::string reverse_path;             // "" is the null path <>
    std::vector<std::string> recipients;  // in the order they were named
};

struct TrayMail {
    EventNumber event = trace::no_event;  // the last one that changed it
    MailId mail = 0;                      // 0: arriving, not yet accepted
    Custody custody = Custody::owned;
    trace::LetterKind kind = trace::LetterKind::original;
    Envelope envelope;
    float letter = 1;                    // how much of the letter is here, 0 to 1
    std::vector<std::string> postmarks;  // host names of its Received: fields, newest first
    std::string subject;
    std::string mailbox;  // delivered: whose
    std::string tag;      // waiting: "again in 15 min"; failed: "550 5.1.1"
};

inline constexpr std::size_t tray_limit = 24;  // mails of one host on the stage; our own bound

struct StageHost {
    EventNumber event = trace::no_event;  // the last one at this host
    HostId id = trace::no_host;
    std::string label, domain, address;
    trace::Role role = trace::Role::client;
    float x = 0.5f, y = 0.5f;  // its centre, 0 to 1 over the stage
    enum class Activity : std::uint8_t {
        idle,
        active
    } activity = Activity::idle;  // takes part in what happens now
    enum class Power : std::uint8_t { up, down } power = Power::up;
    EventNumber crashed = trace::no_event;  // down: since when
    std::vector<TrayMail> tray;             // oldest first; at most tray_limit, the newest
    std::uint32_t left_out = 0;             // older ones that the tray does not show
    std::vector<std::string> mailboxes;     // all of them, also empty ones
};

enum class LineState : std::uint8_t { opening, open, closing, closed, reset, refused };

// One that was tried to an address where nobody lives is not drawn; the stage bar tells of it.
struct StageLine {  // a connection; closed ones stay until the next one between the same hosts
    EventNumber event = trace::no_event;
    ConnectionId connection = 0;
    HostId client = trace::no_host, server = trace::no_host;
    std::uint16_t port = 0;
    LineState state = LineState::opening;
    enum class Focus : std::uint8_t {
        other,
        current
    } focus = Focus::other;                                               // the hop that the stage bar names
    enum class Seal : std::uint8_t { clear, sealed } seal = Seal::clear;  // under TLS
};

/// What the packets travel on, where it is not as the scenario made it.
struct StageCable {
    EventNumber event = trace::no_event;  // LineChanged
    HostId a = trace::no_host, b = trace::no_host;
    enum class State : std::uint8_t { cut, slow, lossy } state = State::cut;
};

enum class PacketKind : std::uint8_t {
    command,
    reply,
    letter,
    handshake,
    acknowledgment,
    closing,
    question,
    answer
};

struct StagePacket {                      // on its way at the playhead
    EventNumber event = trace::no_event;  // SegmentSent or DatagramSent
    EventNumber about =
        trace::no_event;  // the line it carries: CommandSent, ReplySent, ContentSent, Asked...
    PacketKind kind = PacketKind::command;
    ConnectionId connection = 0;  // 0: a datagram
    HostId from = trace::no_host, to = trace::no_host;
    float progress = 0;      // 0 at `from`, 1 at `to`
    std::string label;       // "EHLO laptop.src.example", "250 2.1.0", "MX dest.example ?", "SYN"
    std::uint16_t code = 0;  // of a reply
    enum class Fate : std::uint8_t { arrives, lost } fate = Fate::arrives;
    StageLine::Seal seal = StageLine::Seal::clear;  // sealed: nobody on the way can read the label
};

struct StageBar {  // the five stages of the current hop
    EventNumber event = trace::no_event;
    std::string hop;      // "hop 2 of 2: Relay > Destination"; "" between hops
    std::string between;  // between hops: what happens instead ("Relay looks for dest.example")
    std::optional<smtp::Stage> current;
    std::array<bool, 5> reached{};
    std::array<EventNumber, 5> first{
        trace::no_event, trace::no_event, trace::no_event, trace::no_event,
        trace::no_event};  // where a click on a stage leads; between hops: in the last one, else the first
};

struct Caption {  // two lines under the stage: what is on the wire, and what it means
    EventNumber event = trace::no_event;
    std::string speaker;  // "Relay (client)"; "" for what nobody says
    std::string line;     // "MAIL FROM:<ann@src.example>"
    std::string meaning;
    std::uint16_t code = 0;
};

/// Who owns the mail that is told now.
struct Ownership {
    EventNumber event = trace::no_event;
    HostId host = trace::no_host;
    std::string text;  // "Relay is responsible for this mail"
};

// ---- ladder ----

enum class RowKind : std::uint8_t {
    command,
    reply,
    letter,
    question,
    answer,
    tcp,
    verdict,
    custody,
    note,
    tls,   // messages of a handshake
    fault  // a change of yours, and what broke
};

struct LadderRow {
    EventNumber event = trace::no_event;    // where it begins: the line is sent, the question asked
    EventNumber arrival = trace::no_event;  // where it is heard; no_event: never, or it does not travel
    RowKind kind = RowKind::command;
    base::Instant at;
    HostId from = trace::no_host, to = trace::no_host;  // to == from or no_host: it happens at one host
    ConnectionId connection = 0;
    std::string text;     // one line, no CRLF
    std::string meaning;  // a few words
    std::uint16_t code = 0;
    std::optional<trace::Verdict> verdict;  // of kind verdict
    std::optional<smtp::Stage> stage;
    StageLine::Seal seal = StageLine::Seal::clear;  // said under TLS
    enum class Time : std::uint8_t { past, present, future } time = Time::past;
    enum class Choice : std::uint8_t { plain, selected } choice = Choice::plain;
};

struct Ladder {
    std::vector<HostId> columns;         // left to right
    std::uint32_t first = 0, total = 0;  // the first row in sight; all rows under this look
    std::uint32_t present = 0;           // the row that the caption tells of; total: none has begun
    std::vector<LadderRow> rows;         // those in sight
};

// ---- timeline ----

enum class SpanKind : std::uint8_t { stage, lookup, wait, refused };
struct LaneSpan {  // a stage of a connection; in screen seconds (see pace.h)
    EventNumber event = trace::no_event;
    smtp::Stage stage = smtp::Stage::handshake;  // of kind stage
    double begin = 0, end = 0;
    SpanKind kind = SpanKind::stage;  // lookup and wait: in the lane of connection 0;
                                      // refused: nobody listened
};
struct Lane {
    EventNumber event = trace::no_event;
    ConnectionId connection = 0;  // 0: names and waiting
    std::string label;            // "Ann's laptop > Relay"
    HostId client = trace::no_host, server = trace::no_host;
    std::vector<LaneSpan> spans;
};
enum class MarkerKind : std::uint8_t {
    accepted,
    refused,
    deferred,
    delivered,
    bounce,
    lost,
    intervention,
    fault,
    mended,
};
struct Marker {
    EventNumber event = trace::no_event;
    MarkerKind kind = MarkerKind::accepted;
    double at = 0;  // screen seconds
    std::string text;
};
struct Timeline {
    double length = 0, position = 0;  // screen seconds
    std::vector<Lane> lanes;
    std::vector<Marker> markers;
};

// ---- inspector ----

struct ExplainView {
    EventNumber event = trace::no_event;
    std::string heading;               // "Relay says to Ann's laptop"
    std::string meaning;               // what it means here, in this run
    explain::Explanation explanation;  // the line, its tokens and cards
    std::string citation;              // "RFC 5321 4.1.1.2"
};
struct BytesRow {
    std::uint32_t offset = 0;
    std::string octets;               // at most 16, as they are
    std::vector<std::uint8_t> token;  // for each octet: index into `tokens` + 1; 0: none
};
struct BytesView {
    EventNumber event = trace::no_event;
    std::string heading;                 // "42 octets of a TCP segment"
    std::uint32_t first = 0, total = 0;  // lines of 16 octets
    std::vector<BytesRow> rows;
    std::vector<explain::Token> tokens;  // over the whole
    std::string opened;  // what the octets say when TLS has opened them, as text; "": they were not sealed
};
struct MessageField {
    EventNumber event = trace::no_event;  // who wrote it: Written, or the Accepted or Delivered that added it
    std::string name, value;
    std::string added_by;  // a host's label; "" for what the sender wrote
};
struct MessageView {
    EventNumber event = trace::no_event;
    std::string heading;  // "The letter as Relay holds it"
    Envelope envelope;
    std::vector<MessageField> fields;
    std::string body;                // as text; at most body_limit octets
    std::vector<std::string> notes;  // findings: "2 lines end with LF alone"
    std::uint32_t octets = 0;
    enum class Content : std::uint8_t { nothing, letter } content = Content::nothing;
    /// A mailbox keeps letters only: the envelope is thrown away on delivery (RFC 5321 4.4).
    enum class Paper : std::uint8_t { in_envelope, thrown_away } paper = Paper::in_envelope;
};
inline constexpr std::size_t body_limit = 16'384;  // octets of a body shown; our own bound

struct Inspector {
    InspectorTab tab = InspectorTab::explain;
    ExplainView explain;  // only the open tab is filled
    BytesView bytes;
    MessageView message;
};

// ---- all of it ----

struct Scene {
    EventNumber event = trace::no_event;  // the last one shown
    base::Instant at;
    std::string clock;  // "00:03.204"
    std::string title;  // the scenario's
    std::vector<StageHost> hosts;
    std::vector<StageLine> lines;
    std::vector<StageCable> cables;
    std::vector<StagePacket> packets;
    StageBar stages;
    Caption caption;
    Ownership owner;
    Ladder ladder;
    Timeline timeline;
    Inspector inspector;
};

}  // namespace view
