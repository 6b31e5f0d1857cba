// The operating system's side of one child. Each system's folder has its own: unix/child.hpp,
// windows/child.hpp.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "asyncio/future.hpp"
#include "asyncio/native.hpp"
#include "asyncio/protocols.hpp"
#include "asyncio/transports.hpp"

namespace asyncio {

// A transport that was made of our end of a pipe; `connected` is done after connection_made() of its
// protocol.
struct ConnectedPipe {
  std::shared_ptr<BaseTransport> transport;
  Future<void> connected;
};

// A child that has been started. Belongs to the loop's thread.
class ChildProcess {
 public:
  ChildProcess() = default;
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  // Kills a child that has not been reaped, and waits until it is gone.
  virtual ~ChildProcess() = default;

  [[nodiscard]] virtual ProcessId pid() const noexcept = 0;

  // Calls `ended` once, in a turn of the loop, when the child can be reaped. Throws OSError.
  virtual void watch(std::function<void()> ended) = 0;
  // Takes the exit code, as Python shows it; nullopt while the child runs. Once there was one, nothing more
  // may be called.
  [[nodiscard]] virtual std::optional<long long> reap() noexcept = 0;

  // Throw OSError for what the system refuses, ValueError for a signal that it has not.
  virtual void send_signal(int signal) = 0;
  virtual void terminate() = 0;
  virtual void kill() = 0;

  // Whether the child's descriptor 0, 1 or 2 is a pipe to us.
  [[nodiscard]] virtual bool has_pipe(std::size_t fd) const noexcept = 0;
  // Makes the transport of that pipe, a WriteTransport for 0 and a ReadTransport for the others; once. Throws
  // OSError, and whatever a selector refuses with.
  [[nodiscard]] virtual ConnectedPipe connect_pipe(std::size_t fd, std::shared_ptr<Protocol> protocol) = 0;
};

}  // namespace asyncio
