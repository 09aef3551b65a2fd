// The data of one record of a master file, by its type (RFC 1035 3.3, RFC 3596 2.4, RFC 6698 2.2, RFC 3597
// 5). Knows neither the record's owner nor the file around it.
#pragma once
#include "dns/master_fields.h"
#include "dns/record.h"

namespace dns {

/// Reads to the entry's end. A mistake stands in `fields`, and what is returned then means nothing.
Rdata read_rdata(MasterFields& fields, RecordType type);

}  // namespace dns
