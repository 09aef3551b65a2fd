// The msg-id of a Message-ID field (RFC 5322 3.6.4, with what 4.5.4 allows of old mail). Knows no other use
// of it.
#pragma once
#include <string_view>

namespace mail {

/// Whether an unfolded value is one message identifier: "<left@right>", with comments or white space around.
bool is_message_id(std::string_view value);

}  // namespace mail
