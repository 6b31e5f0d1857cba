// The proactor of Windows: an I/O completion port.
// https://learn.microsoft.com/windows/win32/fileio/i-o-completion-ports
#pragma once

#include <unordered_set>
#include <vector>

#include "proactor/in_flight.hpp"
#include "proactor/owned_pipe.hpp"
#include "proactor/proactor.hpp"
#include "windows/owned_handle.hpp"

namespace asyncio::windows_os {

class IocpOperation;

class Iocp final : public proactor_events::Proactor {
 public:
  Iocp();  // throws OSError
  ~Iocp() override = default;

  [[nodiscard]] proactor_events::OperationPointer make_operation() override;
  void associate(FileDescriptor socket) override;
  [[nodiscard]] proactor_events::OwnedPipe take_pipe(FileDescriptor pipe) override;
  void start(proactor_events::OperationPointer operation) noexcept override;
  void cancel(proactor_events::Operation& operation) noexcept override;
  void cancel_all() noexcept override;
  [[nodiscard]] std::size_t in_flight() const noexcept override { return in_flight_.size(); }
  void wait(std::optional<Duration> timeout, std::vector<proactor_events::OperationPointer>& ended) override;
  void wake_up() noexcept override;

 private:
  void leave_unreachable() noexcept;

  OwnedHandle port_;
  proactor_events::InFlight in_flight_;
  // Ended by the call that should have started them: no packet comes.
  std::vector<IocpOperation*> refused_;
  // Numbers of handles that were associated with this port. A handle can have one port, once; a number can be
  // that of a newer handle.
  std::unordered_set<FileDescriptor> associated_;
  // Of those in flight, after cancel_all().
  std::size_t unreachable_ = 0;
  int fruitless_looks_ = 0;
};

}  // namespace asyncio::windows_os
