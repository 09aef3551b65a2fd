#include "dns/zone.h"

#include <algorithm>
#include <set>

#include "base/expects.h"

namespace dns {
namespace {

/// RFC 2181 5: the same record twice is one record. Order stays.
std::vector<Record> without_repeats(std::vector<Record> records) {
    if (records.size() < 2) return records;
    std::set<std::pair<RecordType, Rdata>> seen;
    std::vector<Record> once;
    for (auto& record : records)
        if (seen.emplace(record.type, record.rdata).second) once.push_back(std::move(record));
    return once;
}

Answer failed(Failure failure) {
    Answer answer;
    answer.outcome = failure == Failure::timeout ? Outcome::timed_out : Outcome::server_failure;
    return answer;
}

}  // namespace

Zone::Zone(Name origin) : origin_(std::move(origin)) {
    index();
}

Zone::Zone(Name origin, std::vector<Record> records)
    : origin_(std::move(origin)), records_(std::move(records)) {
    for (const auto& record : records_) base::expects(record.name.is_within(origin_));
    index();
}

void Zone::index() {
    nodes_.clear();
    nodes_[origin_];
    for (std::size_t i = 0; i < records_.size(); ++i) nodes_[records_[i].name].records.push_back(i);
    for (std::size_t i = 0; i < failing_.size(); ++i) nodes_[failing_[i].name].failing.push_back(i);
}

void Zone::add(Record record) {
    base::expects(record.name.is_within(origin_));
    nodes_[record.name].records.push_back(records_.size());
    records_.push_back(std::move(record));
}

void Zone::fail(FailingName failing) {
    base::expects(failing.name.is_within(origin_));
    nodes_[failing.name].failing.push_back(failing_.size());
    failing_.push_back(std::move(failing));
}

std::size_t Zone::remove(const Name& name, RecordType type) {
    const auto before = records_.size();
    const auto leaves = [&](const Record& record) { return record.type == type && record.name == name; };
    records_.erase(std::remove_if(records_.begin(), records_.end(), leaves), records_.end());
    index();
    return before - records_.size();
}

/// A name exists when it owns something, or when something below it does (RFC 8020 2). In canonical order
/// whatever is below a name comes right after it.
bool Zone::exists(const Name& name) const {
    const auto next = nodes_.lower_bound(name);
    return next != nodes_.end() && next->first.is_within(name);
}

/// The node that answers for a name: its own, else the wildcard below the closest encloser (RFC 4592 3.3.1).
const Zone::Node* Zone::node_for(const Name& name) const {
    if (const auto own = nodes_.find(name); own != nodes_.end()) return &own->second;
    if (exists(name)) return nullptr;
    Name encloser = name.parent();
    while (!exists(encloser)) encloser = encloser.parent();
    const auto wildcard = encloser.child("*");
    if (!wildcard) return nullptr;
    const auto found = nodes_.find(*wildcard);
    return found == nodes_.end() ? nullptr : &found->second;
}

std::vector<Record> Zone::matching(const Node& node, const Question& question) const {
    std::vector<Record> found, aliases;
    for (const std::size_t i : node.records) {
        const Record& record = records_[i];
        if (!answers(record, question.type) && record.type != RecordType::cname) continue;
        auto& kind = answers(record, question.type) ? found : aliases;
        kind.push_back(record);
        // The wildcard's records bear the name that was asked for (RFC 4592 3.3.3).
        if (!(record.name == question.name)) kind.back().name = question.name;
    }
    if (found.empty() && !aliases.empty()) return {aliases.front()};  // RFC 1034 3.6.2: there is one at most
    return without_repeats(std::move(found));
}

/// The closest SOA at or above the name: a zone under the root may hold many domains.
std::vector<Record> Zone::start_of_authority(const Name& name) const {
    for (Name at = name;; at = at.parent()) {
        if (const auto node = nodes_.find(at); node != nodes_.end())
            for (const std::size_t i : node->second.records)
                if (records_[i].type == RecordType::soa) return {records_[i]};
        if (at == origin_) return {};
    }
}

Answer Zone::lookup(const Question& question) const {
    Answer answer;
    if (!question.name.is_within(origin_)) {
        answer.outcome = Outcome::refused;
        return answer;
    }
    answer.authoritative = true;
    const Node* node = node_for(question.name);
    if (node) {
        for (const std::size_t i : node->failing)
            if (!failing_[i].type || *failing_[i].type == question.type) return failed(failing_[i].failure);
        answer.records = matching(*node, question);
    }
    if (!answer.records.empty()) {
        answer.outcome = Outcome::records;
        return answer;
    }
    answer.outcome = node || exists(question.name) ? Outcome::no_data : Outcome::no_such_name;
    answer.authority = start_of_authority(question.name);
    return answer;
}

Answer Zone::answer(const Question& question) const {
    if (!question.name.is_within(origin_)) return lookup(question);
    const auto here = [this](const Name& name) { return name.is_within(origin_) ? this : nullptr; };
    return follow(question, here, Outcome::no_data);
}

Answer follow(const Question& question, const ZoneFinder& zone_for, Outcome beyond) {
    Answer whole;
    Question at = question;
    for (int steps = 0; steps <= max_cname_chain; ++steps) {
        const Zone* zone = zone_for(at.name);
        if (!zone) {
            whole.outcome = beyond;
            return whole;
        }
        Answer step = zone->lookup(at);
        // AA speaks of the first owner name (RFC 1035 4.1.1).
        if (steps == 0) whole.authoritative = step.authoritative;
        if (step.outcome == Outcome::server_failure || step.outcome == Outcome::timed_out) return step;
        whole.outcome = step.outcome;
        whole.authority = std::move(step.authority);
        whole.records.insert(whole.records.end(), step.records.begin(), step.records.end());
        if (step.outcome != Outcome::records || answers(step.records.front(), question.type)) return whole;
        const auto* alias = std::get_if<Cname>(&step.records.front().rdata);
        base::expects(alias);  // invariant 1 of Record
        at.name = alias->target;
    }
    return failed(Failure::server_failure);
}

}  // namespace dns
