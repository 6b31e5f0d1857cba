// The Unix signals of one loop: add_signal_handler() and remove_signal_handler().
// https://docs.python.org/3/library/asyncio-eventloop.html#unix-signals, sigaction(2), signal-safety(7)
//
// The handler of the process writes the signal's number into a pipe that the loop watches, so the callback
// runs in the loop and every delivery counts. A signal has one owner in the process: the loop that asked for
// it last.
#pragma once

#include <functional>
#include <map>

#include "asyncio/handle.hpp"
#include "unix/descriptor.hpp"

namespace asyncio {

class SignalHandlers {
 public:
  SignalHandlers() = default;
  SignalHandlers(const SignalHandlers&) = delete;
  SignalHandlers& operator=(const SignalHandlers&) = delete;
  ~SignalHandlers() { clear(); }

  // Throws ValueError for a number that is no signal or cannot be caught.
  static void check(int signal);
  // Throws RuntimeError if the kernel refuses. `handle` replaces an earlier one, which is cancelled.
  void add(int signal, Handle handle);
  // Back to the default action, unless another loop owns the signal now. Whether there was a handler.
  bool remove(int signal);
  void clear() noexcept;  // removes all

  // The end to watch for reading. Opened by the first call; throws OSError.
  FileDescriptor open_pipe();
  [[nodiscard]] bool is_open() const noexcept { return static_cast<bool>(read_end_); }
  // Empties the pipe; `deliver` gets the handle of each signal that has one, in the order of delivery.
  void read_pipe(const std::function<void(const Handle&)>& deliver);

 private:
  std::map<int, Handle> handles_;
  unix_os::OwnedDescriptor read_end_;
  unix_os::OwnedDescriptor write_end_;
};

}  // namespace asyncio
