// Where the window and the command line meet.
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

#include "app/shot_command.h"
#include "app/window_bench.h"
#include "cli/play.h"
#include "cli/run.h"
#include "ui/application.h"

namespace {

cli::Terminal terminal_of_stdout() {
    cli::Terminal terminal;
    if (isatty(STDOUT_FILENO) && !std::getenv("NO_COLOR")) terminal.colour = cli::Colour::ansi;
    return terminal;
}

int open_window(cli::Output& output) {
    if (const auto problem = ui::display_problem()) return static_cast<int>(cli::complain(output, *problem));
    auto scenario = cli::load_scenario("first-delivery");
    if (!scenario) return static_cast<int>(cli::complain(output, scenario.problem()));
    if (const auto problem = ui::run_application(std::move(*scenario), {}))
        return static_cast<int>(cli::complain(output, *problem));
    return static_cast<int>(cli::Exit::done);
}

}  // namespace

int main(int argc, char** argv) {
    const auto started = std::chrono::steady_clock::now();
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    cli::Output output{std::cout, std::cerr, terminal_of_stdout()};
    if (arguments.empty()) return open_window(output);
    if (arguments.front() == "shot")
        return app::shot_command({arguments.begin() + 1, arguments.end()}, output);
    return cli::run(arguments, output, app::window_measures(started));
}
