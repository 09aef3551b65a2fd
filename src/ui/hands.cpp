#include "ui/hands.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>

namespace ui {

#if IMGUI_VERSION_NUM < 18700

namespace {

void report(GLFWwindow* window, const Input& input) {
    static_cast<Hands*>(glfwGetWindowUserPointer(window))->arrived(input);
}

Stroke stroke_of(int action) {
    return action == GLFW_RELEASE ? Stroke::up : Stroke::down;
}

void on_key(GLFWwindow* window, int key, int, int action, int) {
    if (action == GLFW_REPEAT || key == GLFW_KEY_UNKNOWN) return;  // ImGui repeats by itself
    const bool modifier = key >= GLFW_KEY_LEFT_SHIFT && key <= GLFW_KEY_RIGHT_SUPER;
    report(window, {modifier ? Input::Kind::modifier : Input::Kind::key, key, stroke_of(action)});
}

void on_sign(GLFWwindow* window, unsigned sign) {
    report(window, {Input::Kind::sign, static_cast<int>(sign), Stroke::down});
}

void on_button(GLFWwindow* window, int button, int action, int) {
    if (button < 0 || button >= ImGuiMouseButton_COUNT) return;
    double x = 0, y = 0;
    glfwGetCursorPos(window, &x, &y);
    const Point at{static_cast<float>(x), static_cast<float>(y)};
    report(window, {Input::Kind::button, button, stroke_of(action), at});
}

}  // namespace

Hands::Hands(GLFWwindow* window) : window_(window) {
    static_assert(tab_key == GLFW_KEY_TAB);
    ImGui_ImplGlfw_InitForOpenGL(window, false);
    glfwSetWindowUserPointer(window, this);
    glfwSetKeyCallback(window, on_key);
    glfwSetCharCallback(window, on_sign);
    glfwSetMouseButtonCallback(window, on_button);
    glfwSetScrollCallback(window, ImGui_ImplGlfw_ScrollCallback);
    glfwSetWindowFocusCallback(window, ImGui_ImplGlfw_WindowFocusCallback);
    glfwSetCursorEnterCallback(window, ImGui_ImplGlfw_CursorEnterCallback);
    glfwSetMonitorCallback(ImGui_ImplGlfw_MonitorCallback);
}

Hands::~Hands() {
    glfwSetKeyCallback(window_, nullptr);
    glfwSetCharCallback(window_, nullptr);
    glfwSetMouseButtonCallback(window_, nullptr);
    glfwSetScrollCallback(window_, nullptr);
    glfwSetWindowFocusCallback(window_, nullptr);
    glfwSetCursorEnterCallback(window_, nullptr);
    glfwSetMonitorCallback(nullptr);
    glfwSetWindowUserPointer(window_, nullptr);
    ImGui_ImplGlfw_Shutdown();
}

void Hands::new_frame() {
    const Listener listener = ImGui::GetIO().WantTextInput ? Listener::text : Listener::keys;
    const std::vector<Input> inputs = queue_.next_frame(listener);
    for (const Input& input : inputs) {
        if (input.kind == Input::Kind::sign)
            ImGui_ImplGlfw_CharCallback(window_, static_cast<unsigned>(input.code));
        else if (input.kind != Input::Kind::button)
            ImGui_ImplGlfw_KeyCallback(window_, input.code, 0,
                                       input.stroke == Stroke::down ? GLFW_PRESS : GLFW_RELEASE, 0);
    }
    ImGui_ImplGlfw_NewFrame();
    point(inputs);
}

// The back end has just asked GLFW where the pointer is and what it holds: that may be later than what this
// frame is to see.
void Hands::point(const std::vector<Input>& inputs) {
    ImGuiIO& io = ImGui::GetIO();
    for (const Input& input : inputs) {
        if (input.kind != Input::Kind::button) continue;
        held_[static_cast<std::size_t>(input.code)] = input.stroke;
        io.MousePos = input.at;
    }
    for (std::size_t button = 0; button < held_.size(); ++button)
        io.MouseDown[button] = held_[button] == Stroke::down;
}

#else

Hands::Hands(GLFWwindow* window) : window_(window) {
    ImGui_ImplGlfw_InitForOpenGL(window, true);
}
Hands::~Hands() {
    ImGui_ImplGlfw_Shutdown();
}
void Hands::new_frame() {
    ImGui_ImplGlfw_NewFrame();
}

#endif

}  // namespace ui
