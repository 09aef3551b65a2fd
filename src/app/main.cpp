// Where the window and the command line meet.
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

#include "cli/run.h"

namespace {

cli::Terminal terminal_of_stdout() {
    cli::Terminal terminal;
    if (isatty(STDOUT_FILENO) && !std::getenv("NO_COLOR")) terminal.colour = cli::Colour::ansi;
    return terminal;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    return cli::run(arguments, {std::cout, std::cerr, terminal_of_stdout()});
}
