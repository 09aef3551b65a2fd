#include "scene_text.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"

namespace {

using namespace view;

std::string number(EventNumber event) {
    return event == trace::no_event ? "-" : fmt::format("#{}", event);
}

std::string host(const Scene& scene, HostId id) {
    return id < scene.hosts.size() ? scene.hosts[id].label : std::string("nobody");
}

constexpr std::array custodies{"arriving", "owned", "waiting", "handed over", "delivered", "failed"};
constexpr std::array line_states{"opening", "open", "closing", "closed", "reset", "refused"};
constexpr std::array packet_kinds{"command",        "reply",   "letter",   "handshake",
                                  "acknowledgment", "closing", "question", "answer"};
constexpr std::array row_kinds{"command", "reply",   "letter", "question", "answer", "tcp",
                               "verdict", "custody", "note",   "tls",      "fault"};
constexpr std::array verdicts{" (accept)", " (refuse)", " (come back)", " (close)"};
constexpr std::array markers{"accepted", "refused",      "deferred", "delivered", "bounce",
                             "lost",     "intervention", "fault",    "mended"};
constexpr std::array spans{"stage", "lookup", "wait", "refused"};

template <class Kind, std::size_t n>
const char* word(const std::array<const char*, n>& words, Kind kind) {
    return words.at(static_cast<std::size_t>(kind));
}

std::string joined(const std::vector<std::string>& words, const char* between) {
    std::string text;
    for (const std::string& one : words) text += (text.empty() ? "" : between) + one;
    return text;
}

std::string tray_text(const TrayMail& mail) {
    std::string text =
        fmt::format("    {} {} {}<{}> to {}", number(mail.event), word(custodies, mail.custody),
                    mail.kind == trace::LetterKind::bounce ? "bounce " : "", mail.envelope.reverse_path,
                    joined(mail.envelope.recipients, ", "));
    if (mail.letter < 1) text += fmt::format(", letter {:.2f}", mail.letter);
    if (!mail.postmarks.empty()) text += ", postmarks " + joined(mail.postmarks, " ");
    if (!mail.subject.empty()) text += ", \"" + mail.subject + "\"";
    if (!mail.mailbox.empty()) text += ", in " + mail.mailbox;
    if (!mail.tag.empty()) text += ", tag " + mail.tag;
    return text + "\n";
}

}  // namespace

std::string stage_text(const Scene& scene) {
    std::string text = fmt::format("{} at {}\n", number(scene.event), scene.clock);
    for (const StageHost& one : scene.hosts) {
        text += fmt::format("  {} ({:.2f}, {:.2f}) {} {}{}\n", one.label, one.x, one.y, one.domain,
                            one.address, one.activity == StageHost::Activity::active ? " active" : "");
        for (const TrayMail& mail : one.tray) text += tray_text(mail);
    }
    for (const StageLine& line : scene.lines)
        text += fmt::format("  line {} {} > {}:{} {}{}\n", line.connection, host(scene, line.client),
                            host(scene, line.server), line.port, word(line_states, line.state),
                            line.focus == StageLine::Focus::current ? " current" : "");
    for (const StagePacket& packet : scene.packets)
        text += fmt::format("  packet {} about {} {} {} > {} {:.2f}{} \"{}\"\n", number(packet.event),
                            number(packet.about), word(packet_kinds, packet.kind), host(scene, packet.from),
                            host(scene, packet.to), packet.progress,
                            packet.fate == StagePacket::Fate::lost ? " lost" : "", packet.label);
    text += fmt::format("  bar {} {}{}", number(scene.stages.event), scene.stages.hop, scene.stages.between);
    for (std::size_t stage = 0; stage < scene.stages.first.size(); ++stage)
        if (scene.stages.reached[stage])
            text += fmt::format(" {}{}{}", scene.stages.current == static_cast<smtp::Stage>(stage) ? "*" : "",
                                smtp::stage_names[stage], number(scene.stages.first[stage]));
    text += fmt::format("\n  caption {} {}: {}\n          {}\n", number(scene.caption.event),
                        scene.caption.speaker, scene.caption.line, scene.caption.meaning);
    text += fmt::format("  owner {} {}: {}\n", number(scene.owner.event), host(scene, scene.owner.host),
                        scene.owner.text);
    return text;
}

std::string ladder_text(const Ladder& ladder, const Scene& scene) {
    std::string text = fmt::format("rows {} to {} of {}, present {}\n", ladder.first,
                                   ladder.first + ladder.rows.size(), ladder.total, ladder.present);
    for (const LadderRow& row : ladder.rows) {
        const char mark = row.choice == LadderRow::Choice::selected ? '@'
                          : row.time == LadderRow::Time::present    ? '>'
                          : row.time == LadderRow::Time::future     ? '.'
                                                                    : ' ';
        const std::string way = row.to == row.from || row.to == trace::no_host
                                    ? host(scene, row.from)
                                    : host(scene, row.from) + " > " + host(scene, row.to);
        text += fmt::format("{} {:>4} {:>4} {} {}: {}{} {} | {}\n", mark, number(row.event),
                            number(row.arrival), base::to_text(row.at), way, word(row_kinds, row.kind),
                            row.verdict ? word(verdicts, *row.verdict) : "", row.text, row.meaning);
    }
    return text;
}

std::string timeline_text(const Timeline& timeline) {
    std::string text = fmt::format("{:.2f} of {:.2f}\n", timeline.position, timeline.length);
    for (const Lane& lane : timeline.lanes) {
        text += fmt::format("  {} {}:", number(lane.event), lane.label);
        for (const LaneSpan& span : lane.spans)
            text += fmt::format(
                " {}{} {:.1f}-{:.1f}",
                span.kind == SpanKind::stage ? std::string(to_text(span.stage)) : word(spans, span.kind),
                number(span.event), span.begin, span.end);
        text += "\n";
    }
    for (const Marker& marker : timeline.markers)
        text += fmt::format("  {} {} {:.1f} {}\n", number(marker.event), word(markers, marker.kind),
                            marker.at, marker.text);
    return text;
}

std::string inspector_text(const Inspector& inspector) {
    std::string text;
    switch (inspector.tab) {
        case InspectorTab::explain: {
            const ExplainView& view = inspector.explain;
            text = fmt::format("explain {} {}\n  {}\n  {}\n  {}\n", number(view.event), view.heading,
                               view.meaning, view.citation, view.explanation.title);
            for (const explain::Token& token : view.explanation.tokens)
                text += fmt::format("  [{}] {}\n",
                                    base::visible(view.explanation.text.substr(token.begin, token.length)),
                                    token.meaning);
            break;
        }
        case InspectorTab::bytes: {
            const BytesView& view = inspector.bytes;
            text =
                fmt::format("bytes {} {}: rows {} to {} of {}, {} tokens\n", number(view.event), view.heading,
                            view.first, view.first + view.rows.size(), view.total, view.tokens.size());
            for (const BytesRow& row : view.rows) {
                std::string marks;
                for (const std::uint8_t token : row.token)
                    marks += token == 0 ? '.' : token < 10 ? static_cast<char>('0' + token) : '+';
                text += fmt::format("  {:04x} {} {} {}\n", row.offset, base::hex(row.octets),
                                    base::visible(row.octets), marks);
            }
            break;
        }
        case InspectorTab::message: {
            const MessageView& view = inspector.message;
            text =
                fmt::format("message {} {}, {} octets\n  <{}> to {}\n", number(view.event), view.heading,
                            view.octets, view.envelope.reverse_path, joined(view.envelope.recipients, ", "));
            for (const MessageField& field : view.fields)
                text += fmt::format("  {} {}: {}{}\n", number(field.event), field.name, field.value,
                                    field.added_by.empty() ? "" : " (by " + field.added_by + ")");
            for (const std::string& note : view.notes) text += "  note: " + note + "\n";
            text += "---\n" + view.body;
            break;
        }
    }
    return text;
}

std::string scene_text(const Scene& scene) {
    return "== stage\n" + stage_text(scene) + "== ladder\n" + ladder_text(scene.ladder, scene) +
           "== timeline\n" + timeline_text(scene.timeline) + "== inspector\n" +
           inspector_text(scene.inspector);
}
