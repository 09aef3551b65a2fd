#include "view/pace.h"

#include <algorithm>

namespace view {
namespace {

using namespace trace;

constexpr double nanoseconds_a_second = 1e9;
constexpr double least_step = 0.05;  // between two instants
constexpr double least_wait = 0.15;  // when nothing is on its way
constexpr double apart = 1e-6;       // between two events of one instant

double seconds_for(PacketKind kind) {
    switch (kind) {
        case PacketKind::command:
        case PacketKind::reply:
            return line_seconds;
        case PacketKind::letter:
            return letter_seconds;
        case PacketKind::question:
        case PacketKind::answer:
            return question_seconds;
        default:
            return packet_seconds;
    }
}

// Moments are the distinct instants of a trace. The steps between them are found so that no flight is shorter
// than it should be: the longest path through the flights.
class Schedule {
public:
    Schedule(const Trace& trace, const Traffic& traffic) : trace_(trace) {
        number_moments();
        step_.assign(first_.size(), 0);
        find_steps(traffic);
        shorten_letters(traffic);
    }

    // The last event of an instant stands at its moment, the others just before.
    std::vector<double> seconds() const {
        std::vector<double> seconds(trace_.size());
        double moment_seconds = lead_seconds;
        for (std::size_t moment = 0; moment < first_.size(); ++moment) {
            const EventNumber end = end_of(moment);
            const double crowd = apart * (end - first_[moment] + 1);
            moment_seconds += std::max(step_[moment], crowd);
            for (EventNumber event = first_[moment]; event < end; ++event)
                seconds[event] = moment_seconds - apart * (end - 1 - event);
        }
        return seconds;
    }

private:
    EventNumber end_of(std::size_t moment) const {
        return moment + 1 < first_.size() ? first_[moment + 1] : static_cast<EventNumber>(trace_.size());
    }

    void number_moments() {
        moment_of_.resize(trace_.size());
        for (const Event& event : trace_.events()) {
            if (event.number == 0 || event.at != trace_[event.number - 1].at) first_.push_back(event.number);
            moment_of_[event.number] = static_cast<std::uint32_t>(first_.size() - 1);
        }
    }

    void find_steps(const Traffic& traffic) {
        std::vector<std::vector<const Flight*>> landing(first_.size());
        std::vector<int> launched(first_.size() + 1, 0);
        for (const Flight& flight : traffic.flights()) {
            if (flight.landed == no_event) continue;
            landing[moment_of_[flight.landed]].push_back(&flight);
            ++launched[moment_of_[flight.sent]];
        }
        std::vector<double> reached(first_.size(), 0);
        int in_the_air = first_.empty() ? 0 : launched[0];
        for (std::size_t moment = 1; moment < first_.size(); ++moment) {
            const double waited =
                static_cast<double>((trace_[first_[moment]].at - trace_[first_[moment - 1]].at).nanoseconds) /
                nanoseconds_a_second;
            double least = in_the_air > 0 ? least_step : std::clamp(waited, least_wait, wait_seconds);
            for (const Flight* flight : landing[moment])
                least = std::max(
                    least, reached[moment_of_[flight->sent]] + duration_of(*flight) - reached[moment - 1]);
            step_[moment] = least;
            reached[moment] = reached[moment - 1] + least;
            in_the_air += launched[moment] - static_cast<int>(landing[moment].size());
        }
    }

    // A letter in many segments: each is one packet among many.
    double duration_of(const Flight& flight) const {
        if (flight.kind != PacketKind::letter) return seconds_for(flight.kind);
        const auto* content = std::get_if<ContentSent>(&trace_[flight.about].fact);
        const auto& segment = std::get<SegmentSent>(trace_[flight.sent].fact);
        const bool whole = content && segment.payload.length >= content->octets.length;
        return whole ? letter_seconds : packet_seconds;
    }

    void shorten_letters(const Traffic& traffic) {
        for (const Event& event : trace_.events()) {
            if (!std::holds_alternative<ContentSent>(event.fact)) continue;
            const EventNumber heard = traffic.arrival_of(event.number);
            if (heard == no_event) continue;
            const std::size_t begin = moment_of_[event.number] + 1u, end = moment_of_[heard];
            double whole = 0;
            for (std::size_t moment = begin; moment <= end; ++moment) whole += step_[moment];
            if (whole <= 0) continue;
            const double factor = std::clamp(1.0, letter_seconds / whole, longest_letter / whole);
            for (std::size_t moment = begin; moment <= end; ++moment) step_[moment] *= factor;
        }
    }

    const Trace& trace_;
    std::vector<EventNumber> first_;        // by moment: its first event
    std::vector<std::uint32_t> moment_of_;  // by event
    std::vector<double> step_;              // by moment: screen seconds since the one before
};

}  // namespace

Pace::Pace(const Trace& trace, const Traffic& traffic) : seconds_(Schedule(trace, traffic).seconds()) {
    instants_.reserve(trace.size());
    for (const Event& event : trace.events()) instants_.push_back(event.at);
}

Playhead Pace::at(double seconds) const {
    const auto later = std::upper_bound(seconds_.begin(), seconds_.end(), seconds);
    const auto next = static_cast<std::size_t>(later - seconds_.begin());
    if (next == 0) return {};
    const std::size_t last = next - 1;
    Playhead playhead{instants_[last], static_cast<EventNumber>(last)};
    if (next == seconds_.size()) return playhead;
    const double part = (seconds - seconds_[last]) / (seconds_[next] - seconds_[last]);
    const double waited = static_cast<double>((instants_[next] - instants_[last]).nanoseconds);
    const auto past = static_cast<std::int64_t>(part * waited);
    playhead.at = std::min(instants_[last] + base::nanoseconds(past), instants_[next]);
    return playhead;
}

double Pace::seconds_at(const Playhead& playhead) const {
    if (playhead.through == no_event || seconds_.empty()) return 0;
    const std::size_t last = std::min<std::size_t>(playhead.through, seconds_.size() - 1), next = last + 1;
    if (next == seconds_.size() || playhead.at <= instants_[last] || instants_[next] == instants_[last])
        return seconds_[last];
    const double part = static_cast<double>((playhead.at - instants_[last]).nanoseconds) /
                        static_cast<double>((instants_[next] - instants_[last]).nanoseconds);
    return seconds_[last] + std::min(part, 1.0) * (seconds_[next] - seconds_[last]);
}

}  // namespace view
