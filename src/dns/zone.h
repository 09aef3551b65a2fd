// What one server knows by heart: records at and below an origin, and the names at which it fails on purpose.
// answer() is a pure function of them: CNAMEs (RFC 1034 3.6.2), wildcards (RFC 4592), names that exist only
// because something is below them (RFC 8020 2), negative answers (RFC 2308). It gives no referrals: NS
// records below the origin are answered like any other, for one virtual server may hold many domains under
// the root.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dns/answer.h"
#include "dns/name.h"
#include "dns/question.h"
#include "dns/record.h"

namespace dns {

inline constexpr int max_cname_chain = 16;  // RFC 1034 3.6.2: loops must be caught; the number is ours

/// How a name fails: as if the server were down, or as if it were broken.
enum class Failure : std::uint8_t { timeout, server_failure };

struct FailingName {
    Name name;
    std::optional<RecordType> type;  // nothing: whatever is asked
    Failure failure = Failure::timeout;
    friend bool operator==(const FailingName&, const FailingName&) = default;
};

// 1. Every record and failing name is within origin_. 2. nodes_ holds each owner, and the origin.
class Zone {
public:
    explicit Zone(Name origin = {});
    /// Requires: each record is within `origin`.
    Zone(Name origin, std::vector<Record> records);

    const Name& origin() const { return origin_; }
    /// In the order in which they were added.
    const std::vector<Record>& records() const { return records_; }
    const std::vector<FailingName>& failing() const { return failing_; }

    /// Requires: it is within the origin.
    void add(Record record);
    /// Questions for it fail from now on. Requires: it is within the origin.
    void fail(FailingName failing);
    /// Takes away every record of that name and type; the count of them.
    std::size_t remove(const Name& name, RecordType type);

    /// Follows CNAMEs as long as they stay within the origin; a chain that leads out ends in no_data, without
    /// authority. A chain longer than max_cname_chain is a server_failure. A name outside the origin:
    /// refused.
    Answer answer(const Question& question) const;

    /// As answer, but a CNAME in place of what was asked is not followed: it is the one record, outcome
    /// `records`.
    Answer lookup(const Question& question) const;

    friend bool operator==(const Zone& a, const Zone& b) {
        return a.origin_ == b.origin_ && a.records_ == b.records_ && a.failing_ == b.failing_;
    }

private:
    struct Node {
        std::vector<std::size_t> records, failing;  // positions
    };
    using Nodes = std::map<Name, Node>;

    void index();
    bool exists(const Name& name) const;
    const Node* node_for(const Name& name) const;
    std::vector<Record> matching(const Node& node, const Question& question) const;
    std::vector<Record> start_of_authority(const Name& name) const;

    Name origin_;
    std::vector<Record> records_;
    std::vector<FailingName> failing_;
    Nodes nodes_;
};

/// The zone that answers for a name, or none.
using ZoneFinder = std::function<const Zone*(const Name&)>;

/// Looks up and follows CNAMEs from zone to zone. A name that no zone holds ends in `beyond`.
Answer follow(const Question& question, const ZoneFinder& zone_for, Outcome beyond);

}  // namespace dns
