// `mailstage bench`: this build's speed, printed beside the limit that it must keep. Real time is read here
// and nowhere below; nothing of it is a test, since machines differ and are busy.
#pragma once
#include <string>

#include "cli/output.h"

namespace cli {

/// `name`: one measurement, or empty for all.
Exit bench(const std::string& name, Output& output);

}  // namespace cli
