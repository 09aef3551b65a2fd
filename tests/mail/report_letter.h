// A delivery report taken apart, for the tests that look into one.
#pragma once
#include <catch2/catch.hpp>

#include <string_view>
#include <vector>

#include "mail/content_type.h"
#include "mail/message.h"

namespace mail_test {

inline constexpr std::string_view original =
    "Date: Mon, 23 Nov 2026 20:36:19 +0000\r\nFrom: ann@src.example\r\nSubject: Hi\r\n\r\nHello Bob\r\n";

/// The report's parts: for people, for programs, and the original.
inline std::vector<mail::Message> parts(const mail::Message& message) {
    const mail::ContentType content = mail::parse_content_type(message.value_of("Content-Type"));
    const std::string_view body = message.text(message.body());
    std::vector<mail::Message> found;
    for (const mail::ByteRange& range : mail::multipart_parts(body, content.parameter("boundary")))
        found.push_back(mail::Message::parse(std::string(body.substr(range.offset, range.length))));
    REQUIRE(found.size() == 3);
    return found;
}

inline std::string_view body(const mail::Message& part) {
    return part.text(part.body());
}

inline bool contains(std::string_view text, std::string_view wanted) {
    return text.find(wanted) != std::string_view::npos;
}

}  // namespace mail_test
