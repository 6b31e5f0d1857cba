// A child of this process, on Unix.
#pragma once

#include <array>
#include <memory>

#include "transports/child_process.hpp"
#include "unix/child_watcher.hpp"
#include "unix/descriptor.hpp"
#include "unix/selector_event_loop.hpp"

namespace asyncio::unix_os {

// Our ends of a child's pipes, by the child's descriptor; empty for a stream that is no pipe.
using ParentEnds = std::array<OwnedDescriptor, 3>;

class UnixChild final : public ChildProcess {
 public:
  UnixChild(UnixSelectorEventLoop& loop, ProcessId pid, ParentEnds ends)
      : loop_(loop), pid_(pid), ends_(std::move(ends)) {}
  ~UnixChild() override;

  [[nodiscard]] ProcessId pid() const noexcept override { return pid_; }
  void watch(std::function<void()> ended) override;
  [[nodiscard]] std::optional<long long> reap() noexcept override;
  void send_signal(int signal) override;
  void terminate() override;
  void kill() override;
  [[nodiscard]] bool has_pipe(std::size_t fd) const noexcept override { return static_cast<bool>(ends_[fd]); }
  [[nodiscard]] ConnectedPipe connect_pipe(std::size_t fd, std::shared_ptr<Protocol> protocol) override;

 private:
  UnixSelectorEventLoop& loop_;
  ProcessId pid_;
  ParentEnds ends_;
  std::unique_ptr<ChildWatch> watch_;
  bool reaped_ = false;
};

}  // namespace asyncio::unix_os
