#include "ui/stage_papers.h"

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "ui/office.h"
#include "ui/paper.h"

namespace ui {

namespace {

constexpr std::size_t most_shown = 2;  // side by side; the others are counted

Envelope envelope_of(const view::TrayMail& mail, Role holder) {
    Envelope envelope;
    envelope.return_address = mail.envelope.reverse_path;
    envelope.addressees = mail.envelope.recipients;
    envelope.sender = mail.kind == trace::LetterKind::bounce ? holder : Role::client;
    envelope.stage = mail.envelope.recipients.empty() ? Envelope::Stage::from_written : Envelope::Stage::addressed;
    return envelope;
}

Letter letter_of(const view::TrayMail& mail) {
    Letter letter;
    for (const std::string& host : mail.postmarks) letter.postmarks.push_back({fmt::format("by {}", host), Role::relay});
    letter.fields.push_back("From:");
    if (!mail.subject.empty()) letter.fields.push_back("Subject: " + mail.subject);
    // At this size a line is a grey bar: these stand for the body.
    letter.lines = {"..................", "........................", ".....................", ".............."};
    letter.built = mail.letter;
    return letter;
}

/// A veil over what another host has taken over: still there, no longer its business.
void draw_veil(const Canvas& canvas, const Box& box) {
    canvas.list->AddRectFilled(box.low, box.high, faded(canvas.theme->room, 0.62f), canvas.px(3));
}

void draw_mail(const Canvas& canvas, const Box& cell, const view::TrayMail& mail, Role holder) {
    const Theme& theme = *canvas.theme;
    const float envelope_high = std::min(cell.height() * 0.74f, cell.width() * 0.78f / envelope_aspect);
    const Box envelope{{cell.low.x, cell.high.y - envelope_high},
                       {cell.low.x + envelope_high * envelope_aspect, cell.high.y}};
    const float letter_high = cell.height() * 0.98f;
    const Box letter{{cell.high.x - letter_high * letter_aspect, cell.low.y}, {cell.high.x, cell.low.y + letter_high}};
    if (mail.letter > 0 || mail.custody == view::Custody::arriving) draw_letter(canvas, letter, letter_of(mail));
    draw_envelope(canvas, envelope, envelope_of(mail, holder));
    if (mail.custody == view::Custody::handed_over) {
        draw_veil(canvas, envelope.grown(canvas.px(2)));
        draw_veil(canvas, {{envelope.high.x + canvas.px(2), letter.low.y}, letter.high});
        draw_veil(canvas, {letter.low, {envelope.high.x + canvas.px(2), envelope.low.y - canvas.px(2)}});
    }
    if (mail.custody == view::Custody::failed) {
        const std::string word = mail.tag.empty() ? "FAILED" : mail.tag;
        draw_stamp(canvas, envelope.at(0.55f, 0.62f), 30, word, theme.paper_reply(ReplyClass::refused));
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
    return role == Role::client ? "Outbox" : "Queue";
}

void draw_empty_tray(const Canvas& canvas, const HostPlace& place) {
    const float wide = place.papers.width() * 0.72f;
    const Point centre{place.papers.centre().x, place.papers.high.y - wide / tray_aspect / 2};
    draw_tray(canvas, box_around(centre, wide, wide / tray_aspect), place.role, tray_label(place.role));
}

}  // namespace

std::string in_words(const view::TrayMail& mail) {
    std::string to;
    for (const std::string& recipient : mail.envelope.recipients) to += (to.empty() ? "" : ", ") + recipient;
    std::string text = mail.kind == trace::LetterKind::bounce ? "A bounce" : "A mail";
    if (!to.empty()) text += " to " + to;
    text += mail.envelope.reverse_path.empty() ? " from <> (nobody gets it back)" : " from " + mail.envelope.reverse_path;
    text += fmt::format(": {}", word_of(mail));
    if (!mail.tag.empty()) text += ", " + mail.tag;
    if (!mail.subject.empty()) text += fmt::format(". Subject: {}", mail.subject);
    return text;
}

void draw_papers(Panel& panel, const Canvas& canvas, const HostPlace& place, const view::StageHost& host) {
    std::vector<const view::TrayMail*> mails;
    for (const view::TrayMail& mail : host.tray)
        if (mail.custody != view::Custody::delivered) mails.push_back(&mail);
    if (mails.empty()) {
        draw_empty_tray(canvas, place);
        return;
    }
    const std::size_t shown = std::min(mails.size(), most_shown);
    const float words = canvas.px(17);
    const Box papers{place.papers.low + Point{canvas.px(6), canvas.px(12)},
                     place.papers.high - Point{canvas.px(6), words}};
    const float pitch = papers.width() / static_cast<float>(shown);
    for (std::size_t i = 0; i < shown; ++i) {
        const view::TrayMail& mail = *mails[mails.size() - shown + i];
        Box cell{{papers.low.x + pitch * static_cast<float>(i), papers.low.y},
                 {papers.low.x + pitch * static_cast<float>(i + 1) - canvas.px(shown > 1 ? 6 : 0), papers.high.y}};
        if (shown > 1) cell.low.y = std::max(cell.low.y, cell.high.y - cell.width() * 0.8f);
        draw_mail(canvas, cell, mail, place.role);
        if (panel.hovered(mail.event) || panel.selected(mail.event))
            compat::add_rect(*canvas.list, cell.grown(canvas.px(3)).low, cell.grown(canvas.px(3)).high,
                             canvas.theme->accent, canvas.px(corner_radius), canvas.px(2));
        const Box below{{cell.low.x, papers.high.y}, {cell.high.x, place.papers.high.y}};
        const std::string word = i == 0 && mails.size() > most_shown
                                     ? fmt::format("{} +{}", word_of(mail), mails.size() - most_shown)
                                     : std::string(word_of(mail));
        draw_word(canvas, below, word);
        if (mail.custody == view::Custody::waiting && !mail.tag.empty())
            draw_tag(canvas.scaled(0.8f), cell.at(0.3f, 0.35f), "Come back later", mail.tag);
        touch_event(panel, fmt::format("mail {} {}", host.label, i), cell, mail.event, in_words(mail));
    }
}

}  // namespace ui
