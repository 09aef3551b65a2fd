// What came of a question: records, or one of the ways in which there are none (RFC 1035 4.1.1, RFC 2308 2).
// A time-out is an outcome too, though no message carries it. Knows neither zones nor wire form.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "dns/question.h"
#include "dns/record.h"

namespace dns {

enum class Outcome : std::uint8_t {
    records,         // at least one record of the asked type
    no_data,         // the name exists, without that type (RFC 2308 2.2)
    no_such_name,    // NXDOMAIN (RFC 2308 2.1)
    server_failure,  // SERVFAIL
    timed_out,       // no message came
    refused,         // REFUSED: not theirs to answer
};

/// "records", "no data", "no such name", "server failure", "timed out", "refused".
std::string to_text(Outcome outcome);

// 1. outcome is `records` exactly when a record that answers the question is among `records`.
// 2. After server_failure, timed_out and refused there are no records.
struct Answer {
    Outcome outcome = Outcome::no_data;
    std::vector<Record>
        records;  // the CNAME chain first, in order; a chain may end in no_data or no_such_name
    std::vector<Record> authority;  // the SOA beside no_data and no_such_name, where there is one
    bool authoritative = false;

    /// May asking again later help? True for server_failure and timed_out.
    bool is_temporary() const { return outcome == Outcome::server_failure || outcome == Outcome::timed_out; }

    /// Those of `records` that are of this type, in order.
    std::vector<Record> of_type(RecordType type) const;

    friend bool operator==(const Answer&, const Answer&) = default;
};

/// Is the record of the type that is asked for, or is any asked for?
bool answers(const Record& record, RecordType asked);

}  // namespace dns
