#include "ui/stage_papers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/office.h"
#include "ui/paper.h"

namespace ui {

namespace {

constexpr std::size_t most_shown = 2;   // side by side; the others are counted
constexpr float long_envelope = 1.85f;  // width to height, as of office post: an address fits in one line

Envelope envelope_of(const view::TrayMail& mail, Role holder) {
    Envelope envelope;
    envelope.return_address = mail.envelope.reverse_path;
    envelope.addressees = mail.envelope.recipients;
    envelope.sender = mail.kind == trace::LetterKind::bounce ? holder : Role::client;
    envelope.stage =
        mail.envelope.recipients.empty() ? Envelope::Stage::from_written : Envelope::Stage::addressed;
    return envelope;
}

Letter letter_of(const view::TrayMail& mail) {
    Letter letter;
    for (const std::string& host : mail.postmarks)
        letter.postmarks.push_back({fmt::format("by {}", host), Role::relay});
    letter.fields.push_back("From:");
    if (!mail.subject.empty()) letter.fields.push_back("Subject: " + mail.subject);
    // At this size a line is a grey bar: these stand for the body.
    letter.lines = {"..................", "........................", ".....................",
                    ".............."};
    letter.built = mail.letter;
    return letter;
}

/// What is drawn while this lives pales: another host has taken it over. Opaque, or the papers would show
/// through each other.
class Paled {
public:
    Paled(const Canvas& canvas, Color ground, float share)
        : list_(*canvas.list), ground_(ground), share_(share), first_(list_.VtxBuffer.Size) {}
    ~Paled() {
        for (int i = first_; share_ > 0 && i < list_.VtxBuffer.Size; ++i) {
            ImU32& color = list_.VtxBuffer[i].col;
            const auto channel = [color](int shift) {
                return static_cast<std::uint8_t>(color >> shift & 0xFF);
            };
            const Color drawn{channel(IM_COL32_R_SHIFT), channel(IM_COL32_G_SHIFT), channel(IM_COL32_B_SHIFT),
                              channel(IM_COL32_A_SHIFT)};
            Color pale = mixed(drawn, ground_, share_);
            pale.alpha = drawn.alpha;
            color = pale;
        }
    }
    Paled(const Paled&) = delete;
    Paled& operator=(const Paled&) = delete;

private:
    ImDrawList& list_;
    Color ground_;
    float share_;
    int first_;
};

void draw_mail(const Canvas& canvas, const Box& cell, const view::TrayMail& mail, Role holder) {
    const Theme& theme = *canvas.theme;
    const Paled pale(canvas, mixed(theme.room, theme.background, 0.45f),
                     mail.custody == view::Custody::handed_over ? 0.52f : 0.0f);
    const float envelope_high = std::min(cell.height() * 0.76f, cell.width() * 0.92f / long_envelope);
    const Box envelope{{cell.low.x, cell.high.y - envelope_high},
                       {cell.low.x + envelope_high * long_envelope, cell.high.y}};
    const float letter_high = cell.height() * 0.98f;
    const bool alone = mail.custody == view::Custody::delivered;
    const float right = alone ? cell.centre().x + letter_high * letter_aspect / 2 : cell.high.x;
    const Box letter{{right - letter_high * letter_aspect, cell.low.y}, {right, cell.low.y + letter_high}};
    if (mail.letter > 0 || mail.custody == view::Custody::arriving)
        draw_letter(canvas, letter, letter_of(mail));
    if (mail.custody == view::Custody::delivered) return;  // the envelope is thrown away
    draw_envelope(canvas, envelope, envelope_of(mail, holder));
    if (mail.custody == view::Custody::failed) {
        const std::string word = mail.tag.empty() ? "FAILED" : mail.tag;
        // Beside the addressee: who could not be reached must stay readable.
        const float high = std::min(26.0f, envelope.height() * 0.4f / canvas.unit);
        draw_stamp(canvas, envelope.at(0.4f, 0.3f), high, word, theme.paper_reply(ReplyClass::refused));
    }
}

void draw_word(const Canvas& canvas, const Box& papers, std::string_view word) {
    const Face face = canvas.fonts->at(Family::regular, std::round(canvas.px(12)));
    draw_text_centred(canvas, {papers.centre().x, papers.high.y - face.size * 0.6f}, face, canvas.theme->dim,
                      fitted(word, face, papers.width()));
}

std::string_view word_of(const view::TrayMail& mail) {
    const bool bounce = mail.kind == trace::LetterKind::bounce;
    switch (mail.custody) {
        case view::Custody::arriving:
            return "a copy builds up";
        case view::Custody::owned:
            return bounce ? "a bounce" : "to be sent on";
        case view::Custody::waiting:
            return "waits";
        case view::Custody::handed_over:
            return bounce ? "bounce handed over" : "handed over";
        case view::Custody::delivered:
            return "delivered";
        case view::Custody::failed:
            return "failed";
    }
    return "";
}

std::string_view tray_label(Role role) {
    return role == Role::client ? "Outbox" : role == Role::destination ? "Counter" : "Queue";
}

/// The mails to be shown, the one that matters most last. What has arrived for good lies in its mailbox: its
/// letter is shown while nothing else is here.
std::vector<const view::TrayMail*> papers_of(const view::StageHost& host) {
    std::vector<const view::TrayMail*> mails;
    for (const view::TrayMail& mail : host.tray)
        if (mail.custody != view::Custody::delivered) mails.push_back(&mail);
    if (mails.empty() && !host.tray.empty()) mails.push_back(&host.tray.back());
    const auto rank = [](const view::TrayMail* mail) {
        return mail->custody == view::Custody::handed_over ? 0
               : mail->custody == view::Custody::failed    ? 1
                                                           : 2;
    };
    std::stable_sort(mails.begin(), mails.end(),
                     [&](const view::TrayMail* a, const view::TrayMail* b) { return rank(a) < rank(b); });
    return mails;
}

/// The edges of what lies behind.
void draw_pile(const Canvas& canvas, const Box& cell) {
    const float high = cell.height() * 0.5f;
    const Box behind =
        Box{{cell.low.x, cell.high.y - high}, {cell.low.x + high * long_envelope, cell.high.y}};
    Envelope blank;
    blank.stage = Envelope::Stage::blank;
    draw_envelope(canvas, behind.moved({canvas.px(5), -canvas.px(14)}), blank);
}

void draw_empty_tray(const Canvas& canvas, const HostPlace& place) {
    const float wide = std::min(place.papers.width() * 0.92f, canvas.px(112));
    const Point centre{place.papers.centre().x, place.papers.high.y - wide / tray_aspect / 2};
    draw_tray(canvas, box_around(centre, wide, wide / tray_aspect), place.role, tray_label(place.role));
}

}  // namespace

std::string in_words(const view::TrayMail& mail) {
    std::string to;
    for (const std::string& recipient : mail.envelope.recipients) to += (to.empty() ? "" : ", ") + recipient;
    std::string text = mail.kind == trace::LetterKind::bounce ? "A bounce" : "A mail";
    if (!to.empty()) text += " to " + to;
    text += mail.envelope.reverse_path.empty() ? " from <> (nobody gets it back)"
                                               : " from " + mail.envelope.reverse_path;
    text += fmt::format(": {}", word_of(mail));
    if (!mail.tag.empty()) text += ", " + mail.tag;
    if (!mail.subject.empty()) text += fmt::format(". Subject: {}", mail.subject);
    return text;
}

void draw_papers(Panel& panel, const Canvas& canvas, const HostPlace& place, const view::StageHost& host) {
    std::vector<const view::TrayMail*> mails = papers_of(host);
    if (mails.empty()) {
        draw_empty_tray(canvas, place);
        return;
    }
    // Side by side where there is room, else the one that matters most in front of the others.
    const std::size_t room = place.papers.width() >= canvas.px(190) ? most_shown : 1;
    const std::size_t shown = std::min(mails.size(), room), hidden = mails.size() - shown;
    // A lone envelope with its letter peeping out; two share what there is.
    const float most = shown > 1 ? canvas.px(210) : (place.papers.height() - canvas.px(21)) * 1.8f;
    const float spared = std::max(0.0f, place.papers.width() - most) / 2;
    const Box papers{place.papers.low + Point{canvas.px(2) + spared, canvas.px(4)},
                     place.papers.high - Point{canvas.px(4) + spared, canvas.px(17)}};
    const float pitch = papers.width() / static_cast<float>(shown);
    for (std::size_t i = 0; i < shown; ++i) {
        const view::TrayMail& mail = *mails[mails.size() - shown + i];
        Box cell{
            {papers.low.x + pitch * static_cast<float>(i), papers.low.y},
            {papers.low.x + pitch * static_cast<float>(i + 1) - canvas.px(shown > 1 ? 6 : 0), papers.high.y}};
        if (shown > 1) cell.low.y = std::max(cell.low.y, cell.high.y - cell.width() * 0.8f);
        if (i == 0 && hidden > 0) draw_pile(canvas, cell);
        draw_mail(canvas, cell, mail, place.role);
        if (panel.hovered(mail.event) || panel.selected(mail.event)) {
            const Box ring = cell.grown(canvas.px(3));
            compat::add_rect(*canvas.list, ring.low, ring.high, canvas.theme->accent,
                             canvas.px(corner_radius), canvas.px(2));
        }
        const std::string word =
            i == 0 && hidden > 0 ? fmt::format("{}, +{}", word_of(mail), hidden) : std::string(word_of(mail));
        draw_word(canvas, {{cell.low.x, papers.high.y}, {cell.high.x, place.papers.high.y}}, word);
        std::string help = in_words(mail);
        if (i == 0)
            for (std::size_t j = 0; j < hidden; ++j) help += "\n" + in_words(*mails[j]);
        touch_event(panel, fmt::format("mail {} {}", host.label, i), cell, mail.event, help);
    }
}

void draw_waiting_tag(const Canvas& canvas, const StageMap& map, const HostPlace& place,
                      const view::StageHost& host) {
    const auto waits = [](const view::TrayMail& mail) {
        return mail.custody == view::Custody::waiting && !mail.tag.empty();
    };
    const auto mail = std::find_if(host.tray.rbegin(), host.tray.rend(), waits);
    if (mail == host.tray.rend()) return;
    constexpr std::string_view words = "Come back later";
    const Canvas small = canvas.scaled(0.8f);
    float edge = map.area.high.x;
    for (const HostPlace& other : map.places)
        if (other.column == place.column + 1) edge = std::min(edge, other.card.low.x);
    const float reach = small.px(26) + tag_width(small, words, mail->tag);
    const Point hook{std::min(place.card.high.x - canvas.px(12), edge - reach), place.card.high.y};
    draw_tag(small, hook, words, mail->tag);
}

}  // namespace ui
