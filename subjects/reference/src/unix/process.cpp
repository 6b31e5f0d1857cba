#include "process.hpp"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <map>
#include <utility>

#include "asyncio/exceptions.hpp"

namespace reference_subject {
namespace {

using NamedSignal = std::pair<std::string_view, int>;
constexpr auto signals = std::to_array<NamedSignal>({
    {"SIGABRT", SIGABRT},     {"SIGALRM", SIGALRM},   {"SIGBUS", SIGBUS},   {"SIGCHLD", SIGCHLD},
    {"SIGCONT", SIGCONT},     {"SIGFPE", SIGFPE},     {"SIGHUP", SIGHUP},   {"SIGILL", SIGILL},
    {"SIGINT", SIGINT},       {"SIGKILL", SIGKILL},   {"SIGPIPE", SIGPIPE}, {"SIGPROF", SIGPROF},
    {"SIGQUIT", SIGQUIT},     {"SIGSEGV", SIGSEGV},   {"SIGSTOP", SIGSTOP}, {"SIGSYS", SIGSYS},
    {"SIGTERM", SIGTERM},     {"SIGTRAP", SIGTRAP},   {"SIGTSTP", SIGTSTP}, {"SIGTTIN", SIGTTIN},
    {"SIGTTOU", SIGTTOU},     {"SIGURG", SIGURG},     {"SIGUSR1", SIGUSR1}, {"SIGUSR2", SIGUSR2},
    {"SIGVTALRM", SIGVTALRM}, {"SIGWINCH", SIGWINCH}, {"SIGXCPU", SIGXCPU}, {"SIGXFSZ", SIGXFSZ},
});

// Set before main(), which runs on the main thread.
const pthread_t main_thread = ::pthread_self();

}  // namespace

std::optional<int> signal_number(std::string_view name) {
  for (const auto& [known, number] : signals) {
    if (known == name) {
      return number;
    }
  }
  return std::nullopt;
}

void send_signal_to_main_thread(int signal) {
  if (const int error = ::pthread_kill(main_thread, signal); error != 0) {
    throw asyncio::OSError(error, "pthread_kill");
  }
}

struct SignalActions::Saved {
  std::map<int, struct sigaction> actions;
};

SignalActions::SignalActions() : saved_(std::make_unique<Saved>()) {}

SignalActions::~SignalActions() {
  for (const auto& [signal, action] : saved_->actions) {
    ::sigaction(signal, &action, nullptr);
  }
}

void SignalActions::remember(int signal) {
  struct sigaction action {};
  if (!saved_->actions.contains(signal) && ::sigaction(signal, nullptr, &action) == 0) {
    saved_->actions.emplace(signal, action);
  }
}

void end_child(long long pid) {
  const auto id = static_cast<pid_t>(pid);
  siginfo_t information{};
  // Only a child that is not reaped yet can be looked at, so that no other process is hit.
  if (id > 0 && ::waitid(P_PID, static_cast<id_t>(id), &information, WEXITED | WNOHANG | WNOWAIT) == 0) {
    ::kill(id, SIGKILL);
    ::waitpid(id, nullptr, 0);
  }
}

void prepare_process() {
  std::signal(SIGPIPE, SIG_IGN);
}

std::string quoted_for_shell(const std::string& word) {
  std::string quoted = "'";
  for (const char character : word) {
    quoted += character == '\'' ? std::string("'\\''") : std::string(1, character);
  }
  return quoted + "'";
}

}  // namespace reference_subject
