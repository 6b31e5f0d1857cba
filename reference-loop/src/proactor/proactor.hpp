// What a proactor loop waits with: overlapped operations are started, and later their completions are taken.
// Python: asyncio.windows_events.IocpProactor. On Windows it is an I/O completion port
// (src/windows/iocp.hpp).
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "asyncio/clock.hpp"
#include "proactor/operation.hpp"
#include "proactor/owned_pipe.hpp"

namespace asyncio::proactor_events {

// Belongs to the loop's thread, all but wake_up().
class Proactor {
 public:
  Proactor() = default;
  Proactor(const Proactor&) = delete;
  Proactor& operator=(const Proactor&) = delete;
  // Nothing may be in flight any more: see drain().
  virtual ~Proactor() = default;

  [[nodiscard]] virtual OperationPointer make_operation() = 0;

  // Before the first operation on a socket; again is harmless. Throws OSError for what cannot be used so.
  virtual void associate(FileDescriptor socket) = 0;
  // The same for an end of a pipe, once only. It is taken over if it is open at all, and closed if it is then
  // refused: OSError for a handle that was not opened for overlapped I/O, and for a regular file.
  [[nodiscard]] virtual OwnedPipe take_pipe(FileDescriptor pipe) = 0;

  // Every operation that was started comes back from wait() once, also one that the system refused or that
  // was cancelled, so there is one place where its end is seen. It must not be in flight.
  virtual void start(OperationPointer operation) noexcept = 0;
  // Asks the system to end it soon; it comes back from wait(), with an error if it did not make it. To be
  // called while its handle is open.
  virtual void cancel(Operation& operation) noexcept = 0;
  virtual void cancel_all() noexcept = 0;
  [[nodiscard]] virtual std::size_t in_flight() const noexcept = 0;

  // Waits for `timeout` (nullopt: for ever; zero: only looks) or until something has ended or wake_up() was
  // called; appends what has ended. Throws OSError.
  virtual void wait(std::optional<Duration> timeout, std::vector<OperationPointer>& ended) = 0;
  // Ends wait(), or the next one. From any thread.
  virtual void wake_up() noexcept = 0;
};

// Cancels whatever is in flight and takes all completions. It ends because each operation either has ended
// already, and its completion waits to be taken, or was cancelled, and then the kernel completes it.
void drain(Proactor& proactor);

}  // namespace asyncio::proactor_events
