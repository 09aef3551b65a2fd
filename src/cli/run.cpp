#include "cli/run.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>

#include "base/text.h"
#include "cli/check_address.h"
#include "cli/check_message.h"
#include "cli/play.h"
#include "cli/scenarios.h"
#include "cli/serve.h"
#include "explain/print.h"

namespace cli {
namespace {

constexpr const char* version = "mailstage " MAILSTAGE_VERSION;

void add_play(CLI::App& app, PlayOptions& options) {
    app.add_option(
           "SCENARIO", options.scenario,
           "the name of a scenario, a scenario file, or a saved run (.jsonl); see 'mailstage scenario list'")
        ->capture_default_str();
    app.add_option("--set", options.settings, "change a host's setting: [HOST.]NAME=VALUE")
        ->allow_extra_args(false);
    app.add_option(
           "--fault", options.faults,
           "something goes wrong, for example 'cut relay destination at 00:00.3' or 'crash destination "
           "when destination accepted'; once for each")
        ->allow_extra_args(false);
    app.add_option("--seed", options.seed, "the seed of chance: another world with the same rules")
        ->check(CLI::NonNegativeNumber);
    app.add_option("--until", options.until, "stop there: 50%, #EVENT, MM:SS.f or 300ms");
    app.add_option("--message", options.message,
                   "send this message file instead of the scenario's mails ('-': standard input)");
    app.add_option_function<std::string>(
        "--from", [&options](const std::string& text) { options.from = text, options.from_given = true; },
        "the envelope's return address ('<>': none)");
    app.add_option("--to", options.to, "the envelope's recipient; once for each")->allow_extra_args(false);
    app.add_option("--mailbox", options.mailbox, "print this mailbox as mbox when the run is over");
    static const std::map<std::string, PlayFormat> formats{{"text", PlayFormat::text},
                                                           {"jsonl", PlayFormat::jsonl}};
    app.add_option_function<std::string>(
        "--format",
        [&options](const std::string& word) {
            const auto format = formats.find(word);
            if (format == formats.end())
                throw CLI::ValidationError("--format",
                                           fmt::format("'{}' is no format; use text or jsonl", word));
            options.format = format->second;
        },
        "text (to read) or jsonl (the whole trace)");
    app.add_option("-o", options.file, "write to this file");
    app.add_flag("-v", options.verbose, "tell every packet");
}

void add_serve(CLI::App& app, ServeOptions& options) {
    app.add_option("--scenario", options.scenario, "the scenario whose hosts are served, or a scenario file")
        ->capture_default_str();
    app.add_option("--manner", options.manner,
                   "behave like strict (the RFCs), postfix, sendmail, exim or opensmtpd");
    app.add_option("--set", options.settings, "change a host's setting: [HOST.]NAME=VALUE")
        ->allow_extra_args(false);
    app.add_option("--port", options.port, "for the destination's port 25; 0: any free one; off: none")
        ->capture_default_str();
    app.add_option("--submission", options.submission, "for the relay's port 587; likewise")
        ->capture_default_str();
    app.add_option("--smtps", options.smtps, "for the relay's port 465; likewise")->capture_default_str();
    app.add_option("--bind", options.bind, "the address of this machine to listen on")->capture_default_str();
    app.add_option("--ca-out", options.authority_file,
                   "write the authority's certificate here (PEM), for clients to trust");
}

struct ExplainOptions {
    std::vector<std::string> words;
    bool json = false;
};

struct Options {
    PlayOptions play;
    ServeOptions serve;
    ExplainOptions explain;
    ScenarioOptions scenario;
    CheckAddressOptions address;
    CheckMessageOptions message;
    std::string bench;
};

void add_check(CLI::App& app, CheckAddressOptions& address, CheckMessageOptions& message) {
    app.require_subcommand(1);
    // An address may look like a flag, or be empty: check_address_options reads it before CLI11 does.
    auto* one =
        app.add_subcommand("address", "may this stand in MAIL and RCPT, only in a header, or nowhere");
    one->add_option("ADDRESS", address.address, "the next word, whatever it is")->required();
    one->add_flag("--json", address.json, "as JSON");
    auto* file = app.add_subcommand("message", "a message's fields, parts and oddities, with byte ranges");
    file->add_option("FILE", message.file, "a message file ('-': standard input)")->required();
    file->add_flag("--json", message.json, "as JSON");
}

bool knows(const CLI::App& app, const std::string& command) {
    const auto all = app.get_subcommands([](const CLI::App*) { return true; });
    return std::any_of(all.begin(), all.end(),
                       [&](const CLI::App* one) { return one->get_name() == command; });
}

// What was chosen runs after all was parsed, so that a mistake at the end of the line undoes nothing.
Exit perform(const CLI::App& app, const Options& options, const std::vector<Measure>& more, Output& output) {
    if (app.got_subcommand("play")) return play(options.play, output);
    if (app.got_subcommand("serve")) return serve(options.serve, output);
    if (app.got_subcommand("scenario")) return scenarios(options.scenario, output);
    if (app.got_subcommand("check"))
        return app.get_subcommand("check")->got_subcommand("address")
                   ? check_address(options.address, output)
                   : check_message(options.message, output);
    if (app.got_subcommand("bench")) return bench(options.bench, more, output);
    const auto printed = explain::explain_words(
        options.explain.words, options.explain.json ? explain::Form::json : explain::Form::text,
        output.terminal.columns);
    output.out << printed.out;
    return printed.exit_status == 0 ? Exit::done : Exit::answer_is_no;
}

}  // namespace

int run(const std::vector<std::string>& arguments, Output output, const std::vector<Measure>& more) {
    CLI::App app("Mailstage shows how e-mail moves. Without a command it opens the window.", "mailstage");
    app.set_version_flag("--version", version);
    app.require_subcommand(1);
    app.footer(
        "Also: 'mailstage shot -o FILE.png' draws a moment of a run; see 'mailstage shot --help'.\n"
        "Exit status: 0 done; 1 done, and the answer is no; 2 the command line or a file is wrong; 3 the "
        "network "
        "failed.");
    Options options;
    add_play(*app.add_subcommand("play", "play a scenario and print what happens, line by line"),
             options.play);
    add_serve(*app.add_subcommand("serve", "let real mail clients in: the hosts of a scenario on real ports"),
              options.serve);
    auto* explain =
        app.add_subcommand("explain", "explain a code, a command line, a header field or a DNS record");
    explain
        ->add_option("TEXT", options.explain.words,
                     "what to explain, for example 450 or \"MAIL FROM:<a@b.example>\"")
        ->required();
    explain->add_flag("--json", options.explain.json, "as JSON");
    add_check(*app.add_subcommand("check", "judge an address or a message"), options.address,
              options.message);
    auto* scenario = app.add_subcommand("scenario", "list the scenarios, or check scenario files");
    scenario->require_subcommand(1);
    auto* list = scenario->add_subcommand("list", "the scenarios that are built in");
    auto* check = scenario->add_subcommand("check", "say every mistake in scenario files");
    for (auto* one : {list, check}) one->add_flag("--json", options.scenario.json, "as JSON");
    check->add_option("FILE", options.scenario.files, "scenario files; none: the built-in ones");
    list->callback([&] { options.scenario.action = ScenarioOptions::Action::list; });
    check->callback([&] { options.scenario.action = ScenarioOptions::Action::check; });
    auto* bench = app.add_subcommand("bench", "measure this build's speed against its limits");
    bench->add_option("NAME", options.bench, "one measurement; none: all of them");

    if (const auto address = check_address_options(arguments))
        return static_cast<int>(check_address(*address, output));
    const bool named = !arguments.empty() && !arguments.front().starts_with('-');
    if (named && !knows(app, arguments.front()))
        return static_cast<int>(complain(
            output,
            {{}, fmt::format("there is no command '{}'", arguments.front()), "see 'mailstage --help'"}));
    const bool flag_alone = !arguments.empty() && !named && arguments.front() != "-h" &&
                            arguments.front() != "--help" && arguments.front() != "--version";
    if (flag_alone)
        return static_cast<int>(
            complain(output, {{},
                              fmt::format("'{}' is no option without a command", arguments.front()),
                              "see 'mailstage --help'"}));
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    try {
        app.parse(reversed);
    } catch (const CLI::ParseError& error) {
        const bool asked_for = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
        if (asked_for) return app.exit(error, output.out, output.err), static_cast<int>(Exit::done);
        output.err << "mailstage: " << base::visible(error.what()) << "; see 'mailstage --help'\n";
        return static_cast<int>(Exit::usage);
    }
    return static_cast<int>(perform(app, options, more, output));
}

}  // namespace cli
