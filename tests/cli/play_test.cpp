#include <catch2/catch.hpp>

#include <iomanip>
#include <set>

#include "cli/session.h"
#include "mail/delivery_report.h"
#include "mail/line_ends.h"
#include "sim/scenario_file.h"
#include "sim/simulation.h"
#include "trace/json_lines.h"
#include "trace/letter.h"
#include "trace/outcome.h"
#include "view/narrate.h"

using namespace cli_test;
using Catch::Contains;

namespace {

const std::string letter =
    "From: Ann <ann@src.example>\r\nTo: Bob <bob@dest.example>\r\nSubject: hi\r\n\r\nHello.\r\n";

// Every letter in this mailbox, with its trace fields, from a run's JSON Lines.
std::vector<std::string> letters_in(const trace::Trace& trace, std::string_view mailbox) {
    std::vector<std::string> found;
    for (const trace::Event& event : trace.events())
        if (const auto* delivered = std::get_if<trace::Delivered>(&event.fact))
            if (trace.text(delivered->mailbox) == mailbox)
                found.push_back(trace::octets_of(
                    trace, *trace::held_letter(trace, event.host, delivered->mail, event.number)));
    return found;
}

trace::Trace trace_of(const Ran& ran) {
    auto trace = trace::parse_json_lines(ran.out, "stdout");
    REQUIRE(trace);
    return std::move(*trace);
}

Ran send(const Folder& folder, const std::string& octets, const std::string& to = "bob@dest.example") {
    const std::string file = folder.write("some.eml", octets);
    return run({"play", "--message", file, "--from", "ann@src.example", "--to", to, "--format", "jsonl"});
}

// Without the Return-Path: and Received: fields on top, and the blank line that stands after them when the
// letter has no header of its own.
std::string without_trace_fields(std::string octets) {
    const auto is_trace_line = [&] {
        return octets.starts_with("Return-Path:") || octets.starts_with("Received:") ||
               octets.starts_with("\t") || octets.starts_with(" ");
    };
    while (is_trace_line()) octets.erase(0, octets.find("\r\n") + 2);
    return octets;
}

// Without what the submission server added to a letter that lacked it (RFC 6409 8.2, 8.3).
std::string without_added_fields(std::string octets) {
    while (octets.starts_with("Date:") || octets.starts_with("Message-ID:"))
        octets.erase(0, octets.find("\r\n") + 2);
    return octets;
}

}  // namespace

TEST_CASE("the default world delivers Ann's letter, and says where it is", "[cli]") {
    const Ran ran = run({"play"});
    CHECK(ran.status == 0);
    CHECK(ran.err.empty());
    for (const auto text :
         {"Handshake", "Sender", "Recipients", "Data", "Close", "C: EHLO laptop.src.example", "S: 354",
          "Ann's laptop > Relay", "Relay > Destination", "dest.example MX ?",
          "delivered: in the mailbox bob@dest.example at Destination"})
        CHECK_THAT(ran.out, Contains(text));
    CHECK_THAT(ran.out, !Contains("\033["));  // colour on a terminal only
}

TEST_CASE("an unknown recipient ends with a 550 on hop two and a real bounce in Ann's mailbox", "[cli]") {
    const Folder folder;
    const Ran text = run({"play", "--message", folder.write("some.eml", letter), "--from", "ann@src.example",
                          "--to", "nobody@dest.example"});
    CHECK(text.status == 1);
    CHECK_THAT(text.out, Contains("S: 550 5.1.1"));
    CHECK_THAT(text.out, Contains("in the mailbox ann@src.example at Relay"));

    const Ran ran = send(folder, letter, "nobody@dest.example");
    CHECK(ran.status == 1);
    const trace::Trace trace = trace_of(ran);
    const auto bounces = letters_in(trace, "ann@src.example");
    REQUIRE(bounces.size() == 1);
    const auto message = mail::Message::parse(bounces.front());
    CHECK(message.value_of("Return-Path") == "<>");
    const auto status = mail::parse_delivery_status(message);
    REQUIRE(status);
    REQUIRE(status->recipients.size() == 1);
    CHECK(mail::to_text(status->recipients[0].final_recipient) == "nobody@dest.example");
    CHECK(status->recipients[0].status == "5.1.1");
    CHECK(status->recipients[0].action == mail::DeliveryAction::failed);
    CHECK_THAT(bounces.front(), Contains("Hello."));
}

TEST_CASE("a message file lands in the mailbox octet for octet, apart from the trace fields", "[cli]") {
    std::string every_octet = "Subject: octets\r\n\r\n";
    for (int octet = 0; octet < 256; ++octet)
        if (octet != '\r' && octet != '\n') every_octet += static_cast<char>(octet);
    every_octet += "\r\n";
    const auto octets = GENERATE_COPY(values<std::string>({
        letter,
        "Subject: dots\r\n\r\n.\r\n..\r\n.a\r\n...\r\n\r\n.\r\n",
        "Subject: empty body\r\n\r\n",
        "Subject: no body at all\r\n",
        "Subject: long\r\n\r\n" + std::string(5000, 'x') + "\r\n",
        every_octet,
        "\r\n",
        "no header here\r\njust text\r\n",
        "Subject: big\r\n\r\n" +
            [] {
                std::string text;
                for (int line = 0; line < 4000; ++line)
                    text += "." + std::to_string(line) + " and more of it\r\n";
                return text;
            }(),
    }));
    const Folder folder;
    const Ran ran = send(folder, octets);
    INFO(ran.err);
    REQUIRE(ran.status == 0);
    const auto found = letters_in(trace_of(ran), "bob@dest.example");
    REQUIRE(found.size() == 1);
    std::string rest = without_added_fields(without_trace_fields(found.front()));
    // RFC 5321 4.4 puts fields on top of a letter; before text that is no header a blank line keeps them
    // apart.
    if (rest != octets && rest.starts_with("\r\n")) rest.erase(0, 2);
    CHECK(rest == octets);
}

TEST_CASE("line ends of a message file are mended as promised, and each mending is said", "[cli]") {
    const Folder folder;
    struct Case {
        std::string file, arrives, said;
    };
    const auto [file, arrives, said] = GENERATE(values<Case>({
        {"Subject: a\n\ntext\n", "Subject: a\r\n\r\ntext\r\n", "LF"},
        {"Subject: a\r\n\r\ntext", "Subject: a\r\n\r\ntext\r\n", "line end"},
    }));
    const Ran ran = send(folder, file);
    CHECK(ran.status == 0);
    CHECK_THAT(ran.err, Contains(said));
    CHECK(without_added_fields(without_trace_fields(letters_in(trace_of(ran), "bob@dest.example").at(0))) ==
          arrives);
}

TEST_CASE("a bare LF among CRLFs is kept, and refused by the relay's rule", "[cli]") {
    const Folder folder;
    const Ran ran = send(folder, "Subject: a\r\n\r\none\ntwo\r\n");
    CHECK(ran.status == 1);
    CHECK_THAT(ran.err, Contains("LF"));
    const auto trace = trace_of(ran);
    const auto all = trace::fates(trace);
    REQUIRE(all.size() == 1);
    CHECK(all[0].fate == trace::Fate::failed);
    CHECK(trace.world.hosts[all[0].where].name == "client");  // it never left Ann's laptop
    const Ran lenient =
        run({"play", "--message", folder.path("some.eml"), "--from", "ann@src.example", "--to",
             "bob@dest.example", "--set", "relay.strict-line-ends=off", "--set", "strict-line-ends=off"});
    CHECK(lenient.status == 0);
}

TEST_CASE("a message over the limit is refused before its letter is sent", "[cli]") {
    const Folder folder;
    const std::string file = folder.write("some.eml", letter);
    const Ran ran = run({"play", "--message", file, "--from", "ann@src.example", "--to", "bob@dest.example",
                         "--set", "relay.letter-limit=20"});
    CHECK(ran.status == 1);
    CHECK_THAT(ran.out, Contains("and the server takes 20"));
    CHECK_THAT(ran.out, !Contains("bigger than Ann's laptop takes"));
    CHECK_THAT(ran.out, !Contains("354"));
}

TEST_CASE("one text never serves two causes: every refusal names its own deciding fact", "[cli]") {
    std::map<std::string, std::string> cause_of_meaning;
    std::size_t refusals = 0;
    for (const auto& builtin : sim::builtin_scenarios()) {
        const auto trace = sim::simulate(*sim::builtin_scenario(builtin.name));
        REQUIRE(trace);
        for (const trace::Event& event : trace->events()) {
            const auto* reply = std::get_if<trace::ReplySent>(&event.fact);
            if (!reply || reply->code < 400) continue;
            ++refusals;
            const std::string about(trace->text(reply->about));
            const std::string meaning = view::narrate(*trace, event.number).meaning;
            CHECK_THAT(meaning, Contains(about));
            const std::string cause = std::string(smtp::to_text(reply->reason)) + " " + about;
            const auto [known, is_new] = cause_of_meaning.emplace(meaning, cause);
            CHECK((is_new || known->second == cause));
        }
    }
    CHECK(refusals >= 3);
    CHECK(cause_of_meaning.size() >= 3);
}

TEST_CASE("the same world twice gives the same octets", "[cli]") {
    for (const auto& builtin : sim::builtin_scenarios()) {
        const Ran first = run({"play", builtin.name, "--format", "jsonl"});
        const Ran second = run({"play", builtin.name, "--format", "jsonl"});
        CHECK(first.out == second.out);
        CHECK(trace::to_json_lines(trace_of(first)) == first.out);
    }
    CHECK(run({"play", "--seed", "2", "--format", "jsonl"}).out != run({"play", "--format", "jsonl"}).out);
}

TEST_CASE("a saved run is told again as it was", "[cli]") {
    const Folder folder;
    const std::string saved = folder.path("run.jsonl");
    REQUIRE(run({"play", "unknown-user", "--format", "jsonl", "-o", saved}).status == 1);
    const Ran again = run({"play", saved});
    const Ran live = run({"play", "unknown-user"});
    CHECK(again.status == 1);
    CHECK(again.out == live.out);
    CHECK(run({"play", saved, "--seed", "2"}).status == 2);
    const std::string half = folder.write("half.jsonl", folder.read("run.jsonl").substr(0, 5000));
    const Ran broken = run({"play", half});
    CHECK(broken.status == 2);
    CHECK_THAT(broken.err, Contains("half.jsonl:"));
}

TEST_CASE("a mailbox comes out as mbox", "[cli]") {
    const Folder folder;
    const Ran ran = run({"play", "--mailbox", "bob@dest.example", "-o", folder.path("bob.mbox")});
    CHECK(ran.status == 0);
    const std::string mbox = folder.read("bob.mbox");
    CHECK(
        mbox.starts_with("From ann@src.example Mon Mar  2 09:00:00 2026\nReturn-Path: <ann@src.example>\n"));
    CHECK_THAT(mbox, Contains("\n.signature"));
    CHECK(folder.names() == std::vector<std::string>{"bob.mbox"});
}

TEST_CASE("every mistake on the command line ends with 2, says what and how to mend it, and writes nothing",
          "[cli]") {
    const Folder folder;
    const std::string eml = folder.write("some.eml", letter);
    const std::string broken = folder.write("broken.toml", "name = \"x\"\nhosts = 3\n");
    struct Case {
        std::vector<std::string> arguments;
        std::string said;
    };
    const auto cases = std::vector<Case>{
        {{}, "--help"},
        {{"no-such-command"}, "no command 'no-such-command'"},
        {{"--no-such-flag"}, "'--no-such-flag' is no option"},
        {{"play", "--no-such-flag"}, "--help"},
        {{"play", "no-such-scenario"}, "first-delivery"},
        {{"play", folder.path("absent.toml")}, "cannot be read"},
        {{"play", broken}, "broken.toml:"},
        {{"play", "--format", "pdf"}, "text or jsonl"},
        {{"play", "--seed", "many"}, "--seed"},
        {{"play", "--seed", "-1"}, "--seed"},
        {{"play", "--until", "soon"}, "MM:SS"},
        {{"play", "--set", "nonsense"}, "[HOST.]NAME=VALUE"},
        {{"play", "--set", "no-such=on"}, "relay-control"},
        {{"play", "--set", "mars.relay-control=on"}, "no host 'mars'"},
        {{"play", "--set", "relay-control=maybe"}, "on or off"},
        {{"play", "--message", eml}, "--from"},
        {{"play", "--message", eml, "--from", "ann@src.example"}, "--to"},
        {{"play", "--message", eml, "--from", "ann", "--to", "bob@dest.example"}, "--from 'ann'"},
        {{"play", "--message", eml, "--from", "ann@src.example", "--to", "bob@@"}, "--to 'bob@@'"},
        {{"play", "--message", folder.path("absent.eml"), "--from", "a@b.example", "--to", "c@d.example"},
         "absent.eml"},
        {{"play", "--to", "bob@dest.example"}, "--message"},
        {{"play", "--mailbox", "mars@mars.example"}, "bob@dest.example"},
        {{"play", "-o", folder.path("no/such/folder/x")}, "cannot be written"},
        {{"scenario", "check", broken}, "broken.toml:2:"},
        {{"bench", "no-such"}, "simulate"},
    };
    for (const Case& one : cases) {
        const Ran ran = run(one.arguments);
        INFO(one.said << "\n" << ran.err);
        CHECK(ran.status == 2);
        CHECK(ran.out.empty());
        CHECK_THAT(ran.err, Contains(one.said));
    }
    CHECK(folder.names().size() == 2);
}

TEST_CASE("help and version are answers, not mistakes", "[cli]") {
    for (const auto& arguments :
         {std::vector<std::string>{"--help"}, {"play", "--help"}, {"--version"}, {"explain", "--help"}}) {
        const Ran ran = run(arguments);
        CHECK(ran.status == 0);
        CHECK(ran.err.empty());
        CHECK_FALSE(ran.out.empty());
    }
}

TEST_CASE("the shipped scenarios have no mistakes and are listed", "[cli]") {
    const Ran check = run({"scenario", "check"});
    CHECK(check.status == 0);
    const Ran list = run({"scenario", "list"});
    for (const auto& builtin : sim::builtin_scenarios()) CHECK_THAT(list.out, Contains(builtin.name));
    CHECK(run({"scenario", "list", "--json"}).out.starts_with("[{\"name\":\"first-delivery\""));
}

TEST_CASE("explain knows codes and lines, and says when it knows nothing", "[cli]") {
    CHECK_THAT(run({"explain", "450"}).out, Contains("RFC 5321 4.2.3"));
    const Ran line = run({"explain", "MAIL FROM:<a@b.example> SIZE=10"});
    CHECK(line.status == 0);
    CHECK_THAT(line.out, Contains("SIZE"));
    CHECK_THAT(line.out, Contains("RFC 5321 4.1.1.2"));
    CHECK(run({"explain", "zzzz qqqq"}).status == 1);
    CHECK(run({"explain", "450", "--json"}).out.starts_with("{"));
}

TEST_CASE("the README's pictures exist, and its example commands are understood", "[cli]") {
    std::ifstream file(support::source_folder() / "README.md");
    std::size_t pictures = 0, commands = 0;
    const Folder folder;
    folder.write("some.eml", letter);
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(std::filesystem::path(folder.path("some.eml")).parent_path());
    for (std::string line; std::getline(file, line);) {
        if (const auto open = line.find("]("); line.starts_with("![") && open != std::string::npos) {
            ++pictures;
            const std::string picture = line.substr(open + 2, line.find(')', open) - open - 2);
            INFO(picture);
            CHECK(std::filesystem::exists(support::source_folder() / picture));
        }
        const std::string program = "    build/release/mailstage ";
        if (!line.starts_with(program) || line.find(" shot ") != std::string::npos) continue;
        ++commands;
        std::vector<std::string> words;
        std::istringstream rest(line.substr(program.size(), line.find(" #") - program.size()));
        for (std::string word; rest >> std::quoted(word);) words.push_back(word);
        if (words.front() == "serve") words.push_back("--help");  // it would listen until it is ended
        INFO(line);
        CHECK(run(words).status < 2);
    }
    std::filesystem::current_path(before);
    CHECK(pictures >= 2);
    CHECK(commands >= 7);
}

TEST_CASE("a mailbox is found whatever the case of its letters", "[cli]") {
    const Folder folder;
    CHECK(send(folder, letter, "BOB@DEST.EXAMPLE").status == 0);
    CHECK(send(folder, letter, "bob@[203.0.113.25]").status == 0);
    CHECK(send(folder, letter, "bob@[203.0.113.26]").status == 1);
}

TEST_CASE("a run can be stopped at a moment", "[cli]") {
    const Ran early = run({"play", "--until", "00:00.140"});
    CHECK(early.status == 1);
    CHECK_THAT(early.out, Contains("on its way: Relay has it"));
    const Ran none = run({"play", "--until", "#0"});
    CHECK_THAT(none.out, Contains("on its way: Ann's laptop has it"));
}
