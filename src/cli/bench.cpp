#include "cli/bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "sim/scenario_file.h"
#include "sim/simulation.h"
#include "smtp/data_reader.h"
#include "trace/json_lines.h"
#include "view/project.h"

namespace cli {
namespace {

using Clock = std::chrono::steady_clock;

void print(const Figure& figure, Output& output) {
    const std::string beside = figure.beside.empty() ? "" : "; " + figure.beside;
    if (figure.limit == 0) {
        output.out << fmt::format("{:<34}{:>9.3f} {}{}\n", figure.what, figure.value, figure.unit, beside);
        return;
    }
    const bool lower = figure.better == Figure::Better::lower;
    const double ratio = lower ? figure.value / figure.limit : figure.limit / figure.value;
    output.out << fmt::format("{:<34}{:>9.3f} {:<5} {:>4.0f} % of its limit, {} {}{}\n", figure.what,
                              figure.value, figure.unit, ratio * 100, figure.limit, figure.unit, beside);
}

sim::Scenario default_world() {
    return *sim::builtin_scenario("first-delivery");
}
trace::Trace default_run() {
    return std::move(*sim::simulate(default_world()));
}

Figure simulate_default() {
    const sim::Scenario scenario = default_world();
    return {"simulate first-delivery", "ms", median_milliseconds([&] { (void)sim::simulate(scenario); }),
            2.0};
}

Figure project_default() {
    const trace::Trace trace = default_run();
    const view::Index index(trace);
    constexpr int frames = 100;
    const double all = median_milliseconds([&] {
        for (int frame = 0; frame < frames; ++frame)
            (void)view::project(trace, index, index.pace().at(index.pace().length() * frame / frames), {});
    });
    return {"project a scene of it", "ms", all / frames, 4.0};
}

Figure write_default() {
    const trace::Trace trace = default_run();
    return {"write it as JSON Lines", "ms", median_milliseconds([&] { (void)trace::to_json_lines(trace); })};
}

Figure deliveries() {
    sim::Scenario scenario = default_world();
    const sim::ScenarioMail mail = scenario.mails.front();
    constexpr int mails = 2000;
    scenario.mails.clear();
    for (int number = 0; number < mails; ++number) {
        scenario.mails.push_back(mail);
        scenario.mails.back().at = base::Instant{} + base::milliseconds(100) * number;
    }
    const double took = median_milliseconds([&] { (void)sim::simulate(scenario); });
    return {"deliveries over two hops", "a second", mails / took * 1000, 0, Figure::Better::higher};
}

// Ordinary mail, 16 MiB: lines of 76 columns, as base64 and many mail clients make them (RFC 2045 6.8).
std::string long_letter() {
    std::string line = "A line of ordinary text. It is as long as lines in letters are, on most days";
    line.resize(76, '.');
    line += "\r\n";
    std::string letter;
    letter.reserve((16u << 20) + line.size());
    while (letter.size() < (16u << 20)) letter += line;
    return letter;
}

double gigabytes_a_second(std::size_t octets, const std::function<void()>& work) {
    return static_cast<double>(octets) / median_milliseconds(work) / 1e6;
}

// `work` on the letter, beside what the machine does with the same octets when it only looks for line ends,
// or only copies them.
Figure beside_memory(std::string what, const std::string& letter, const std::function<void()>& work) {
    volatile std::size_t seen = 0;  // so that nothing is left out as useless
    const double speed = gigabytes_a_second(letter.size(), work);
    const double looking = gigabytes_a_second(letter.size(), [&] {
        std::size_t lines = 0;
        for (auto at = letter.find('\n'); at != std::string::npos; at = letter.find('\n', at + 1)) ++lines;
        seen = lines;
    });
    const double copying = gigabytes_a_second(letter.size(), [&] { seen = std::string(letter).size(); });
    Figure figure{std::move(what), "GB/s", speed, 3.0, Figure::Better::higher, ""};
    figure.beside = fmt::format("{:.2f} of memchr's {:.1f}, {:.2f} of memcpy's {:.1f}", speed / looking,
                                looking, speed / copying, copying);
    return figure;
}

Figure read_letter() {
    const std::string octets = smtp::stuff(long_letter()).octets;
    return beside_memory("read a letter after DATA", octets, [&] {
        smtp::DataReader reader(octets.size());
        reader.feed(octets);
    });
}

Figure stuff_letter() {
    const std::string letter = long_letter();
    return beside_memory("stuff a letter for DATA", letter, [&] { (void)smtp::stuff(letter); });
}

}  // namespace

double median_milliseconds(const std::function<void()>& work) {
    constexpr int runs = 11;
    work();
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) {
        const auto begin = Clock::now();
        work();
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
    }
    std::nth_element(times.begin(), times.begin() + runs / 2, times.end());
    return times[runs / 2];
}

Exit bench(const std::string& name, const std::vector<Measure>& more, Output& output) {
    std::vector<Measure> measures{{"simulate", simulate_default}, {"project", project_default},
                                  {"json", write_default},        {"deliveries", deliveries},
                                  {"letter", read_letter},        {"stuff", stuff_letter}};
    measures.insert(measures.end(), more.begin(), more.end());
    std::string names;
    bool found = name.empty();
    for (const Measure& measure : measures) {
        names += (names.empty() ? "" : ", ") + measure.name;
        found = found || measure.name == name;
    }
    if (!found)
        return complain(output,
                        {{}, fmt::format("there is no measurement '{}'", name), "use one of " + names});
    for (const Measure& measure : measures) {
        if (!name.empty() && measure.name != name) continue;
        const auto figure = measure.take();
        if (figure)
            print(*figure, output);
        else if (!name.empty())
            return complain(output, figure.problem());
        else
            output.out << fmt::format("{:<34}not measured: {}\n", measure.name,
                                      base::to_text(figure.problem()));
    }
    return Exit::done;
}

}  // namespace cli
