// `mailstage check address ADDRESS`: may this stand in MAIL and RCPT, only in a header field, or nowhere; and
// why. The first word on stdout is envelope, header or invalid.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "cli/output.h"

namespace cli {

struct CheckAddressOptions {
    std::string address;
    bool json = false;
};

/// Of a whole command line that begins with "check address": the next word is the address, even if it is
/// empty or begins with '-'; `--json` may stand before or behind it. Nothing: no address, help, or words too
/// many.
std::optional<CheckAddressOptions> check_address_options(const std::vector<std::string>& arguments);

/// Exit::done for envelope and header, Exit::answer_is_no for invalid.
Exit check_address(const CheckAddressOptions& options, Output& output);

}  // namespace cli
