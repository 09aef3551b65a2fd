#include "cli/check_address.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <variant>

#include "mail/header_address.h"
#include "mail/internationalized.h"

namespace cli {
namespace {

using mail::AddressFault;
using nlohmann::ordered_json;

struct Judgement {
    std::string word;                   // envelope, header or invalid
    std::string why;                    // sentences
    std::optional<AddressFault> fault;  // of the envelope's grammar, or for invalid of the header's
    std::optional<mail::Address> address;
};

std::string cited(std::string_view what, const base::Citation& citation) {
    const std::string source = base::to_text(citation);
    return source.empty() ? std::string(what) : fmt::format("{} ({})", what, source);
}

/// "at octet 5: a dot with no word before it (RFC 5321 4.1.2)".
std::string told(const AddressFault& fault) {
    return fmt::format("at octet {}: {}", fault.position + 1, cited(fault.what, fault.citation));
}

Judgement envelope(const mail::Address& address) {
    std::string why = "It may stand in MAIL and RCPT " + cited("as it is", {5321, "4.1.2"}) + ".";
    if (mail::needs_smtputf8(address)) {
        why =
            "It may stand in MAIL and RCPT where the server offers " + cited("SMTPUTF8", {6531, "3.3"}) + ".";
        if (const auto ascii = mail::downgraded(address))
            why += fmt::format(" Elsewhere its author may write {} instead.", mail::to_text(*ascii));
        else
            why += " No other spelling names the same mailbox: its local part is not ASCII.";
    }
    return {"envelope", std::move(why), {}, address};
}

Judgement header(const mail::HeaderAddress& parsed, const AddressFault& fault) {
    std::string why = "It may stand in header fields only";
    std::string has;
    for (const mail::AddressOddity oddity : parsed.oddities)
        has += (has.empty() ? "" : ", ") + cited(mail::to_text(oddity), mail::citation(oddity));
    why += has.empty() ? "." : ": it has " + has + ".";
    why += " MAIL and RCPT refuse it " + told(fault) + ".";
    return {"header", std::move(why), fault, parsed.address};
}

Judgement judge(const std::string& text) {
    const auto strict = mail::parse_address(text, mail::Utf8::allowed);
    if (const auto* address = std::get_if<mail::Address>(&strict)) return envelope(*address);
    const auto& refused = std::get<AddressFault>(strict);
    const auto lenient = mail::parse_header_address(text);
    if (const auto* parsed = std::get_if<mail::HeaderAddress>(&lenient)) return header(*parsed, refused);
    // What the header's grammar, the wider of the two, cannot read is the reason.
    const auto& fault = std::get<AddressFault>(lenient);
    std::string why = fmt::format("It is no address, {}.", told(fault));
    if (!fault.mend.empty()) why += fmt::format(" To mend it: {}.", fault.mend);
    return {"invalid", std::move(why), fault, {}};
}

std::string as_json(const CheckAddressOptions& options, const Judgement& judgement) {
    ordered_json json{{"address", octets_in_json(options.address)},
                      {"result", judgement.word},
                      {"why", octets_in_json(judgement.why)}};
    if (judgement.address) {
        json["local_part"] = octets_in_json(judgement.address->local_part);
        json["domain"] = octets_in_json(judgement.address->domain);
    }
    if (judgement.fault)
        json["fault"] = {{"octet", judgement.fault->position + 1},
                         {"what", octets_in_json(judgement.fault->what)},
                         {"mend", judgement.fault->mend},
                         {"citation", base::to_text(judgement.fault->citation)}};
    return json.dump(-1, ' ', true) + "\n";
}

}  // namespace

std::optional<CheckAddressOptions> check_address_options(const std::vector<std::string>& arguments) {
    if (arguments.size() < 3 || arguments[0] != "check" || arguments[1] != "address") return {};
    std::vector<std::string> rest(arguments.begin() + 2, arguments.end());
    CheckAddressOptions options;
    if (rest.size() == 2 && (rest.front() == "--json" || rest.back() == "--json")) {
        options.json = true;
        rest.erase(rest.front() == "--json" ? rest.begin() : rest.begin() + 1);
    }
    if (rest.size() != 1 || rest.front() == "--help" || rest.front() == "-h") return {};
    options.address = rest.front();
    return options;
}

Exit check_address(const CheckAddressOptions& options, Output& output) {
    const Judgement judgement = judge(options.address);
    if (options.json) {
        output.out << as_json(options, judgement);
    } else {
        const Tone tone = judgement.word == "invalid"  ? Tone::bad
                          : judgement.word == "header" ? Tone::waiting
                                                       : Tone::good;
        output.out << painted(output.terminal, tone, judgement.word) << "\n"
                   << wrapped(judgement.why, 0, output.terminal.columns) << "\n";
    }
    return judgement.word == "invalid" ? Exit::answer_is_no : Exit::done;
}

}  // namespace cli
