// A mailbox of a run as an mbox file: every mail that was delivered into it, in order. RFC 4155 appendix A;
// lines that begin with "From " get a '>' (the mboxrd form, which can be undone).
#pragma once
#include <string>

#include "base/result.h"
#include "trace/trace.h"

namespace cli {

/// The problem lists the mailboxes when there is none of this address.
base::Result<std::string> mailbox_as_mbox(const trace::Trace& trace, const std::string& address);

}  // namespace cli
