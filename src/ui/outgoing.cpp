#include "ui/outgoing.h"

#include <fmt/format.h>

#include "base/text.h"
#include "mail/compose.h"

namespace ui {

namespace {

constexpr std::size_t most_recipients = 100;  // RFC 5321 4.5.3.1.8: what every server takes

std::string sentence(std::string text) {
    if (!text.empty()) text[0] = base::upper(text[0]);
    return text;
}

FieldFault fault_of(std::string_view written, const mail::AddressFault& fault) {
    constexpr std::size_t shown = 60;
    return {
        fmt::format("\u201c{}\u201d is no address: {}", base::visible(written.substr(0, shown)), fault.what),
        sentence(fault.mend)};
}

/// "Ann Example <ann@src.example>", or the address alone.
std::variant<mail::Correspondent, FieldFault> read_correspondent(std::string_view text) {
    const std::string_view written = base::trim(text);
    std::string_view address = written, name;
    const std::size_t angle = written.rfind('<');
    if (angle != std::string_view::npos && written.back() == '>') {
        address = written.substr(angle + 1, written.size() - angle - 2);
        name = base::trim(written.substr(0, angle));
    }
    auto parsed = mail::parse_address(address);
    if (const auto* fault = std::get_if<mail::AddressFault>(&parsed)) return fault_of(written, *fault);
    return mail::Correspondent{std::string(name), std::get<mail::Address>(parsed)};
}

FieldFault read_from(std::string_view text, mail::Letter& letter) {
    if (base::trim(text).empty())
        return {"The mail has no sender", "Write your address, for example ann@src.example"};
    auto from = read_correspondent(text);
    if (const auto* fault = std::get_if<FieldFault>(&from)) return *fault;
    letter.from = std::move(std::get<mail::Correspondent>(from));
    return {};
}

FieldFault read_to(std::string_view text, mail::Letter& letter) {
    for (const std::string_view part : base::split(text, ',')) {
        if (base::trim(part).empty()) continue;
        auto to = read_correspondent(part);
        if (const auto* fault = std::get_if<FieldFault>(&to)) return *fault;
        letter.to.push_back(std::move(std::get<mail::Correspondent>(to)));
    }
    if (letter.to.empty())
        return {"The mail is addressed to nobody", "Write an address, for example bob@dest.example"};
    if (letter.to.size() > most_recipients)
        return {fmt::format("{} recipients are more than a server must take", letter.to.size()),
                fmt::format("Keep to {} (RFC 5321 4.5.3.1.8)", most_recipients)};
    return {};
}

}  // namespace

std::variant<trace::Intervention, Refused> outgoing(const view::SendLetter& words,
                                                    const sim::Scenario& scenario,
                                                    const sim::ScenarioHost& host, base::Instant at,
                                                    std::size_t number) {
    mail::Letter letter;
    const Refused refused{read_from(words.from, letter), read_to(words.to, letter)};
    if (refused.from.any() || refused.to.any()) return refused;
    letter.subject = words.subject;
    letter.body = words.body;
    letter.date = scenario.start + (at - base::Instant{}).nanoseconds / base::seconds(1).nanoseconds;
    letter.message_id = fmt::format("learner-{}.{}@{}", number, scenario.name, host.settings.name);
    trace::SendMail send{host.name, mail::to_text(letter.from.address), {}, mail::compose(letter)};
    for (const mail::Correspondent& to : letter.to) send.recipients.push_back(mail::to_text(to.address));
    return trace::Intervention{at, std::move(send)};
}

}  // namespace ui
