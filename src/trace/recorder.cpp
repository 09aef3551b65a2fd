#include "trace/recorder.h"

namespace trace {

MailId mail_of(const Fact& fact) {
    return std::visit(
        [](const auto& one) -> MailId {
            if constexpr (requires { one.mail; })
                return one.mail;
            else
                return 0;
        },
        fact);
}

void Recorder::begin(base::Instant now, EventNumber trigger) {
    now_ = now;
    last_ = trigger;
}

EventNumber Recorder::note(HostId host, ConnectionId connection, Fact fact) {
    const MailId mail = mail_of(fact);
    if (last_ == no_event) last_ = waiting_cause(host, connection, mail);
    last_ = append(now_, host, connection, last_, std::move(fact));
    if (mail != 0) last_of_mail_[{host, mail}] = last_;
    if (connection != 0) last_of_connection_[{host, connection}] = last_;
    return last_;
}

EventNumber Recorder::append(base::Instant at, HostId host, ConnectionId connection, EventNumber cause,
                             Fact fact) {
    return trace_.append(at, host, connection, cause, origin_, std::move(fact));
}

EventNumber Recorder::waiting_cause(HostId host, ConnectionId connection, MailId mail) const {
    if (mail != 0)
        if (const auto found = last_of_mail_.find({host, mail}); found != last_of_mail_.end())
            return found->second;
    const auto found = last_of_connection_.find({host, connection});
    return found == last_of_connection_.end() ? no_event : found->second;
}

}  // namespace trace
