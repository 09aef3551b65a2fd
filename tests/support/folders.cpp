#include "tests/support/folders.h"

namespace support {

std::filesystem::path source_folder() {
    return MAILSTAGE_SOURCE;
}

std::filesystem::path build_folder() {
    return MAILSTAGE_BUILD;
}

}  // namespace support
