#include "mail/status_advice.h"

namespace mail {
namespace {

struct Row {
    std::string_view detail;  // without the class: "1.1"; a subject alone ("1.") stands for the rest of it
    std::string_view meaning;
    std::string_view advice;
    std::string_view section;
};

// In order: the first row that begins the code's detail counts.
constexpr Row rows[] = {
    {"1.1", "there is no such mailbox at that domain", "Check the spelling of the part before the '@'.",
     "3.2"},
    {"1.2", "mail for that domain cannot be handed to anybody",
     "Check the spelling of the part after the '@'.", "3.2"},
    {"1.10", "the domain says that it takes no mail at all", "Ask the recipient for another address.", "3.2"},
    {"1.", "something is wrong with an address", "Check the spelling of the addresses.", "3.2"},
    {"2.1", "the mailbox exists but takes no mail", "Reach the recipient in another way.", "3.3"},
    {"2.2", "the recipient's mailbox is full", "Wait, or tell the recipient in another way to make room.",
     "3.3"},
    {"2.3", "the letter is larger than this recipient may receive", "Send it again without its large parts.",
     "3.3"},
    {"2.", "the recipient's mailbox could not take the letter", "Try again later, or ask the recipient.",
     "3.3"},
    {"3.4", "the letter is larger than that host takes", "Send it again without its large parts.", "3.4"},
    {"3.", "the other host could not take the letter", "Try again later, or ask the other side's postmaster.",
     "3.4"},
    {"4.1", "the other host did not answer", "Try again later: it may be down.", "3.5"},
    {"4.2", "the connection to the other host broke", "Try again later.", "3.5"},
    {"4.3", "the DNS did not answer", "Try again later.", "3.5"},
    {"4.4", "no host could be found that takes mail for that domain",
     "Check the spelling of the part after the '@'.", "3.5"},
    {"4.6", "the letter went in circles between hosts",
     "Tell your postmaster: two hosts hand mail to each other.", "3.5"},
    {"4.7", "it was tried for so long that time ran out",
     "Send it again later, or reach the recipient otherwise.", "3.5"},
    {"4.", "the network did not carry the letter there", "Try again later.", "3.5"},
    {"5.", "the two hosts did not understand each other", "Tell your postmaster what the other side said.",
     "3.6"},
    {"6.", "the other host cannot handle what the letter consists of", "Send it again as plain text.", "3.7"},
    {"7.1", "the other side's rules do not let this letter in", "Read what it said; ask its postmaster.",
     "3.8"},
    {"7.", "the other side refused for security's sake", "Read what it said; ask your postmaster.", "3.8"},
};

bool is_row_of(std::string_view detail, std::string_view row) {
    return row.back() == '.' ? detail.substr(0, row.size()) == row : detail == row;
}

}  // namespace

StatusAdvice status_advice(std::string_view status) {
    const std::string_view detail = status.size() > 2 ? status.substr(2) : std::string_view{};
    for (const Row& row : rows)
        if (is_row_of(detail, row.detail)) return {row.meaning, row.advice, {3463, row.section}};
    if (status.substr(0, 2) == "4.")
        return {"it did not work this time, but may later", "Try again later.", {3463, "3.1"}};
    return {"trying the same again would not help", "Read what the other side said.", {3463, "3.1"}};
}

}  // namespace mail
