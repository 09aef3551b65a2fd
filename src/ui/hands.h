// Between GLFW and ImGui's back end for it: the learner's strokes, dealt out to frames, since ImGui
// before 1.87 would lose what goes down and up within one frame. From 1.87 on ImGui has a queue of its own,
// and this only passes on. Knows no panel.
#pragma once
#include <array>

#include "ui/input_queue.h"

struct GLFWwindow;

namespace ui {

/// Needs an ImGui context for as long as it lives.
class Hands {
public:
    explicit Hands(GLFWwindow* window);
    ~Hands();
    Hands(const Hands&) = delete;
    Hands& operator=(const Hands&) = delete;

    /// Is there something that no frame has seen yet?
    bool full() const { return !queue_.empty(); }
    /// Instead of the back end's NewFrame.
    void new_frame();
    /// What GLFW reports.
    void arrived(const Input& input) { queue_.arrived(input); }

private:
    void point(const std::vector<Input>& inputs);

    static constexpr std::size_t buttons = ImGuiMouseButton_COUNT;
    [[maybe_unused]] GLFWwindow* window_;
    static constexpr int tab_key = 258;  // GLFW_KEY_TAB, held to it in hands.cpp
    InputQueue queue_{tab_key};
    [[maybe_unused]] std::array<Stroke, buttons> held_{Stroke::up, Stroke::up, Stroke::up, Stroke::up,
                                                       Stroke::up};
};

}  // namespace ui
