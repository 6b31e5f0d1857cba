#include "unix/child_watcher.hpp"

#include <signal.h>
#include <sys/wait.h>

#include <cerrno>
#include <system_error>
#include <thread>

namespace asyncio::unix_os {
namespace {

// What CPython gives where the status is lost.
constexpr int unknown_status = 255;

int to_return_code(int status) noexcept {
  if (WIFSIGNALED(status)) return -WTERMSIG(status);
  return WEXITSTATUS(status);
}

ProcessId wait_for(ProcessId pid, int& status, int options) noexcept {
  ProcessId result = 0;
  do {
    result = ::waitpid(pid, &status, options);
  } while (result < 0 && errno == EINTR);
  return result;
}

}  // namespace

std::optional<int> reap_child(ProcessId pid) noexcept {
  int status = 0;
  const ProcessId result = wait_for(pid, status, WNOHANG);
  if (result == 0) return std::nullopt;
  return result == pid ? to_return_code(status) : unknown_status;
}

void kill_and_reap(ProcessId pid) noexcept {
  if (reap_child(pid)) return;
  const bool killed = ::kill(pid, SIGKILL) == 0;
  const auto wait_until_gone = [pid] {
    int status = 0;
    wait_for(pid, status, 0);
  };
  if (killed) {
    wait_until_gone();
    return;
  }
  try {
    std::thread(wait_until_gone).detach();
  } catch (const std::system_error& error) {
    // Without a thread it stays a zombie until this process ends; waiting here might take for ever.
    static_cast<void>(error);
  }
}

}  // namespace asyncio::unix_os
