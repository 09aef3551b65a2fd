#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "view/change_words.h"
#include "view/teller.h"

namespace view {

// ---- the mail ----

void Teller::on(const Written& fact) {
    if (fact.kind == LetterKind::delay_notice || fact.kind == LetterKind::success_notice) {
        told_.meaning = fmt::format(
            "{} writes a notice to the sender: the mail {}. It travels without a return address, "
            "so that nobody answers it.",
            here_,
            fact.kind == LetterKind::delay_notice ? "is late, and is still being tried"
                                                  : "has got as far as was asked for");
        told_.citation = "RFC 3461 5";
        return;
    }
    if (fact.kind == LetterKind::bounce) {
        told_.meaning = fmt::format(
            "{} writes a bounce: a new letter about the mail that failed, in an envelope without a "
            "return address, so that it can never be bounced itself.",
            here_);
        told_.citation = "RFC 5321 6.1";
        return;
    }
    told_.meaning = fmt::format("{} has written a letter of {} and puts it into an envelope from {}.", here_,
                                counted(fact.letter.length, "octet", "octets"),
                                fact.reverse_path.empty() ? "<>" : text(fact.reverse_path));
    told_.citation = "RFC 5321 2.3.1";
}

void Teller::on(const Addressed& fact) {
    told_.meaning = fmt::format("The envelope is addressed to {}.", text(fact.address));
    told_.citation = "RFC 5321 2.3.1";
}

void Teller::on(const Accepted& fact) {
    told_.meaning = fmt::format(
        "{} is now responsible for this mail and gives it the number {}. It put its postmark, a "
        "Received: field, on top.",
        here_, text(fact.queue_id));
    told_.citation = "RFC 5321 4.4";
}

void Teller::on(const Routed& fact) {
    const std::string next = text(fact.next), domain = text(fact.domain);
    switch (fact.route) {
        case Route::local:
            told_.meaning = fmt::format("{} is at home here: the mail goes to {}.", domain, next);
            break;
        case Route::mx:
            told_.meaning =
                fmt::format("Mail for {} goes to {} (MX preference {}).", domain, next, fact.preference);
            told_.citation = "RFC 5321 5.1";
            break;
        case Route::implicit_mx:
            told_.meaning =
                fmt::format("{} has no MX record, so its own address is tried: {}.", domain, next);
            told_.citation = "RFC 5321 5.1";
            break;
        case Route::submission:
        case Route::smarthost:
            told_.meaning = fmt::format("{} hands all its mail to one server: {}.", here_, next);
            break;
        case Route::address_literal:
            told_.meaning = fmt::format("{} names its host by address: no name has to be looked up.", domain);
            told_.citation = "RFC 5321 4.1.3";
            break;
        case Route::host_table:
            told_.meaning = fmt::format("{} stands in the host table: the mail goes to {}.", domain, next);
            told_.citation = "RFC 821 3.7";
            break;
        case Route::source_route:
            told_.meaning = fmt::format("The sender wrote the way: the next host on it is {}.", next);
            told_.citation = "RFC 821 3.6";
            break;
    }
}

void Teller::on(const Attempted& fact) {
    told_.meaning = fmt::format("{} tries to reach {} (try {}).", here_, text(fact.next), fact.attempt);
    told_.citation = "RFC 5321 4.5.4.1";
}

void Teller::on(const Relayed& fact) {
    told_.meaning = fmt::format("{} took the mail for {}; {} need not keep it any longer.", text(fact.next),
                                recipient_of(fact.mail, fact.recipient), here_);
    told_.citation = "RFC 5321 6.1";
}

void Teller::on(const Delivered& fact) {
    const bool null_path = trace_.text(fact.fields_added).find("<>") != std::string_view::npos;
    told_.meaning = fmt::format(
        "The mail is in the mailbox of {}. The envelope is thrown away; its return address{} is kept "
        "in a Return-Path: field on top.",
        text(fact.mailbox), null_path ? ", which is empty," : "");
    told_.citation = "RFC 5321 4.4";
}

void Teller::on(const Deferred& fact) {
    told_.code = fact.code;
    const std::string wait = base::to_text(fact.next_try - event_.at);
    const std::string address = recipient_of(fact.mail, fact.recipient);
    told_.meaning =
        fact.code > 0
            ? fmt::format("{} for {}: {} keeps the mail and tries again in {}, when its own schedule says.",
                          text(fact.said), address, here_, wait)
            : why(fact.reason, 0, fact.enhanced, text(fact.said), here_, {}, wait);
    told_.citation = "RFC 5321 4.5.4.1";
}

void Teller::on(const Failed& fact) {
    told_.code = fact.code;
    const std::string address = recipient_of(fact.mail, fact.recipient);
    if (fact.code > 0) {
        // A server must report to the reverse-path; a mail program has its person right before it.
        const Role role = trace_.world.hosts[event_.host].role;
        const bool person = role == Role::client || role == Role::attacker;
        told_.meaning =
            fmt::format("The mail for {} failed for good: {} said \"{}\". {} still owns the mail and {}.",
                        address, fact.by.empty() ? here_ : text(fact.by), text(fact.said), here_,
                        person ? "shows that to whoever wrote it" : "must tell the sender");
    } else {
        const bool expired = fact.reason == smtp::Reason::expired;
        const std::string about =
            expired ? base::to_text(event_.at - arrival_of(fact.mail)) : text(fact.said);
        told_.meaning = fmt::format("The mail for {} failed for good. ", address);
        if (fact.reason ==
            smtp::Reason::letter_too_big)  // the other side's limit, read in its answer to EHLO
            told_.meaning += fmt::format(
                "{} knows from the answer to EHLO: {}. It does not even begin; sending "
                "the letter again unchanged fails again.",
                here_, text(fact.said));
        else
            told_.meaning += why(fact.reason, 0, fact.enhanced, about, here_, {});
        if (expired) told_.meaning += fmt::format(" The last try: {}.", text(fact.said));
    }
    told_.citation = "RFC 5321 4.2.1";
}

void Teller::on(const Discarded&) {
    told_.meaning =
        fmt::format("The mail that failed has no return address, so {} tells nobody and lets it go.", here_);
    told_.citation = "RFC 5321 6.1";
}

void Teller::on(const Intervened& fact) {
    told_.from = "You";
    told_.meaning = fact.index < trace_.interventions.size()
                        ? change_text(trace_, trace_.interventions[fact.index])
                        : "You change something in this world.";
}

}  // namespace view
