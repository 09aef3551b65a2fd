#include "ui/window.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>

#include <cstdlib>
#include <exception>

#include "ui/hands.h"

namespace ui {

namespace {

using Clock = std::chrono::steady_clock;

// ImGui needs a few frames to settle after input: hovering, wrapping and scrolling answer a frame late.
constexpr int settling_frames = 4;
// A caret blinks and a tooltip appears while nothing else moves; seconds.
constexpr double idle_wait = 0.5;
constexpr int smallest_width = 640, smallest_height = 400;  // screen px

std::string& last_error() {
    static std::string text;  // GLFW's callback carries no pointer of ours
    return text;
}

void remember_error(int, const char* text) {
    last_error() = text;
}

base::Problem no_window(const std::string& why) {
    return {{}, "no window can be opened: " + why, "use `mailstage play`, which needs no display"};
}

base::Duration since(Clock::time_point start) {
    return {std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start).count()};
}

/// GLFW for as long as it lives.
class Library {
public:
    Library() {
        glfwSetErrorCallback(remember_error);
        ready_ = glfwInit() == GLFW_TRUE;
    }
    ~Library() {
        if (ready_) glfwTerminate();
    }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
    bool ready() const { return ready_; }

private:
    bool ready_ = false;
};

GLFWwindow* open_window(const WindowOptions& options) {
#ifdef __APPLE__
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
#else
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 0);
#endif
    GLFWwindow* window =
        glfwCreateWindow(options.width, options.height, options.title.c_str(), nullptr, nullptr);
    if (window == nullptr) return nullptr;
    glfwSetWindowSizeLimits(window, smallest_width, smallest_height, GLFW_DONT_CARE, GLFW_DONT_CARE);
    glfwMakeContextCurrent(window);
    glfwSwapInterval(1);
    return window;
}

const char* shader_version() {
#ifdef __APPLE__
    return "#version 150";
#else
    return "#version 130";
#endif
}

/// How much of the monitor's factor is ours to apply, and how much the system applies to the framebuffer.
struct Scales {
    float display, density;
};

Scales scales_of(GLFWwindow* window) {
    float content = 1, unused = 1;
    glfwGetWindowContentScale(window, &content, &unused);
    int width = 0, height = 0, pixels = 0, rows = 0;
    glfwGetWindowSize(window, &width, &height);
    glfwGetFramebufferSize(window, &pixels, &rows);
    const float density =
        width > 0 && pixels > 0 ? static_cast<float>(pixels) / static_cast<float>(width) : 1;
    return {std::max(content / density, 0.5f), density};
}

class Show {
public:
    Show(GLFWwindow* window, const WindowOptions& options) : window_(window), options_(options) {
        imgui_ = ImGui::CreateContext();
        ImGui::GetIO().IniFilename = nullptr;
        context_.wanted = options.appearance;
        hands_.emplace(window);
        ImGui_ImplOpenGL3_Init(shader_version());
    }
    ~Show() {
        ImGui_ImplOpenGL3_Shutdown();
        hands_.reset();
        ImGui::DestroyContext(imgui_);
    }
    Show(const Show&) = delete;
    Show& operator=(const Show&) = delete;

    const Appearance& appearance() const { return context_.wanted; }

    void run(const DrawFrame& draw) {
        Clock::time_point before = Clock::now();
        int settling = settling_frames;
        for (int frames = 1; glfwWindowShouldClose(window_) == GLFW_FALSE; ++frames) {
            wait(settling);
            const base::Duration elapsed = std::min(since(before), longest_frame);
            before = Clock::now();
            const bool came = hands_->full();
            const Motion motion = frame(draw, elapsed);
            if (frames == 1 && options_.started && options_.first_frame)
                options_.first_frame(since(*options_.started));
            if (motion == Motion::finished || frames == options_.close_after_frames) return;
            settling = motion == Motion::moving || came || hands_->full() || busy()
                           ? settling_frames
                           : std::max(0, settling - 1);
        }
    }

private:
    void wait(int& settling) {
        if (settling > 0 || options_.close_after_frames > 0) {
            glfwPollEvents();
            return;
        }
        const Clock::time_point start = Clock::now();
        glfwWaitEventsTimeout(idle_wait);
        const base::Duration waited = since(start);
        if (waited < base::milliseconds(static_cast<std::int64_t>(idle_wait * 1000)))
            settling = settling_frames;
    }

    static bool busy() {
        const ImGuiIO& io = ImGui::GetIO();
        return ImGui::IsAnyItemActive() || io.MouseDelta.x != 0 || io.MouseDelta.y != 0 || io.MouseWheel != 0;
    }

    Motion frame(const DrawFrame& draw, base::Duration elapsed) {
        follow_screen();
        const Scales scales = scales_of(window_);
        if (dresser_.dress(context_, scales.display, scales.density) == Changed::fonts) {
#if IMGUI_VERSION_NUM < 19200
            ImGui_ImplOpenGL3_DestroyFontsTexture();
            ImGui_ImplOpenGL3_CreateFontsTexture();
#endif
        }
        ImGui_ImplOpenGL3_NewFrame();
        hands_->new_frame();
        ImGui::NewFrame();
        // The window is painted whole: no OpenGL call of ours is needed.
        ImGui::GetBackgroundDrawList()->AddRectFilled({0, 0}, ImGui::GetIO().DisplaySize,
                                                      context_.theme->background);
        const Motion motion = draw({context_, elapsed});
        ImGui::Render();
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
        glfwSwapBuffers(window_);
        return motion;
    }

    void follow_screen() {
        if (context_.wanted.screen == screen_) return;
        screen_ = context_.wanted.screen;
        GLFWmonitor* monitor = glfwGetPrimaryMonitor();
        const GLFWvidmode* mode = monitor != nullptr ? glfwGetVideoMode(monitor) : nullptr;
        if (screen_ == Screen::window) {
            glfwSetWindowMonitor(window_, nullptr, left_, top_, width_, height_, GLFW_DONT_CARE);
        } else if (mode != nullptr) {
            glfwGetWindowPos(window_, &left_, &top_);
            glfwGetWindowSize(window_, &width_, &height_);
            glfwSetWindowMonitor(window_, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
        }
        glfwSwapInterval(1);
    }

    GLFWwindow* window_;
    const WindowOptions& options_;
    ImGuiContext* imgui_ = nullptr;
    std::optional<Hands> hands_;
    Context context_;
    Dresser dresser_;
    Screen screen_ = Screen::window;
    int left_ = 0, top_ = 0, width_ = 1280, height_ = 800;  // of the window before full screen
};

}  // namespace

std::optional<base::Problem> display_problem() {
#if !defined(_WIN32) && !defined(__APPLE__)
    const auto named = [](const char* variable) {
        const char* value = std::getenv(variable);
        return value != nullptr && *value != '\0';
    };
    if (!named("DISPLAY") && !named("WAYLAND_DISPLAY"))
        return no_window("there is no display (DISPLAY and WAYLAND_DISPLAY are not set)");
#endif
    const Library library;
    if (!library.ready()) return no_window(last_error());
    return std::nullopt;
}

std::optional<base::Problem> run_window(const WindowOptions& options, const DrawFrame& draw,
                                        Appearance* remembered) {
    const Library library;
    if (!library.ready()) return no_window(last_error());
    GLFWwindow* window = open_window(options);
    if (window == nullptr) return no_window(last_error());
    try {
        Show show(window, options);
        show.run(draw);
        if (remembered != nullptr) *remembered = show.appearance();
    } catch (const std::exception& failure) {
        glfwDestroyWindow(window);
        return base::Problem{{}, std::string("the window stopped: ") + failure.what(), "report this, please"};
    }
    glfwDestroyWindow(window);
    return std::nullopt;
}

}  // namespace ui
