#include "mta/queue.h"

#include <catch2/catch.hpp>

using mta::Queue;
using mta::QueuedMail;

namespace {

const base::Instant start;
using Due = std::vector<std::size_t>;

QueuedMail mail_for(int recipients, const std::string& octets = "") {
    QueuedMail mail;
    mail.letter = std::make_shared<const std::string>(octets);
    for (int n = 0; n < recipients; ++n) mail.recipients.push_back({{"bob", "dest.example"}, {}, {}, 0, {}});
    return mail;
}

}  // namespace

TEST_CASE("a mail is due at once, then when its first waiting recipient is", "[mta]") {
    Queue queue;
    CHECK(queue.next_due() == base::never);
    CHECK(queue.due(start) == 0);
    QueuedMail& mail = queue.add(mail_for(3), start + base::minutes(1));
    CHECK(mail.id == 1);
    CHECK(mail.arrival == start + base::minutes(1));
    CHECK(queue.due(start) == 0);
    CHECK(queue.due(start + base::minutes(1)) == 1);
    CHECK(queue.begin_tries(mail, start + base::minutes(1)) == Due{0, 1, 2});
    CHECK(mail.trying() == 3);
    CHECK(queue.next_due() == base::never);
    queue.retry(mail, 2, start + base::hours(1));
    queue.retry(mail, 1, start + base::hours(2));
    CHECK(queue.next_due() == start + base::hours(1));
    CHECK(queue.due(start + base::hours(1) - base::nanoseconds(1)) == 0);
    CHECK(queue.due(start + base::hours(1)) == 1);
    CHECK(queue.begin_tries(mail, start + base::hours(1)) == Due{2});
    CHECK(queue.next_due() == start + base::hours(2));
    CHECK(mail.trying() == 2);
}

TEST_CASE("of several mails the one that is due longest comes first, then the older one", "[mta]") {
    Queue queue;
    for (int n = 0; n < 3; ++n) queue.add(mail_for(1), start);
    queue.begin_tries(queue.at(1), start);
    queue.retry(queue.at(1), 0, start + base::minutes(1));
    CHECK(queue.due(start + base::hours(1)) == 2);
    queue.begin_tries(queue.at(2), start);
    CHECK(queue.due(start + base::hours(1)) == 3);
    queue.begin_tries(queue.at(3), start);
    CHECK(queue.due(start + base::hours(1)) == 1);
}

TEST_CASE("a mail stays until each of its recipients is settled and its sender was told", "[mta]") {
    Queue queue;
    QueuedMail& first = queue.add(mail_for(2, "12345"), start);
    QueuedMail& second = queue.add(mail_for(1, "123"), start);
    queue.begin_tries(first, start);
    queue.settle(first, 0);
    queue.remove_settled();
    CHECK(queue.size() == 2);
    CHECK(queue.octets() == 8);
    queue.settle(first, 1);
    first.owed.push_back({});
    queue.remove_settled();
    REQUIRE(queue.find(1) == &first);
    first.owed.clear();
    queue.remove_settled();
    CHECK(queue.find(1) == nullptr);
    CHECK(queue.size() == 1);
    CHECK(queue.octets() == 3);
    CHECK(&queue.at(2) == &second);
    CHECK(queue.add(mail_for(1), start).id == 3);  // a number is not given again
}

TEST_CASE("a late mail is named once, and not after it is settled", "[mta]") {
    Queue queue;
    QueuedMail& mail = queue.add(mail_for(1), start);
    CHECK(queue.next_warning() == base::never);
    queue.warn_at(mail, start + base::hours(4));
    CHECK(queue.late(start) == 0);
    CHECK(queue.late(start + base::hours(4)) == 1);
    queue.warn_at(mail, base::never);
    CHECK(queue.late(start + base::hours(9)) == 0);
    queue.warn_at(mail, start + base::hours(5));
    queue.begin_tries(mail, start);
    queue.settle(mail, 0);
    CHECK(queue.next_warning() == base::never);
}

TEST_CASE("a copy of a queue is all that a restarted host needs", "[mta]") {
    Queue queue;
    QueuedMail& mail = queue.add(mail_for(3), start);
    queue.begin_tries(mail, start);
    queue.settle(mail, 0);
    queue.retry(mail, 1, start + base::hours(1));
    Queue disk = queue;
    CHECK(disk.recover(start + base::minutes(5)) == std::vector<trace::MailId>{1});
    CHECK(disk.begin_tries(disk.at(1), start + base::minutes(5)) == Due{2});  // what was under way
    CHECK(disk.next_due() == start + base::hours(1));
    disk.reopen(disk.at(1), 0);
    disk.reopen(disk.at(1), 1);
    CHECK(disk.at(1).trying() == 3);
    disk.drop_recipients(disk.at(1), 2);
    CHECK(disk.at(1).open == 1);
    disk.forget(1);
    disk.forget(1);
    CHECK(disk.size() == 0);
    CHECK(disk.octets() == 0);
    CHECK(queue.size() == 1);
}
