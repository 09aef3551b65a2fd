#include "cli/bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "sim/scenario_file.h"
#include "sim/simulation.h"
#include "smtp/data_reader.h"
#include "trace/json_lines.h"

namespace cli {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_of(const std::function<void()>& work) {
    const auto begin = Clock::now();
    work();
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

// The median of some runs after one that warms up.
double median(const std::function<void()>& work) {
    constexpr int runs = 15;
    work();
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) times.push_back(milliseconds_of(work));
    std::nth_element(times.begin(), times.begin() + runs / 2, times.end());
    return times[runs / 2];
}

struct Figure {
    std::string_view name, unit;
    double value = 0, limit = 0;  // limit 0: none is set
    enum class Better : std::uint8_t { lower, higher } better = Better::lower;
};

void print(const Figure& figure, Output& output) {
    if (figure.limit == 0) {
        output.out << fmt::format("{:<28}{:>10.3f} {}\n", figure.name, figure.value, figure.unit);
        return;
    }
    const double ratio =
        figure.better == Figure::Better::lower ? figure.value / figure.limit : figure.limit / figure.value;
    output.out << fmt::format("{:<28}{:>10.3f} {:<6} limit {:<8} {:5.2f} of it\n", figure.name, figure.value,
                              figure.unit, figure.limit, ratio);
}

Figure simulate_default(const sim::Scenario& scenario) {
    return {"simulate first-delivery", "ms", median([&] { (void)sim::simulate(scenario); }), 2.0,
            Figure::Better::lower};
}

Figure write_json(const trace::Trace& trace) {
    return {"write JSON Lines", "ms", median([&] { (void)trace::to_json_lines(trace); }), 0,
            Figure::Better::lower};
}

Figure read_letter() {
    std::string letter;
    while (letter.size() < (16u << 20))
        letter += "A line of ordinary text, as long as lines in letters usually are.\r\n";
    const smtp::Stuffed stuffed = smtp::stuff(letter);
    const double took = median([&] {
        smtp::DataReader reader(stuffed.octets.size());
        reader.feed(stuffed.octets);
    });
    return {"read a letter after DATA", "GB/s", static_cast<double>(stuffed.octets.size()) / took / 1e6, 0,
            Figure::Better::higher};
}

}  // namespace

Exit bench(const std::string& name, Output& output) {
    static constexpr std::array names{"simulate", "project", "json", "letter"};
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
        return complain(output, {{},
                                 fmt::format("there is no measurement '{}'", name),
                                 "use one of simulate, project, json, letter"});
    auto scenario = sim::builtin_scenario("first-delivery");
    auto trace = sim::simulate(*scenario);
    const auto wanted = [&](std::string_view one) { return name.empty() || name == one; };
    if (wanted("simulate")) print(simulate_default(*scenario), output);
    if (wanted("json")) print(write_json(*trace), output);
    if (wanted("letter")) print(read_letter(), output);
    output.out << fmt::format("{:<28}{:>10} events, {} octets\n", "trace of first-delivery", trace->size(),
                              trace->octets.size());
    return Exit::done;
}

}  // namespace cli
