#include <catch2/catch.hpp>

#include <csignal>
#include <ostream>

#include "tests/cli/session.h"

using cli_test::Folder;
using cli_test::run;

namespace {

// What reads "ready" ends the run: serve flushes its output when it listens, and waits for signals by then.
class EndsWhenReady : public std::stringbuf {
    int sync() override {
        std::raise(SIGTERM);
        return 0;
    }
};

std::vector<std::string> on_free_ports(std::vector<std::string> more) {
    std::vector<std::string> all{"serve", "--port", "0", "--submission", "0", "--smtps", "0"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

struct Served {
    int status = 0;
    std::string out, err;
};

Served serve(const std::vector<std::string>& more) {
    EndsWhenReady heard;
    std::ostream out(&heard);
    std::ostringstream err;
    const int status = cli::run(on_free_ports(more), {out, err, {cli::Colour::none, 100}});
    return {status, heard.str(), err.str()};
}

}  // namespace

TEST_CASE("serve says where it listens, and SIGTERM ends it with 0", "[cli]") {
    const Served all = serve({"--scenario", "fidelity"});
    CHECK(all.status == 0);
    CHECK(all.out.starts_with("ready smtp=127.0.0.1:"));
    CHECK(all.out.find(" submission=127.0.0.1:") != std::string::npos);
    CHECK(all.out.find(" smtps=127.0.0.1:") != std::string::npos);
    CHECK(all.err.empty());
}

TEST_CASE("a door that is off is said to be off", "[cli]") {
    EndsWhenReady heard;
    std::ostream out(&heard);
    std::ostringstream err;
    const int status = cli::run({"serve", "--port", "0", "--submission", "off", "--smtps", "off"},
                                {out, err, {cli::Colour::none, 100}});
    CHECK(status == 0);
    CHECK(heard.str().find(" submission=off smtps=off\n") != std::string::npos);
}

TEST_CASE("--ca-out writes the authority that clients are to trust", "[cli]") {
    const Folder folder;
    CHECK(serve({"--scenario", "fidelity", "--ca-out", folder.path("ca.pem")}).status == 0);
    CHECK(folder.read("ca.pem").starts_with("-----BEGIN CERTIFICATE-----"));
}

TEST_CASE("whoever lets others than this machine in is warned", "[cli]") {
    CHECK(serve({"--bind", "0.0.0.0"}).err.find("--bind 127.0.0.1") != std::string::npos);
}

TEST_CASE("what is wrong with serve's flags is said with how to mend it", "[cli]") {
    const auto [flag, value, status, mend] = GENERATE(table<std::string, std::string, int, std::string>({
        {"--scenario", "nowhere", 2, "first-delivery"},
        {"--manner", "qmail", 2, "use one of strict, postfix, sendmail, exim, opensmtpd"},
        {"--set", "nothing=1", 2, "use one of"},
        {"--set", "manner=qmail", 2, "use strict"},
        {"--set", "nobody.manner=exim", 2, "name one of the scenario's hosts"},
        {"--bind", "localhost", 2, "127.0.0.1"},
        {"--bind", "198.51.100.1", 3, "choose another port"},  // RFC 5737: nobody's address
    }));
    const auto ran = run(on_free_ports({flag, value}));
    INFO(ran.err);
    CHECK(ran.status == status);
    CHECK(ran.out.empty());
    CHECK(ran.err.find(mend) != std::string::npos);
}

TEST_CASE("a port that is none is a mistake", "[cli]") {
    const std::string port = GENERATE("x", "65536", "-1", "");
    const auto ran = run({"serve", "--port", port});
    INFO(ran.err);
    CHECK(ran.status == 2);
    CHECK(ran.out.empty());
}
