// Several zones on one server: the longest origin that holds a name answers for it, and CNAMEs are followed
// across all of them. In the virtual network these zones are the whole DNS, so a name that none of them holds
// does not exist: the answer is no_such_name (a learner's mistyped domain bounces at once, as it would out
// there), never refused. Knows no wire and no cache.
#pragma once
#include <map>

#include "dns/answer.h"
#include "dns/name.h"
#include "dns/question.h"
#include "dns/zone.h"

namespace dns {

class Zones {
public:
    /// A zone of an origin that is already held joins it: its records and failing names are added.
    void add(Zone zone);

    /// The zone with the longest origin that `name` is within; null when there is none.
    const Zone* holding(const Name& name) const;
    /// The same, to be edited.
    Zone* holding(const Name& name);

    /// By origin, in canonical order.
    const std::map<Name, Zone>& all() const { return zones_; }

    Answer answer(const Question& question) const;

    friend bool operator==(const Zones&, const Zones&) = default;

private:
    std::map<Name, Zone> zones_;
};

}  // namespace dns
