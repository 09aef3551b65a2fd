// `mailstage bench`: this build's speed, printed beside the limit that it must keep. Real time is read here
// and nowhere below; nothing of it is a test, since machines differ and are busy. What needs the window comes
// from app.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "cli/output.h"

namespace cli {

struct Figure {
    std::string what, unit;
    double value = 0, limit = 0;  // limit 0: none is set
    enum class Better : std::uint8_t { lower, higher } better = Better::lower;
    std::string beside = {};  // what it is to be compared with, measured in the same run
};

/// One measurement; its name chooses it. The figure is missing when it cannot be taken here, with the
/// problem.
struct Measure {
    std::string name;
    std::function<base::Result<Figure>()> take;
};

/// The median time of `work` in milliseconds: some runs, after one that warms up.
double median_milliseconds(const std::function<void()>& work);

/// `name`: one measurement, or empty for all. `more`: those of other floors.
Exit bench(const std::string& name, const std::vector<Measure>& more, Output& output);

}  // namespace cli
