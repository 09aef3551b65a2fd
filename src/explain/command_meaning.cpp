// What the client asks with one line, in a sentence that names what the line names.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "base/text.h"
#include "explain/parts.h"
#include "explain/why.h"

namespace explain {
namespace {

constexpr std::size_t argument_shown = 120;
constexpr std::size_t parameters_looked_at = 1024;

std::string shown(std::string_view octets) {
    auto text = base::visible(octets.substr(0, argument_shown));
    if (octets.size() > argument_shown) text += "...";
    return text;
}

std::string_view trim_line(std::string_view line) {
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    return base::trim(line);
}

/// What stands after the verb.
std::string_view argument_of(std::string_view line) {
    const auto white = line.find_first_of(" \t");
    return white == std::string_view::npos ? std::string_view{} : base::trim(line.substr(white));
}

/// What stands between < and >; nothing when there is no such pair.
std::optional<std::string_view> path_of(std::string_view argument) {
    const auto open = argument.find('<');
    const auto close = argument.find('>', open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos || close == std::string_view::npos) return {};
    return argument.substr(open + 1, close - open - 1);
}

std::string_view parameter(std::string_view argument, std::string_view name) {
    const auto close = argument.find('>');
    if (close == std::string_view::npos) return {};
    for (const auto word : base::words(argument.substr(close + 1, parameters_looked_at)))
        if (base::starts_with_ignoring_case(word, name) && word.size() > name.size() &&
            word[name.size()] == '=')
            return word.substr(name.size() + 1);
    return {};
}

std::string mail_meaning(std::string_view argument) {
    const auto path = path_of(argument);
    if (!path) return "The client begins a mail, but its return address cannot be read in this line.";
    std::string text =
        path->empty()
            ? "The client begins a mail without a return address: nobody is to be told if it fails."
            : fmt::format("The client begins a mail and gives {} as the return address for problems.",
                          shown(*path));
    const auto size = parameter(argument, "SIZE");
    const auto body = parameter(argument, "BODY");
    if (is_size(size)) text += fmt::format(" It says that the letter has {} octets.", shown(size));
    if (base::equal_ignoring_case(body, "8BITMIME")) text += " The letter may have octets above 127.";
    return text;
}

/// "when it is delivered or fails": the words of NOTIFY; they were checked.
std::string reports_wanted(std::string_view notify) {
    if (base::equal_ignoring_case(notify, "NEVER"))
        return " Its sender wants no reports, not even of a failure.";
    const auto asked = base::upper(notify);
    std::vector<std::string_view> when;
    if (asked.find("SUCCESS") != std::string::npos) when.push_back("is delivered");
    if (asked.find("FAILURE") != std::string::npos) when.push_back("fails");
    if (asked.find("DELAY") != std::string::npos) when.push_back("is delayed");
    return fmt::format(" Its sender wants a report when the mail {}.", fmt::join(when, " or "));
}

std::string rcpt_meaning(std::string_view argument) {
    const auto path = path_of(argument);
    if (!path || path->empty())
        return "The client names a recipient, but the address cannot be read in this line.";
    auto text = fmt::format("The client asks whether the mail may go to {}.", shown(*path));
    const auto notify = parameter(argument, "NOTIFY");
    if (is_notify(notify)) text += reports_wanted(notify);
    return text;
}

std::string letter_meaning(std::string_view octets) {
    const auto lines = std::count(octets.begin(), octets.end(), '\n');
    return fmt::format(
        "The client sends the letter: {} octets in {} lines. A line with a single dot ends it.",
        octets.size(), lines);
}

std::string about_name(std::string_view argument, std::string_view with, std::string_view without) {
    return argument.empty() ? std::string(without) : fmt::format("{} {}.", with, shown(argument));
}

}  // namespace

std::string command_meaning(smtp::Verb verb, std::string_view line) {
    using smtp::Verb;
    if (verb == Verb::content) return letter_meaning(line);
    const auto argument = argument_of(trim_line(line));
    switch (verb) {
        case Verb::none:
            return "The client has said nothing yet: it waits for the greeting.";
        case Verb::helo:
            return about_name(
                argument, "The client greets in the old way, without extensions, and says that its name is",
                "The client greets without saying its name.");
        case Verb::ehlo:
            return argument.empty()
                       ? "The client greets without saying its name."
                       : fmt::format(
                             "The client says that its name is {} and asks which extensions the server has.",
                             shown(argument));
        case Verb::mail:
            return mail_meaning(argument);
        case Verb::rcpt:
            return rcpt_meaning(argument);
        case Verb::data:
            return "The client says that the envelope is complete and asks to send the letter.";
        case Verb::rset:
            return "The client drops the mail that it began; the connection stays open.";
        case Verb::vrfy:
            return about_name(argument, "The client asks whether there is a mailbox",
                              "The client asks about a mailbox without naming it.");
        case Verb::expn:
            return about_name(argument, "The client asks who is on the list",
                              "The client asks about a list without naming it.");
        case Verb::help:
            return about_name(argument, "The client asks for help about", "The client asks for help.");
        case Verb::noop:
            return "The client only asks whether the server is still there.";
        case Verb::quit:
            return "The client has finished and asks to close the connection.";
        case Verb::send:
        case Verb::soml:
        case Verb::saml:
            return fmt::format(
                "The client asks for {}, a way to write onto the screen that was retired long ago.",
                smtp::to_text(verb));
        case Verb::turn:
            return "The client asks to change sides and receive mail itself.";
        case Verb::starttls:
            return "The client asks to encrypt the connection from here on.";
        case Verb::auth: {
            const auto whole = trim_line(line);
            if (!base::starts_with_ignoring_case(whole, "AUTH"))  // a later line of the login
                return whole.empty()
                           ? std::string("The client has nothing to add to the login: its answer is empty.")
                           : fmt::format("The client answers the question of the login: {}",
                                         login_meaning(whole));
            const auto method = argument.substr(0, std::min(argument.find_first_of(" \t"), argument.size()));
            const auto answer = base::trim(argument.substr(method.size()));
            if (!answer.empty())
                return fmt::format("The client wants to log in by the method {} and says at once, {}",
                                   shown(method), login_meaning(answer));
            return about_name(method, "The client wants to log in by the method",
                              "The client wants to log in, but names no method.");
        }
        case Verb::bdat:
            return about_name(argument, "The client sends a counted piece of the letter:",
                              "The client sends a piece of the letter without its size.");
        case Verb::etrn:
            return about_name(argument, "The client asks the server to send what waits for",
                              "The client asks for waiting mail without naming a domain.");
        case Verb::content:
            break;
        case Verb::unknown:
            break;
    }
    return fmt::format("The client says '{}', which is no command of SMTP.", shown(trim_line(line)));
}

}  // namespace explain
