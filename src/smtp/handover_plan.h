// What must be said to hand this mail to a server that offers this: the MAIL and RCPT lines with their
// parameters, the letter as it will be sent, who cannot be served and why. A pure function: it says nothing
// itself. RFC 1870 6, 3030 3, 3461 4, 6152 3, 6531 3.2 to 3.4, 8689 4.2.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "smtp/client_action.h"
#include "smtp/handover.h"
#include "smtp/server_offer.h"

namespace smtp {

/// What a client finds out without asking: this server will never take it.
struct Refusal {
    Reason reason = Reason::none;
    EnhancedCode status;
    std::string about;  // for people
};

struct HandoverPlan {
    std::optional<Refusal> refusal;  // of everybody; then nothing else is filled in
    Verb opening = Verb::mail;       // MAIL, or SEND, SOML, SAML in 1982
    std::string mail_line;           // without CRLF, as all lines here
    std::shared_ptr<const std::string> letter;
    enum class LetterBy : std::uint8_t { data, chunks } letter_by = LetterBy::data;
    mail::Utf8 utf8 = mail::Utf8::refused;              // allowed: SMTPUTF8 is said
    Settled::Notices notices = Settled::Notices::ours;  // theirs: NOTIFY and ORCPT are said
    std::vector<Rewrote> rewrites;
};

/// `tls`: nothing, the conversation is in plaintext.
HandoverPlan plan_handover(const Handover& handover, const ServerOffer& offer,
                           const std::optional<TlsSession>& tls);

struct RecipientPlan {
    std::optional<Refusal> refusal;
    std::string rcpt_line;
    std::optional<Rewrote> rewrite;
};
RecipientPlan plan_recipient(const HandoverRecipient& recipient, const HandoverPlan& plan,
                             const ClientManners& manners);

}  // namespace smtp
