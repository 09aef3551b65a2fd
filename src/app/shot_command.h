// `mailstage shot`: a picture of a moment of a run. Reads the flags; ui draws. Every mistake ends with status
// 2 and no file.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/output.h"

namespace app {

/// `arguments`: those after `shot`. Returns the exit status.
int shot_command(const std::vector<std::string>& arguments, cli::Output& output);

struct Size {
    int width = 1280, height = 800;
};
/// "1280x800", each side within what shot can draw.
base::Result<Size> parse_size(std::string_view text);

/// "150%", "150" or "1.5", within the text sizes that there are.
base::Result<float> parse_scale(std::string_view text);

}  // namespace app
