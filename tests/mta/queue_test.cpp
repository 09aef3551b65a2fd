#include "mta/queue.h"

#include <catch2/catch.hpp>

using mta::Queue;
using mta::QueuedMail;
using Status = mta::QueuedRecipient::Status;

namespace {

const base::Instant start;

QueuedMail mail_for(int recipients) {
    QueuedMail mail;
    mail.letter = std::make_shared<const std::string>();
    for (int n = 0; n < recipients; ++n) mail.recipients.push_back({{"bob", "dest.example"}, {}, {}, 0, {}});
    return mail;
}

}  // namespace

TEST_CASE("a mail is due at once, then when its first waiting recipient is", "[mta]") {
    Queue queue;
    CHECK(queue.next_due() == base::never);
    CHECK(queue.due(start) == 0);
    QueuedMail& mail = queue.add(mail_for(2), start + base::minutes(1));
    CHECK(mail.id == 1);
    CHECK(mail.arrival == start + base::minutes(1));
    CHECK(queue.due(start) == 0);
    CHECK(queue.due(start + base::minutes(1)) == 1);
    mail.recipients[0].status = Status::trying;
    mail.recipients[1].next_try = start + base::hours(1);
    CHECK(queue.next_due() == start + base::hours(1));
    CHECK(queue.due(start + base::hours(1) - base::nanoseconds(1)) == 0);
    CHECK(queue.due(start + base::hours(1)) == 1);
}

TEST_CASE("a mail stays until each of its recipients is settled, and its number is not given again",
          "[mta]") {
    Queue queue;
    QueuedMail& first = queue.add(mail_for(2), start);
    QueuedMail& second = queue.add(mail_for(1), start);
    first.recipients[0].status = Status::settled;
    queue.remove_settled();
    CHECK(queue.size() == 2);
    first.recipients[1].status = Status::settled;
    queue.remove_settled();
    CHECK(queue.size() == 1);
    CHECK(&queue.at(2) == &second);
    CHECK(queue.add(mail_for(1), start).id == 3);
}
