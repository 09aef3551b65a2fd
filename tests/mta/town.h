// Some mail hosts in one process, joined by hand: what one sends arrives at the other a moment later,
// questions are answered from zones, deadlines are kept. No TCP and no loss: those are sim's. Everything is
// recorded into a trace, and the mailboxes hold what was delivered, octet for octet.
#pragma once
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "dns/zones.h"
#include "mta/host.h"
#include "trace/recorder.h"

namespace mta_test {

/// Settings with the usual values: listens on 25, address and domains as text.
mta::HostSettings host_settings(const std::string& name, const std::string& address,
                                std::vector<std::string> local_domains = {},
                                const std::vector<std::string>& mailboxes = {});

/// The zones of a master file.
dns::Zones zones_of(const std::string& master_file);

class Town {
public:
    /// A host that is not ours: it is told what the client said ("" at the start) and gives what it answers.
    using Canned = std::function<std::string(std::string_view octets)>;

    explicit Town(dns::Zones zones) : zones_(std::move(zones)) {}
    Town(const Town&) = delete;  // its hosts hold on to its octets

    /// Adds a host; they are numbered from 0. `own_view`: the DNS as this host sees it.
    void add(mta::HostSettings settings, std::optional<dns::Zones> own_view = {});
    void add_canned(const std::string& address, Canned answer) { canned_[address] = std::move(answer); }
    mta::Host& host(trace::HostId id) { return *parties_[id].host; }

    /// Whoever connects there is refused (or, with timed_out, waits in vain).
    void take_down(const std::string& address, trace::Ending how = trace::Ending::refused) {
        down_[address] = how;
    }
    void bring_up(const std::string& address) { down_.erase(address); }

    void submit(trace::HostId at, const std::string& from, const std::vector<std::string>& to,
                const std::string& letter, const smtp::SenderOptions& sender = {},
                const smtp::RecipientOptions& each = {});
    /// 1982: through these hosts ("@a,@b:").
    void submit_by_way_of(trace::HostId at, const std::string& from, std::vector<std::string> hosts,
                          const std::string& to, const std::string& letter);
    /// TLS handshakes of whoever connects there come to nothing.
    void break_tls(const std::string& address) { broken_tls_.insert(address); }
    /// The host stops before its effect of this number (from 0), and begins anew at once with its disk.
    void crash_before(trace::HostId id, std::size_t effect) { crash_ = Crash{id, effect}; }
    bool has_crashed() const { return crash_ && crash_->done; }
    /// Lets everything happen until then, or until nothing is left to happen.
    void run(base::Instant until = base::Instant{} + base::days(30));

    base::Instant now() const { return now_; }
    /// Lets time go by in which nothing happens.
    void skip(base::Duration time) { now_ = now_ + time; }
    /// Questions asked of the DNS so far.
    std::size_t lookups() const { return lookups_; }
    const trace::Trace& trace() const { return trace_; }
    /// What was delivered into a mailbox, in order.
    std::vector<std::string> mailbox(const std::string& address) const;
    /// The facts about mails, a line each: "0 relayed 1/0 250 mx.dest.example" (host, fact, mail/recipient,
    /// ...).
    std::string log() const;
    /// Those of its lines that hold `part`.
    std::string log(const std::string& part) const;
    /// The lines that a host's clients said, or that it answered, since the beginning.
    std::string heard_by(trace::HostId host) const;
    std::string said_by(trace::HostId host) const;

private:
    struct Party {
        std::unique_ptr<mta::Host> host;
        std::optional<dns::Zones> view;
    };
    struct End {  // of a connection: who is on the other side
        bool canned = false;
        trace::HostId host = 0;
        mta::Handle handle = 0;
        std::string address;
    };
    struct Task {
        trace::HostId host = 0;
        mta::Input input;
        trace::EventNumber cause = trace::no_event;
    };
    struct Crash {
        trace::HostId host = 0;
        std::size_t before = 0;  // effects that are still to be done
        bool done = false;
    };
    using Side = std::pair<trace::HostId, mta::Handle>;

    void later(trace::HostId host, mta::Input input, base::Duration wait = base::milliseconds(10));
    void perform(trace::HostId host, const mta::Effects& effects);
    void perform_one(trace::HostId host, const mta::Effect& effect);
    bool crashes_now(trace::HostId host);
    void crash(trace::HostId host, std::span<const mta::Effect> unperformed);
    void start_tls(trace::HostId host, const mta::StartTls& wish);
    void connect(trace::HostId host, const mta::Connect& wish);
    void send(trace::HostId host, const mta::Send& send);
    void answer_canned(const Side& client, std::string_view said);
    void close(trace::HostId host, mta::Handle handle);
    std::string describe(const trace::Event& event) const;
    std::string text(trace::Range range) const { return std::string(trace_.text(range)); }

    dns::Zones zones_;
    trace::Trace trace_;
    trace::Recorder recorder_{trace_};
    std::deque<Party> parties_;
    std::map<std::string, Canned> canned_;
    std::map<std::string, trace::Ending> down_;
    std::set<std::string> broken_tls_;
    std::optional<Crash> crash_;
    std::map<std::pair<base::Instant, std::uint64_t>, Task> tasks_;
    std::map<Side, End> ends_;
    std::map<Side, trace::ConnectionId> connections_;  // kept after their end: facts still come
    trace::ConnectionId last_connection_ = 0;
    std::uint64_t last_task_ = 0;
    std::size_t lookups_ = 0;
    mta::Handle last_handle_ = 0;
    base::Instant now_;
};

}  // namespace mta_test
