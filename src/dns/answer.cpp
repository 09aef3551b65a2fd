#include "dns/answer.h"

#include "base/expects.h"

namespace dns {

std::string to_text(const Question& question) {
    return to_text(question.name) + " " + to_text(question.type);
}

std::string to_text(Outcome outcome) {
    switch (outcome) {
        case Outcome::records:
            return "records";
        case Outcome::no_data:
            return "no data";
        case Outcome::no_such_name:
            return "no such name";
        case Outcome::server_failure:
            return "server failure";
        case Outcome::timed_out:
            return "timed out";
        case Outcome::refused:
            return "refused";
    }
    base::expects(false);
    return {};
}

std::vector<Record> Answer::of_type(RecordType type) const {
    std::vector<Record> found;
    for (const auto& record : records)
        if (record.type == type) found.push_back(record);
    return found;
}

bool answers(const Record& record, RecordType asked) {
    return asked == RecordType::any || record.type == asked;
}

}  // namespace dns
