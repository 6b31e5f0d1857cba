// A child of this process, on Windows.
#pragma once

#include <array>
#include <memory>

#include "proactor/proactor_event_loop.hpp"
#include "transports/child_process.hpp"
#include "windows/owned_handle.hpp"
#include "windows/spawn.hpp"

namespace asyncio::windows_os {

// Our ends of a child's pipes, by the child's descriptor; empty for a stream
// that is no pipe.
using ParentEnds = std::array<OwnedHandle, 3>;

class WindowsChild final : public ChildProcess {
 public:
  WindowsChild(ProactorEventLoop& loop, SpawnedProcess started, ParentEnds ends);
  ~WindowsChild() override;

  [[nodiscard]] ProcessId pid() const noexcept override { return pid_; }
  void watch(std::function<void()> ended) override;
  // Unsigned: never negative, and not mistaken for a running process if it is
  // STILL_ACTIVE.
  [[nodiscard]] std::optional<long long> reap() noexcept override;
  // SIGTERM is terminate(); CTRL_C_EVENT and CTRL_BREAK_EVENT go to the process
  // group that was made for the child (CREATE_NEW_PROCESS_GROUP). Numbers of
  // signals, as Python has them.
  void send_signal(int signal) override;
  // No error if the process has ended, or is ending, meanwhile.
  void terminate() override;
  void kill() override { terminate(); }
  [[nodiscard]] bool has_pipe(std::size_t fd) const noexcept override { return static_cast<bool>(ends_[fd]); }
  [[nodiscard]] ConnectedPipe connect_pipe(std::size_t fd, std::shared_ptr<Protocol> protocol) override;

 private:
  [[nodiscard]] bool has_ended() const noexcept;

  ProactorEventLoop& loop_;
  // Shared with the wait, which needs it open until it is over.
  std::shared_ptr<const OwnedHandle> process_;
  ProcessId pid_;
  ParentEnds ends_;
  std::optional<Future<void>> exit_;
};

}  // namespace asyncio::windows_os
