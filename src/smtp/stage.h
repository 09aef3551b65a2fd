// The five stages of a conversation that the learner sees: EHLO, TLS and AUTH are in handshake.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace smtp {

enum class Stage : std::uint8_t { handshake, sender, recipients, data, close };

inline constexpr std::array<std::string_view, 5> stage_names{"Handshake", "Sender", "Recipients", "Data",
                                                             "Close"};

constexpr std::string_view to_text(Stage stage) {
    return stage_names[static_cast<std::size_t>(stage)];
}

}  // namespace smtp
