#include "ui/input_queue.h"

#include <catch2/catch.hpp>

using namespace ui;

namespace {

using Kind = Input::Kind;

/// "+a" presses the key a, "-a" releases it, "^" is a modifier, "*" the mouse, "'" a sign: "+^ +a 'a -a -^".
Input input_of(const std::string& word) {
    if (word[0] == '\'') return {Kind::sign, word[1], Stroke::down};
    const Kind kind = word[1] == '^' ? Kind::modifier : word[1] == '*' ? Kind::button : Kind::key;
    return {kind, kind == Kind::button ? word[2] : word[1], word[0] == '+' ? Stroke::down : Stroke::up};
}

std::string word_of(const Input& input) {
    if (input.kind == Kind::sign) return std::string("'") + static_cast<char>(input.code);
    return std::string(input.stroke == Stroke::down ? "+" : "-") + (input.kind == Kind::button ? "*" : "") +
           static_cast<char>(input.code);
}

/// The frames that the words are dealt out to: "+a | -a".
std::string dealt(const std::string& words, Listener listener) {
    InputQueue queue;
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t end = std::min(words.find(' ', at), words.size());
        queue.arrived(input_of(words.substr(at, end - at)));
        at = end + 1;
    }
    std::string frames;
    for (int frame = 0; !queue.empty(); ++frame) {
        REQUIRE(frame < 100);
        if (frame > 0) frames += "| ";
        for (const Input& input : queue.next_frame(listener)) frames += word_of(input) + " ";
    }
    if (!frames.empty()) frames.pop_back();
    return frames;
}

}  // namespace

TEST_CASE("what is typed right after Tab waits for the next field", "[ui]") {
    constexpr int tab = 258;
    InputQueue queue(tab);
    queue.arrived({Input::Kind::sign, 'a'});
    queue.arrived({Input::Kind::key, tab, Stroke::down});
    queue.arrived({Input::Kind::sign, 'b'});
    queue.arrived({Input::Kind::key, tab, Stroke::up});
    queue.arrived({Input::Kind::sign, 'c'});
    std::vector<std::string> frames;
    for (int frame = 0; frame < 6; ++frame) {
        std::string signs;
        for (const Input& input : queue.next_frame(Listener::text))
            signs += input.kind == Input::Kind::sign ? static_cast<char>(input.code)
                     : input.stroke == Stroke::down  ? '+'
                                                     : '-';
        frames.push_back(signs);
    }
    CHECK(frames == std::vector<std::string>{"a+", "-", "", "bc", "", ""});
    CHECK(queue.empty());
}

TEST_CASE("a press is seen by a frame and its release by a later one", "[ui]") {
    const auto [arrived, frames] = GENERATE(table<std::string, std::string>({
        {"", ""},
        {"+a", "+a"},
        {"+a -a", "+a | -a"},
        {"+a -a +a -a", "+a | -a | +a | -a"},
        {"+a -a +b -b", "+a +b | -a -b"},                  // distinct keys share a frame
        {"-a +a", "-a | +a"},                              // let go, and at once down again
        {"+^ +a -a -^", "+^ +a | -a -^"},                  // Ctrl+A, however fast
        {"+a -a +^ +a -a -^", "+a | -a +^ | +a | -a -^"},  // A, then Ctrl+A: not Ctrl+A twice
        {"+^ -^", "+^ | -^"},
        {"+a 'a -a", "+a 'a | -a"},
        {"'t 't", "'t | 't"},
        {"'t 'r 't", "'t 'r | 't"},
        {"'t 't 'r", "'t | 't 'r"},  // signs keep their order
        {"+*1 -*1", "+*1 | -*1"},
        {"+*1 -*1 +*1 -*1", "+*1 | -*1 | +*1 | -*1"},  // a double click
        {"+*1 +*2", "+*1 | +*2"},                      // perhaps at two places
        {"+*1 -*1 +a -a", "+*1 +a | -*1 -a"},
    }));
    INFO(arrived);
    CHECK(dealt(arrived, Listener::keys) == frames);
}

TEST_CASE("a text field gets what is typed in one frame, and in order", "[ui]") {
    CHECK(dealt("+l 'l -l +l 'l -l", Listener::text) == "+l 'l | -l | +l 'l | -l");
    CHECK(dealt("'h 'e 'l 'l 'o", Listener::text) == "'h 'e 'l 'l 'o");
}

TEST_CASE("every press arrives once and every release after it, whatever the fingers do", "[ui]") {
    InputQueue queue;
    std::array<int, 3> strokes{}, seen{};
    std::uint32_t dice = 7;
    for (int round = 0; round < 2000; ++round) {
        for (int burst = 0; burst < round % 5; ++burst) {
            dice = dice * 1664525 + 1013904223;
            const int key = static_cast<int>((dice >> 16) % 3);
            queue.arrived({key == 2 ? Kind::modifier : Kind::key, key,
                           strokes[static_cast<std::size_t>(key)]++ % 2 == 0 ? Stroke::down : Stroke::up});
        }
        std::array<int, 3> now{};
        const bool flood = round % 5 == 0;
        for (int frame = 0; frame < (flood ? 40 : 1); ++frame) {
            now = {};
            for (const Input& input : queue.next_frame(Listener::keys)) {
                const auto key = static_cast<std::size_t>(input.code);
                REQUIRE((input.stroke == Stroke::down) == (seen[key]++ % 2 == 0));
                REQUIRE(++now[key] == 1);
            }
        }
        if (flood) REQUIRE(queue.empty());
    }
    while (!queue.empty())
        for (const Input& input : queue.next_frame(Listener::keys))
            ++seen[static_cast<std::size_t>(input.code)];
    CHECK(seen == strokes);
}

TEST_CASE("a machine that cannot follow gets the rest at once", "[ui]") {
    InputQueue queue;
    for (std::size_t i = 0; i <= longest_queue; ++i) queue.arrived({Kind::sign, '+', Stroke::down});
    CHECK(queue.next_frame(Listener::keys).size() == longest_queue + 1);
    CHECK(queue.empty());
}
