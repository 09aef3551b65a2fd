#include "tests/ui/delivery.h"

#include "explain/line.h"

namespace ui_test {

namespace {

using namespace view;
constexpr HostId client = 0, relay = 1, destination = 2, names = 3;

StageHost host(HostId id, trace::Role role, std::string label, std::string domain, std::string address,
               float x, float y) {
    StageHost host;
    host.event = id + 1;
    host.id = id;
    host.role = role;
    host.label = std::move(label);
    host.domain = std::move(domain);
    host.address = std::move(address);
    host.x = x;
    host.y = y;
    return host;
}

TrayMail mail(EventNumber event, Custody custody) {
    TrayMail mail;
    mail.event = event;
    mail.mail = 1;
    mail.custody = custody;
    mail.envelope = {"ann@src.example", {"bob@dest.example"}};
    mail.subject = "Lunch on Friday?";
    return mail;
}

LadderRow row(EventNumber event, RowKind kind, HostId from, HostId to, int ms, std::string text,
              std::uint16_t code = 0) {
    LadderRow row;
    row.event = event;
    row.arrival = event + 1;
    row.kind = kind;
    row.from = from;
    row.to = to;
    row.at = base::Instant{} + base::milliseconds(ms);
    row.text = std::move(text);
    row.meaning = "What this line means for the mail.";
    row.code = code;
    return row;
}

void add_rows(Scene& scene) {
    auto& rows = scene.ladder.rows;
    rows = {
        row(40, RowKind::reply, relay, client, 140, "250 2.0.0 queued as 1", 250),
        row(44, RowKind::custody, relay, relay, 140, "Relay is responsible for the mail now"),
        row(46, RowKind::question, relay, names, 141, "MX dest.example ?"),
        row(50, RowKind::answer, names, relay, 165, "MX 10 mx.dest.example."),
        row(60, RowKind::reply, destination, relay, 300, "220 mx.dest.example ESMTP Mailstage", 220),
        row(64, RowKind::command, relay, destination, 335, "EHLO relay.src.example"),
        row(68, RowKind::reply, destination, relay, 370,
            "250-mx.dest.example greets relay.src.example (+3 lines)", 250),
        row(72, RowKind::command, relay, destination, 405, "MAIL FROM:<ann@src.example> SIZE=512"),
        row(76, RowKind::reply, destination, relay, 440, "250 2.1.0 sender ok", 250),
        row(80, RowKind::verdict, destination, destination, 440, "recipient-exists: bob has a mailbox here")};
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i].time = i < 7    ? LadderRow::Time::past
                       : i == 7 ? LadderRow::Time::present
                                : LadderRow::Time::future;
    scene.ladder.columns = {client, relay, destination, names};
    scene.ladder.first = 12;
    scene.ladder.total = 40;
    scene.ladder.present = 19;
}

void add_timeline(Scene& scene) {
    using smtp::Stage;
    scene.timeline.length = 60;
    scene.timeline.position = 38;
    const auto lane = [](EventNumber event, std::string label, HostId from, HostId to, double begin) {
        Lane made{event, event, std::move(label), from, to, {}};
        double at = begin;
        for (int i = 0; i < 5; ++i, at += 4.5)
            made.spans.push_back({event + static_cast<EventNumber>(i), static_cast<Stage>(i), at, at + 4.5});
        return made;
    };
    scene.timeline.lanes = {lane(4, "Ann's laptop > Relay", client, relay, 1),
                            lane(54, "Relay > Destination", relay, destination, 30)};
    scene.timeline.lanes.push_back({46, 0, "Names and waiting", relay, names, {}});
    scene.timeline.markers = {{44, MarkerKind::accepted, 20, "Relay accepts the mail"},
                              {150, MarkerKind::delivered, 52, "The mail is in bob's mailbox"}};
}

void add_inspector(Scene& scene) {
    const std::string line = "MAIL FROM:<ann@src.example> SIZE=512";
    ExplainView& explained = scene.inspector.explain;
    explained.event = 72;
    explained.heading = "Relay says to Destination";
    explained.meaning = "The relay opens the envelope: if this mail fails, tell ann@src.example.";
    explained.explanation = explain::explain_line(line);
    explained.citation = "RFC 5321 4.1.1.2";
    BytesView& bytes = scene.inspector.bytes;
    bytes.event = 72;
    bytes.heading = "38 octets of a command";
    bytes.tokens = explained.explanation.tokens;
    const std::string octets = line + "\r\n";
    for (std::size_t i = 0; i < octets.size(); i += 16) {
        BytesRow row{static_cast<std::uint32_t>(i), octets.substr(i, 16), {}};
        for (std::size_t j = i; j < i + row.octets.size(); ++j) {
            std::uint8_t token = 0;
            for (std::size_t t = 0; t < bytes.tokens.size(); ++t)
                if (j >= bytes.tokens[t].begin && j < bytes.tokens[t].begin + bytes.tokens[t].length)
                    token = static_cast<std::uint8_t>(t + 1);
            row.token.push_back(token);
        }
        bytes.rows.push_back(row);
    }
    bytes.total = 30;
    MessageView& message = scene.inspector.message;
    message.event = 44;
    message.heading = "The letter as Relay holds it";
    message.envelope = {"ann@src.example", {"bob@dest.example"}};
    message.content = MessageView::Content::letter;
    message.octets = 512;
    message.fields = {
        {44, "Received", "from laptop.src.example ([192.0.2.10]) by relay.src.example; Mon, 2 Mar 2026",
         "Relay"},
        {2, "From", "Ann <ann@src.example>", ""},
        {2, "To", "Bob <bob@dest.example>", ""},
        {2, "Subject", "Lunch on Friday?", ""}};
    message.body = "Dear Bob,\n\nthe canteen has pancakes on Friday.\nShall we meet there at noon?\n\nAnn";
    message.notes = {"1 line begins with a dot: it was doubled on the wire"};
}

}  // namespace

Scene delivery() {
    Scene scene;
    scene.event = 72;
    scene.at = base::Instant{} + base::milliseconds(405);
    scene.clock = "00:00.405";
    scene.title = "The first delivery";
    scene.hosts = {
        host(client, trace::Role::client, "Ann's laptop", "laptop.src.example", "192.0.2.10", 0.12f, 0.55f),
        host(relay, trace::Role::relay, "Relay", "relay.src.example", "198.51.100.25", 0.5f, 0.45f),
        host(destination, trace::Role::destination, "Destination", "mx.dest.example", "203.0.113.25", 0.88f,
             0.55f),
        host(names, trace::Role::dns, "Name server", "ns.example", "198.51.100.53", 0.66f, 0.12f)};
    scene.hosts[1].activity = scene.hosts[2].activity = StageHost::Activity::active;
    scene.hosts[0].tray = {mail(44, Custody::handed_over)};
    scene.hosts[1].tray = {mail(45, Custody::owned)};
    scene.hosts[1].tray[0].postmarks = {"relay.src.example"};
    scene.hosts[1].mailboxes = {"ann@src.example", "postmaster@src.example"};
    scene.hosts[2].mailboxes = {"alice@dest.example", "bob@dest.example", "postmaster@dest.example"};
    scene.lines = {{54, 2, relay, destination, 25, LineState::open, StageLine::Focus::current}};
    scene.packets = {
        {73, 72, PacketKind::command, 2, relay, destination, 0.5f, "MAIL FROM:<ann@src.example> SIZE=512"}};
    scene.stages.event = 72;
    scene.stages.hop = "hop 2 of 2: Relay > Destination";
    scene.stages.current = smtp::Stage::sender;
    scene.stages.reached = {true, true, false, false, false};
    scene.stages.first = {60, 72, 82, 90, 140};
    scene.caption = {72, "Relay (client)", "MAIL FROM:<ann@src.example> SIZE=512",
                     "The relay opens the envelope: the mail comes from ann@src.example, and that is where "
                     "it goes back to if "
                     "it fails.",
                     0};
    scene.owner = {45, relay, "Relay is responsible for this mail"};
    add_rows(scene);
    add_timeline(scene);
    add_inspector(scene);
    return scene;
}

Scene letter_under_way() {
    Scene scene = delivery();
    scene.packets = {{101, 100, PacketKind::letter, 2, relay, destination, 0.5f, "the letter, 512 octets"},
                     {99, 100, PacketKind::acknowledgment, 2, destination, relay, 0.3f, "ACK"}};
    TrayMail copy = mail(90, Custody::arriving);
    copy.mail = 0;
    copy.letter = 0.6f;
    copy.postmarks = {"relay.src.example"};
    scene.hosts[2].tray = {copy};
    scene.stages.current = smtp::Stage::data;
    scene.stages.reached = {true, true, true, true, false};
    scene.caption = {
        100, "Relay (client)", "the letter: 512 octets, then a lone dot",
        "The letter travels. Until the reply to its last dot the relay stays responsible for it.", 0};
    return scene;
}

Scene crowded() {
    Scene scene = delivery();
    scene.hosts.push_back(
        host(4, trace::Role::client, "Kim's phone", "phone.far.example", "192.0.2.77", 0.12f, 0.8f));
    scene.hosts.push_back(
        host(5, trace::Role::relay, "Second relay", "out.far.example", "198.51.100.26", 0.5f, 0.7f));
    scene.hosts.push_back(
        host(6, trace::Role::dns, "Second name server", "ns2.example", "198.51.100.54", 0.7f, 0.12f));
    scene.hosts.push_back(
        host(7, trace::Role::attacker, "Stranger", "host.bad.example", "203.0.113.66", 0.5f, 0.95f));
    TrayMail refused = mail(120, Custody::failed);
    refused.tag = "550 5.1.1";
    TrayMail waiting = mail(122, Custody::waiting);
    waiting.tag = "again in 15 min";
    TrayMail bounce = mail(130, Custody::owned);
    bounce.kind = trace::LetterKind::bounce;
    bounce.envelope = {"", {"ann@src.example"}};
    scene.hosts[1].tray = {refused, bounce};
    scene.hosts[5].tray = {waiting};
    TrayMail delivered = mail(150, Custody::delivered);
    delivered.mailbox = "bob@dest.example";
    scene.hosts[2].tray = {delivered};
    scene.lines.push_back({160, 3, 5, destination, 25, LineState::refused, StageLine::Focus::other});
    scene.lines.push_back({161, 4, 7, relay, 25, LineState::opening, StageLine::Focus::other});
    scene.packets = {
        {110, 109, PacketKind::reply, 2, destination, relay, 0.4f, "550 5.1.1 no such user here", 550},
        {170, 169, PacketKind::handshake, 4, 7, relay, 0.7f, "SYN", 0, StagePacket::Fate::lost},
        {171, 172, PacketKind::question, 0, relay, names, 0.6f, "MX far.example ?"}};
    scene.caption = {
        109, "Destination (server)", "550 5.1.1 no such user here",
        "The destination has no mailbox nobody@dest.example: this recipient is refused for good.", 550};
    return scene;
}

Scene empty() {
    Scene scene;
    scene.clock = "00:00.000";
    scene.title = "An empty world";
    return scene;
}

}  // namespace ui_test
