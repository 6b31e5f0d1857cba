// A proactor for tests on Unix: overlapped operations over non-blocking descriptors and poll(2). It keeps the
// promises of a completion port, so that everything above it is the code that runs on Windows.
#pragma once

#include <poll.h>

#include <vector>

#include "proactor/in_flight.hpp"
#include "proactor/proactor.hpp"
#include "unix/descriptor.hpp"

namespace asyncio::testing {

class PollProactor final : public proactor_events::Proactor {
 public:
  PollProactor();
  ~PollProactor() override;

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
  proactor_events::InFlight in_flight_;
  net::DescriptorPair wake_up_ = unix_os::make_pipe();
  std::vector<pollfd> polled_;
  std::vector<proactor_events::Operation*> waiting_;  // one for each of `polled_` but the first
};

}  // namespace asyncio::testing
