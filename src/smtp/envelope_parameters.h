// The parameters of MAIL and RCPT as a server reads them: which it knows, what each may say, what the reply
// to a wrong one is. Pure functions of the words and of what was offered; knows no session and no policy.
// RFC 1870, 3030, 3461, 4954 5, 6152, 6531, 8689.
#pragma once
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "smtp/command.h"
#include "smtp/envelope.h"
#include "smtp/extension.h"
#include "smtp/manner.h"
#include "smtp/reply.h"

namespace smtp {

struct SenderParameters {
    SenderOptions options;
    std::optional<std::uint64_t> size;  // as announced, however big
};

/// `usable`: the extensions that this client may use now (none after HELO). A parameter of another, one that
/// is given twice or has a wrong value is answered with the reply, unless the manner's conduct lets it pass.
std::variant<SenderParameters, Reply> read_sender_parameters(const std::vector<Parameter>& parameters,
                                                             ExtensionSet usable,
                                                             const ParameterConduct& conduct = {});

/// `utf8`: whether MAIL said SMTPUTF8, so that ORCPT may hold UTF-8 (RFC 6533 3).
std::variant<RecipientOptions, Reply> read_recipient_parameters(const std::vector<Parameter>& parameters,
                                                                ExtensionSet usable, mail::Utf8 utf8,
                                                                const ParameterConduct& conduct = {});

/// VRFY and EXPN take a name and maybe the word SMTPUTF8 (RFC 6531 3.1): the name, and whether it was there.
struct Inquiry {
    std::string_view name;
    mail::Utf8 utf8 = mail::Utf8::refused;
};
Inquiry read_inquiry(std::string_view text, ExtensionSet usable);

}  // namespace smtp
