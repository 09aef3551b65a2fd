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
    if (mail != 0) remember_mail(host, mail);
    if (connection != 0) remember_connection(host, connection);
    return last_;
}

void Recorder::remember_mail(HostId host, MailId mail) {
    if (last_of_mail_.size() <= host) last_of_mail_.resize(host + std::size_t{1});
    std::vector<EventNumber>& mails = last_of_mail_[host];
    if (mails.size() <= mail) mails.resize(mail + std::size_t{1}, no_event);
    mails[mail] = last_;
}

void Recorder::remember_connection(HostId host, ConnectionId connection) {
    if (last_of_connection_.size() <= connection) last_of_connection_.resize(connection + std::size_t{1});
    std::array<Side, 2>& sides = last_of_connection_[connection];
    const bool first = sides[0].host == host || sides[0].host == no_host;
    sides[first ? 0 : 1] = {host, last_};
}

EventNumber Recorder::append(base::Instant at, HostId host, ConnectionId connection, EventNumber cause,
                             Fact fact) {
    return trace_.append(at, host, connection, cause, origin_, std::move(fact));
}

EventNumber Recorder::waiting_cause(HostId host, ConnectionId connection, MailId mail) const {
    if (mail != 0 && host < last_of_mail_.size() && mail < last_of_mail_[host].size() &&
        last_of_mail_[host][mail] != no_event)
        return last_of_mail_[host][mail];
    if (connection != 0 && connection < last_of_connection_.size())
        for (const Side& side : last_of_connection_[connection])
            if (side.host == host) return side.last;
    return no_event;
}

}  // namespace trace
