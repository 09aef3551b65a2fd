#include "app/shot_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <optional>

#include "base/text.h"
#include "cli/play.h"
#include "cli/when.h"
#include "ui/png.h"
#include "ui/shot.h"

namespace app {

namespace {

struct Flags {
    std::string file, scenario = "first-delivery", at = "50%", size = "1280x800", scale = "100%", select;
    std::string theme = "paper", contrast = "normal", tab = "explain", detail = "names";
};

void add_flags(CLI::App& command, Flags& flags) {
    command.add_option("-o", flags.file, "the PNG file to write")->required();
    const auto add = [&](const char* name, std::string& value, const char* help) {
        command.add_option(name, value, help)->capture_default_str();
    };
    add("--scenario", flags.scenario, "the name of a scenario, or a scenario file");
    add("--at", flags.at, "the moment: 50%, #EVENT, MM:SS.f or 300ms");
    add("--size", flags.size, "in pixels");
    add("--theme", flags.theme, "paper or night");
    add("--contrast", flags.contrast, "normal or high");
    add("--scale", flags.scale, "the text size: 80% to 250%");
    add("--select", flags.select, "the event that is selected: #EVENT");
    add("--tab", flags.tab, "the inspector's: explain, bytes or message");
    add("--detail", flags.detail, "the ladder's: conversation, names or everything");
}

template <class T>
using Words = std::vector<std::pair<std::string_view, T>>;

/// The value that a flag's word stands for.
template <class T>
std::optional<base::Problem> choose(std::string_view flag, std::string_view word, const Words<T>& words,
                                    T& value) {
    std::string all;
    for (const auto& [known, meant] : words) {
        if (known == word) return value = meant, std::nullopt;
        all += fmt::format("{}{}", all.empty() ? "" : known == words.back().first ? " or " : ", ", known);
    }
    return base::Problem{{}, fmt::format("{} does not know '{}'", flag, base::visible(word)), "write " + all};
}

std::optional<base::Problem> read_words(const Flags& flags, ui::ShotOptions& options) {
    using ui::Contrast, ui::Ground, view::Detail, view::InspectorTab;
    const Words<Ground> themes{{"paper", Ground::paper}, {"night", Ground::night_office}};
    const Words<Contrast> contrasts{{"normal", Contrast::normal}, {"high", Contrast::high}};
    const Words<InspectorTab> tabs{{"explain", InspectorTab::explain},
                                   {"bytes", InspectorTab::bytes},
                                   {"message", InspectorTab::message}};
    const Words<Detail> details{{"conversation", Detail::conversation},
                                {"names", Detail::with_names},
                                {"everything", Detail::everything}};
    if (auto wrong = choose("--theme", flags.theme, themes, options.appearance.ground)) return wrong;
    if (auto wrong = choose("--contrast", flags.contrast, contrasts, options.appearance.contrast))
        return wrong;
    if (auto wrong = choose("--tab", flags.tab, tabs, options.tab)) return wrong;
    return choose("--detail", flags.detail, details, options.detail);
}

base::Result<trace::EventNumber> parse_event(std::string_view text) {
    const auto number = base::parse_number(text.starts_with('#') ? text.substr(1) : text);
    if (!number || *number >= trace::no_event)
        return base::Problem{
            {}, fmt::format("'{}' is no event", base::visible(text)), "write its number, as in #72"};
    return static_cast<trace::EventNumber>(*number);
}

base::Result<ui::ShotOptions> read(const Flags& flags) {
    ui::ShotOptions options;
    const auto at = cli::parse_when(flags.at);
    if (!at) return at.problem();
    if (const auto* share = std::get_if<cli::Share>(&*at)) options.at = ui::ShareOfRun{share->per_million};
    if (const auto* event = std::get_if<trace::EventNumber>(&*at)) options.at = *event;
    if (const auto* instant = std::get_if<base::Instant>(&*at)) options.at = *instant;
    const auto size = parse_size(flags.size);
    if (!size) return size.problem();
    options.width = size->width;
    options.height = size->height;
    const auto scale = parse_scale(flags.scale);
    if (!scale) return scale.problem();
    options.appearance.text_scale = *scale;
    if (const auto wrong = read_words(flags, options)) return *wrong;
    if (!flags.select.empty()) {
        const auto event = parse_event(flags.select);
        if (!event) return event.problem();
        options.selected = *event;
    }
    return options;
}

cli::Exit draw(const Flags& flags, cli::Output& output) {
    const auto options = read(flags);
    if (!options) return cli::complain(output, options.problem());
    auto scenario = cli::load_scenario(flags.scenario);
    if (!scenario) return cli::complain(output, scenario.problem());
    const auto image = ui::shot(std::move(*scenario), *options);
    if (!image) return cli::complain(output, image.problem());
    if (const auto problem = ui::write_png(flags.file, *image)) return cli::complain(output, *problem);
    return cli::Exit::done;
}

}  // namespace

base::Result<Size> parse_size(std::string_view text) {
    const std::size_t cross = text.find('x');
    const auto side = [](std::string_view digits) -> int {
        const auto number = base::parse_number(digits);
        return number && *number >= ui::smallest_shot && *number <= ui::largest_shot
                   ? static_cast<int>(*number)
                   : 0;
    };
    const Size size{cross == text.npos ? 0 : side(text.substr(0, cross)),
                    cross == text.npos ? 0 : side(text.substr(cross + 1))};
    if (size.width == 0 || size.height == 0)
        return base::Problem{{},
                             fmt::format("'{}' is no size", base::visible(text)),
                             fmt::format("write WIDTHxHEIGHT in pixels, each from {} to {}, as in 1280x800",
                                         ui::smallest_shot, ui::largest_shot)};
    return size;
}

base::Result<float> parse_scale(std::string_view text) {
    const base::Problem wrong{
        {}, fmt::format("'{}' is no text size", base::visible(text)), "write 80% to 250%, or 0.8 to 2.5"};
    const bool percent = text.ends_with('%');
    if (percent) text.remove_suffix(1);
    const std::size_t dot = text.find('.');
    const auto whole = base::parse_number(text.substr(0, dot));
    const std::string_view rest = dot == text.npos ? "0" : text.substr(dot + 1);
    const auto part = base::parse_number(rest);
    if (!whole || !part || *whole > 1000 || rest.size() > 4) return wrong;
    float scale = static_cast<float>(*part);
    for (std::size_t i = 0; i < rest.size(); ++i) scale /= 10;
    scale += static_cast<float>(*whole);
    if (percent || *whole > 10) scale /= 100;
    if (scale < ui::smallest_text_scale || scale > ui::largest_text_scale) return wrong;
    return scale;
}

int shot_command(const std::vector<std::string>& arguments, cli::Output& output) {
    CLI::App command("Draws a moment of a run to a PNG file, with no display at all.", "mailstage shot");
    Flags flags;
    add_flags(command, flags);
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    try {
        command.parse(reversed);
    } catch (const CLI::ParseError& error) {
        const bool asked_for = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
        if (asked_for) return command.exit(error, output.out, output.err), static_cast<int>(cli::Exit::done);
        output.err << "mailstage: " << error.what() << "; see 'mailstage shot --help'\n";
        return static_cast<int>(cli::Exit::usage);
    }
    return static_cast<int>(draw(flags, output));
}

}  // namespace app
