// The town of most of these tests: Ann's laptop, her relay, and the destination of bob and alice; what they
// are like, and what their tests ask again and again.
#pragma once
#include <catch2/catch.hpp>

#include <string>

#include "mail/delivery_report.h"
#include "mail/message.h"
#include "tests/mta/town.h"

namespace mta_test {

inline constexpr trace::HostId laptop = 0, relay = 1, destination = 2;
inline const std::string relay_address = "198.51.100.25", destination_address = "203.0.113.25";
inline const std::string letter = "From: ann@src.example\r\nSubject: hello\r\n\r\n.a dot\r\n";

inline const std::string zone = R"(
src.example.       MX 10 relay.src.example.
relay.src.example. A 198.51.100.25
dest.example.      MX 10 mx.dest.example.
dest.example.      MX 20 backup.dest.example.
mx.dest.example.   A 203.0.113.25
backup.dest.example. A 203.0.113.26
third.example.     MX 10 mx.third.example.
mx.third.example.  A 203.0.113.99
null.example.      MX 0 .
self.example.      MX 10 relay.src.example.
)";

inline mta::HostSettings laptop_settings() {
    mta::HostSettings settings = host_settings("laptop.src.example", "192.0.2.10");
    settings.ports.clear();
    settings.submits_to = mta::SubmissionServer{"relay.src.example", mta::submission_port};
    return settings;
}

inline mta::HostSettings relay_settings() {
    mta::HostSettings settings =
        host_settings("relay.src.example", relay_address, {"src.example"}, {"ann@src.example"});
    settings.ports.push_back(mta::submission_port);
    settings.own_networks = {base::parse_ip_network("192.0.2.0/24").value()};
    return settings;
}

inline mta::HostSettings destination_settings() {
    return host_settings("mx.dest.example", destination_address, {"dest.example"},
                         {"alice@dest.example", "bob@dest.example", "postmaster@dest.example"});
}

// A laptop, its relay, and a destination that may be changed first.
struct UsualTown : Town {
    explicit UsualTown(const mta::HostSettings& last = destination_settings(),
                       const mta::HostSettings& middle = relay_settings())
        : Town(zones_of(zone)) {
        add(laptop_settings());
        add(middle);
        add(last);
    }
};

// A server that takes everything, but says this to RCPT.
inline Town::Canned answering_rcpt(const std::string& reply) {
    return [reply](std::string_view said) -> std::string {
        if (said.substr(0, 4) == "RCPT") return reply + "\r\n";
        if (said.substr(0, 4) == "DATA") return "354 go\r\n";
        return "250 ok\r\n";
    };
}

inline mail::DeliveryStatus status_in(const std::string& bounce) {
    const auto status = mail::parse_delivery_status(mail::Message::parse(bounce));
    REQUIRE(status);
    return *status;
}

inline bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace mta_test
