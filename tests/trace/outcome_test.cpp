#include "trace/outcome.h"

#include <catch2/catch.hpp>

#include <string>

#include "trace/recorder.h"

using namespace trace;

namespace {

constexpr HostId relay = 0, server = 1;

// A relay writes a mail for these, and what follows is noted by hand.
struct Story {
    Trace trace;
    Recorder recorder{trace};
    explicit Story(const std::vector<std::string>& recipients) {
        recorder.begin({}, no_event);
        recorder.note(
            relay, 0,
            Written{1, 0, LetterKind::original, static_cast<std::uint16_t>(recipients.size()), {}, {}});
        for (std::size_t n = 0; n < recipients.size(); ++n) address(relay, 1, n, recipients[n]);
    }
    void address(HostId host, MailId mail, std::size_t n, const std::string& text) {
        recorder.note(host, 0, Addressed{mail, static_cast<std::uint16_t>(n), trace.octets.keep(text)});
    }
    // The server takes the relay's mail over this connection as its own of this number.
    void hand_over(ConnectionId connection, MailId as, const std::vector<std::string>& recipients) {
        recorder.note(relay, connection, ContentSent{1, 0, {}});
        recorder.note(server, connection,
                      Accepted{as, static_cast<std::uint16_t>(recipients.size()), {}, {}, {}, {}});
        for (std::size_t n = 0; n < recipients.size(); ++n) address(server, as, n, recipients[n]);
    }
    void deliver(MailId mail, std::uint16_t recipient, const std::string& mailbox) {
        recorder.note(server, 0, Delivered{mail, recipient, trace.octets.keep(mailbox), {}});
    }
};

}  // namespace

TEST_CASE("a letter is counted once for each mailbox and way that it went", "[trace]") {
    Story story({"bob@d", "eve@d"});
    story.hand_over(1, 1, {"bob@d", "eve@d"});
    story.deliver(1, 0, "bob@d");
    story.deliver(1, 1, "eve@d");
    SECTION("the client heard of it") {
        story.recorder.note(relay, 1, Relayed{1, 0, 250, {}});
        story.recorder.note(relay, 1, Relayed{1, 1, 250, {}});
        for (const auto& fate : fates(story.trace)) {
            CHECK(fate.fate == Fate::delivered);
            CHECK(fate.copies == 1);
        }
    }
    SECTION("the client did not hear of it, and came again (RFC 1047)") {
        story.recorder.note(relay, 1, Deferred{1, 0, 0, {}, {}, {}, {}});
        story.recorder.note(relay, 1, Deferred{1, 1, 0, {}, {}, {}, {}});
        CHECK(fates(story.trace)[0].fate == Fate::waiting);
        CHECK(fates(story.trace)[0].copies == 1);  // it waits, and is there all the same
        story.hand_over(2, 2, {"bob@d"});
        story.deliver(2, 0, "bob@d");
        story.recorder.note(relay, 2, Relayed{1, 0, 250, {}});
        const auto both = fates(story.trace);
        CHECK(both[0].fate == Fate::delivered);
        CHECK(both[0].copies == 2);
        CHECK(both[1].fate == Fate::waiting);
        CHECK(both[1].copies == 1);  // bob's second copy is not eve's
    }
}

TEST_CASE("an alias fares as the worst off of its members", "[trace]") {
    Story story({"team@d"});
    story.recorder.note(relay, 0, Expanded{1, 0, 2, {}});
    story.address(relay, 1, 1, "bob@d");
    story.address(relay, 1, 2, "eve@d");
    CHECK(fates(story.trace).size() == 1);  // members are not the writer's recipients
    CHECK(fates(story.trace)[0].fate == Fate::on_its_way);
    story.recorder.note(relay, 0, Delivered{1, 1, story.trace.octets.keep("bob@d"), {}});
    CHECK(fates(story.trace)[0].fate == Fate::on_its_way);
    SECTION("all is well") {
        const auto last =
            story.recorder.note(relay, 0, Delivered{1, 2, story.trace.octets.keep("eve@d"), {}});
        const auto fate = fates(story.trace)[0];
        CHECK(fate.fate == Fate::delivered);
        CHECK(fate.address == "team@d");
        CHECK(fate.copies == 1);  // in each mailbox
        CHECK(fate.event < last + 1);
    }
    SECTION("one fails") {
        const auto failed = story.recorder.note(relay, 0, Failed{1, 2, 0, {}, {}, {}, {}});
        CHECK(fates(story.trace)[0].fate == Fate::failed);
        CHECK(fates(story.trace)[0].event == failed);
    }
}

TEST_CASE("a letter on a screen has arrived; an alias of nobody new needs nothing more", "[trace]") {
    Story story({"bob@d", "all@d"});
    story.recorder.note(relay, 0, Displayed{1, 0, {}});
    story.recorder.note(relay, 0, Expanded{1, 1, 0, {}});
    CHECK(fates(story.trace)[0].fate == Fate::delivered);
    CHECK(fates(story.trace)[1].fate == Fate::delivered);
}

TEST_CASE("a trace that says nonsense is followed to an end", "[trace]") {
    Story story({"a@d"});
    for (int n = 0; n < 2000; ++n) {  // aliases of everybody, and a letter that its host hands to itself
        story.recorder.note(relay, 0, Expanded{1, static_cast<std::uint16_t>(n), 65535, {}});
        story.recorder.note(relay, 7, ContentSent{1, 0, {}});
        story.recorder.note(server, 7, Accepted{1, 1, {}, {}, {}, {}});
        story.address(server, 1, 0, "a@d");
        story.recorder.note(server, 8, ContentSent{1, 0, {}});
        story.recorder.note(relay, 8, Accepted{1, 1, {}, {}, {}, {}});
        story.recorder.note(server, 8, Relayed{1, 0, 250, {}});
    }
    CHECK(fates(story.trace).size() == 1);
}
