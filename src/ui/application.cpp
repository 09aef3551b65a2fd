#include "ui/application.h"

#include <fmt/format.h>

#include "base/overloaded.h"
#include "mail/address.h"
#include "sim/simulation.h"
#include "ui/frame.h"
#include "ui/outgoing.h"

namespace ui {

namespace {

/// An address that is likely the learner's: the one that the scenario's first mail of this host is from.
std::string usual_sender(const sim::Scenario& scenario, const sim::ScenarioHost* host) {
    for (const sim::ScenarioMail& mail : scenario.mails)
        if (host != nullptr && mail.host == host->name && !mail.reverse_path.empty())
            return mail.reverse_path;
    for (const sim::ScenarioHost& other : scenario.hosts)
        if (!other.settings.mailboxes.empty()) return mail::to_text(other.settings.mailboxes.front());
    return {};
}

/// An address that a mail may go to: whom the scenario's own first mail is for, else any mailbox of another
/// host.
std::string usual_recipient(const sim::Scenario& scenario) {
    for (const sim::ScenarioMail& mail : scenario.mails)
        if (!mail.recipients.empty()) return mail.recipients.front();
    for (const sim::ScenarioHost& host : scenario.hosts)
        if (host.role == trace::Role::destination && !host.settings.mailboxes.empty())
            return mail::to_text(host.settings.mailboxes.front());
    return {};
}

double seconds_of(base::Duration duration) {
    return static_cast<double>(duration.nanoseconds) / 1e9;
}

}  // namespace

const sim::ScenarioHost* sender_of(const sim::Scenario& scenario) {
    for (const sim::ScenarioHost& host : scenario.hosts)
        if (host.role == trace::Role::client) return &host;
    for (const sim::ScenarioHost& host : scenario.hosts)
        if (host.role != trace::Role::dns) return &host;
    return nullptr;
}

base::Result<Application> Application::open(sim::Scenario scenario) {
    auto run = sim::simulate(scenario);
    if (!run) return run.problem();
    return Application(std::move(scenario), std::move(*run));
}

Application::Application(sim::Scenario scenario, trace::Trace run)
    : scenario_(std::move(scenario)), session_(std::move(run)) {
    const sim::ScenarioHost* host = sender_of(scenario_);
    if (host != nullptr) state_.sender = host->label;
    state_.example = usual_recipient(scenario_);
    state_.composer.from = usual_sender(scenario_, host);
    mirror();
}

Motion Application::frame(const Frame& frame) {
    session_.advance(seconds_of(frame.elapsed));
    mirror();
    const view::Intents intents = draw_window(frame.context, session_.scene(), state_);
    apply(intents, frame.context.wanted);
    return session_.moving() || !intents.empty() ? Motion::moving : Motion::still;
}

void Application::apply(const view::Intents& intents, Appearance& appearance) {
    for (const view::Intent& intent : intents) apply(intent, appearance);
    mirror();
}

void Application::apply(const view::Intent& intent, Appearance& appearance) {
    std::visit(base::overloaded{
                   [&](const view::SendLetter& letter) { send(letter); },
                   [&](const view::Restart&) { restart(); },
                   [&](const view::ChooseTheme& chosen) {
                       appearance.ground =
                           chosen.theme == view::ThemeChoice::paper ? Ground::paper : Ground::night_office;
                   },
                   [&](const view::SetTextScale& chosen) {
                       appearance.text_scale = std::clamp(static_cast<float>(chosen.scale),
                                                          smallest_text_scale, largest_text_scale);
                   },
                   [&](const view::ShowHelp& help) {
                       state_.help = help.state == view::ShowHelp::State::open ? Help::open : Help::closed;
                   },
                   [&](const view::ToggleFullScreen&) {
                       appearance.screen = appearance.screen == Screen::full ? Screen::window : Screen::full;
                   },
                   [&](const auto& viewing) { session_.apply(view::Intent(viewing)); },
               },
               intent);
}

void Application::send(const view::SendLetter& words) {
    ComposerText& composer = state_.composer;
    composer.from_fault = composer.to_fault = composer.fault = {};
    composer.sent.clear();
    const sim::ScenarioHost* host = sender_of(scenario_);
    if (host == nullptr) {
        composer.fault = {"This world has no host that could send a mail", "Open a scenario with a client"};
        return;
    }
    const base::Instant at = session_.playhead().at;
    auto made = outgoing(words, scenario_, *host, at, interventions_.size() + 1);
    if (const auto* refused = std::get_if<Refused>(&made)) {
        composer.from_fault = refused->from;
        composer.to_fault = refused->to;
        return;
    }
    std::vector<trace::Intervention> with = interventions_;
    with.push_back(std::get<trace::Intervention>(std::move(made)));
    auto run = sim::simulate(scenario_, with);
    if (!run) {
        composer.fault = {run.problem().what, run.problem().mend};
        return;
    }
    interventions_ = std::move(with);
    session_.show(std::move(*run));
    session_.apply(view::Play{});
    composer.sent = fmt::format("Sent at {}. Watch the stage.", base::to_text(at));
    if (state_.write_door == Door::open)
        state_.write_door = Door::by_width;  // a drawer would lie over the stage
}

void Application::restart() {
    auto run = sim::simulate(scenario_);
    if (!run) return;  // it ran when the window was opened: it runs again
    interventions_.clear();
    state_.composer.sent.clear();
    session_.show(std::move(*run));
    session_.apply(view::GoToStart{});
    session_.apply(view::Play{});
}

void Application::mirror() {
    state_.playing = session_.playing() ? Playing::yes : Playing::no;
    state_.speed = session_.speed();
    state_.look = session_.look();
    state_.changes = interventions_.empty() ? WindowState::Changes::none : WindowState::Changes::some;
}

std::optional<base::Problem> run_application(sim::Scenario scenario, const WindowOptions& options) {
    auto application = Application::open(std::move(scenario));
    if (!application) return application.problem();
    application->session().apply(view::Play{});
    return run_window(options, [&](const Frame& frame) { return application->frame(frame); });
}

}  // namespace ui
