#include <algorithm>

#include "base/expects.h"
#include "base/overloaded.h"
#include "trace/enum_names.h"
#include "trace/fact_fields.h"
#include "trace/json_lines.h"
#include "trace/json_text.h"

namespace trace {
namespace {

constexpr std::string_view null = "null";

/// What follows an array's or object's begin: nothing before its first member, a comma before each other.
void separate(std::string& out) {
    if (out.back() != '[' && out.back() != '{') out += ',';
}

template <class Items, class Write>
void append_list(std::string& out, std::string_view key, const Items& items, Write write) {
    append_key(out, key);
    out += '[';
    for (const auto& item : items) {
        separate(out);
        write(item);
    }
    out += ']';
}

void append_text(std::string& out, std::string_view key, std::string_view value) {
    append_key(out, key);
    append_quoted(out, value);
}

template <class Number>
void append_field(std::string& out, std::string_view key, Number value) {
    append_key(out, key);
    append_number(out, value);
}

void append_world(std::string& out, const World& world, const std::vector<std::string>& host_words) {
    out += "{\"name\":";
    append_quoted(out, world.scenario);
    append_text(out, "title", world.title);
    append_field(out, "start", world.start);
    append_field(out, "seed", world.seed);
    append_list(out, "hosts", world.hosts, [&](const WorldHost& host) {
        out += "{\"name\":";
        append_quoted(out, host.name);
        append_text(out, "label", host.label);
        append_text(out, "domain", host.domain);
        append_text(out, "role", word_of(host.role));
        append_list(out, "addresses", host.addresses,
                    [&](const base::IpAddress& address) { append_quoted(out, to_text(address)); });
        append_list(out, "mailboxes", host.mailboxes,
                    [&](const std::string& one) { append_quoted(out, one); });
        out += '}';
    });
    append_list(out, "links", world.links, [&](const WorldLink& link) {
        base::expects(link.a < host_words.size() && link.b < host_words.size());
        out += "{\"a\":" + host_words[link.a];
        append_key(out, "b");
        out += host_words[link.b];
        append_field(out, "latency", link.latency.nanoseconds);
        append_field(out, "bits_per_second", link.bits_per_second);
        append_field(out, "loss_per_million", link.loss_per_million);
        out += '}';
    });
    out += '}';
}

void append_intervention(std::string& out, const Intervention& intervention) {
    out += "{\"at\":";
    append_number(out, intervention.at.nanoseconds);
    std::visit(base::overloaded{
                   [&](const SendMail& mail) {
                       append_text(out, "what", "send-mail");
                       append_text(out, "host", mail.host);
                       append_text(out, "reverse_path", mail.reverse_path);
                       append_list(out, "recipients", mail.recipients,
                                   [&](const std::string& one) { append_quoted(out, one); });
                       append_text(out, "letter", mail.letter);
                   },
                   [&](const ChangeSetting& change) {
                       append_text(out, "what", "change-setting");
                       append_text(out, "host", change.host);
                       append_text(out, "name", change.name);
                       append_text(out, "value", change.value);
                   },
                   [&](const ChangeLine& change) {
                       append_text(out, "what", "change-line");
                       append_text(out, "a", change.a);
                       append_text(out, "b", change.b);
                       if (change.latency) append_field(out, "latency", change.latency->nanoseconds);
                       if (change.bits_per_second)
                           append_field(out, "bits_per_second", *change.bits_per_second);
                       if (change.loss_per_million)
                           append_field(out, "loss_per_million", *change.loss_per_million);
                   },
                   [&](const MendLine& mend) {
                       append_text(out, "what", "mend-line");
                       append_text(out, "a", mend.a);
                       append_text(out, "b", mend.b);
                   },
                   [&](const Crash& crash) {
                       append_text(out, "what", "crash");
                       append_text(out, "host", crash.host);
                   },
                   [&](const Restart& restart) {
                       append_text(out, "what", "restart");
                       append_text(out, "host", restart.host);
                   },
                   [&](const BreakName& names) {
                       append_text(out, "what", "break-name");
                       append_text(out, "host", names.host);
                       append_text(out, "name", names.name);
                       append_text(out, "how", word_of(names.how));
                   },
               },
               intervention.what);
    if (intervention.when) {
        append_key(out, "when");
        out += "{\"host\":";
        append_quoted(out, intervention.when->host);
        append_text(out, "fact", intervention.when->fact);
        append_text(out, "verb", intervention.when->verb);
        append_field(out, "nth", intervention.when->nth);
        append_field(out, "delay", intervention.when->delay.nanoseconds);
        out += '}';
    }
    out += '}';
}

/// Writes the values of a fact's fields.
class FieldWriter {
public:
    FieldWriter(std::string& out, const Trace& trace, const std::vector<std::string>& host_words,
                RangeSet& known)
        : out_(out), trace_(trace), host_words_(host_words), known_(known) {}

    void host(HostId host) {
        if (host == no_host) {
            out_ += null;
            return;
        }
        base::expects(host < host_words_.size());
        out_ += host_words_[host];
    }
    template <class F>
    void write(const F& fact) {
        for_each_field<F>([&](const auto& field) {
            append_key(out_, field.name);
            value(fact, field);
        });
    }

private:
    template <class F>
    void value(const F& fact, const HostField<F>& field) {
        host(fact.*field.member);
    }
    template <class F, class T>
    void value(const F& fact, const Field<F, T>& field) {
        put(fact.*field.member);
    }

    template <class T>
    void put(T value) {
        if constexpr (std::is_enum_v<T>)
            word(word_of(value));
        else
            append_number(out_, value);
    }
    void put(dns::RecordType type) { word(dns::to_text(type)); }
    void put(smtp::EnhancedCode code) { word(code ? smtp::to_text(code) : std::string_view{}); }
    void put(base::Duration duration) { append_number(out_, duration.nanoseconds); }
    void put(base::Instant instant) { append_number(out_, instant.nanoseconds); }
    void put(Range range) {
        out_ += '[';
        append_number(out_, range.offset);
        out_ += ',';
        append_number(out_, range.length);
        if (!known_.covers(range)) {
            out_ += ',';
            append_quoted(out_, trace_.text(range));
            known_.add(range);
        }
        out_ += ']';
    }
    void word(std::string_view text) {  // our words need no escapes
        out_ += '"';
        out_ += text;
        out_ += '"';
    }

    std::string& out_;
    const Trace& trace_;
    const std::vector<std::string>& host_words_;
    RangeSet& known_;
};

}  // namespace

void JsonLinesWriter::begin(std::string& out) {
    for (const WorldHost& host : trace_.world.hosts) append_quoted(host_words_.emplace_back(), host.name);
    out += "{\"mailstage\":";
    append_number(out, json_lines_version);
    append_key(out, "scenario");
    append_world(out, trace_.world, host_words_);
    append_list(out, "interventions", trace_.interventions,
                [&](const Intervention& one) { append_intervention(out, one); });
    append_text(out, "openssl", trace_.world.openssl);
    out += "}\n";
    begun_ = true;
}

void JsonLinesWriter::write_event(std::string& out, const Event& event) {
    FieldWriter fields{out, trace_, host_words_, known_};
    out += "{\"n\":";
    append_number(out, event.number);
    append_field(out, "at", event.at.nanoseconds);
    append_key(out, "host");
    fields.host(event.host);
    append_field(out, "connection", event.connection);
    append_key(out, "cause");
    if (event.cause == no_event)
        out += null;
    else
        append_number(out, event.cause);
    append_text(out, "origin", word_of(event.origin));
    append_text(out, "fact", name_of(event.fact));
    std::visit([&](const auto& fact) { fields.write(fact); }, event.fact);
    out += "}\n";
}

void JsonLinesWriter::write_new(std::string& out, std::size_t events) {
    if (!begun_) begin(out);
    const std::size_t end = written_ + std::min(events, trace_.size() - written_);
    for (; written_ < end; ++written_) write_event(out, trace_.events()[written_]);
}

std::string to_json_lines(const Trace& trace) {
    std::string out;
    JsonLinesWriter{trace}.write_new(out);
    return out;
}

}  // namespace trace
