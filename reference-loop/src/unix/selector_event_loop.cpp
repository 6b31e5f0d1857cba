#include "unix/selector_event_loop.hpp"

#include <utility>

#include "unix/main_thread.hpp"

namespace asyncio {

UnixSelectorEventLoop::UnixSelectorEventLoop(std::unique_ptr<Selector> selector, std::unique_ptr<Clock> clock)
    : SelectorEventLoop(std::move(selector), std::move(clock)) {}

UnixSelectorEventLoop::~UnixSelectorEventLoop() {
  UnixSelectorEventLoop::close();
}

void UnixSelectorEventLoop::close() {
  if (is_closed()) {
    return;
  }
  SelectorEventLoop::close();
  signals_.clear();
}

// ---- Signals

void UnixSelectorEventLoop::add_signal_handler(int signal, Callback callback) {
  SignalHandlers::check(signal);
  check_closed();
  if (!callback) {
    throw TypeError("a callable object was expected by add_signal_handler()");
  }
  if (!is_main_thread()) {
    throw RuntimeError("signal handlers can only be added in the main thread");
  }
  if (!signals_.is_open()) {
    watch_reader(signals_.open_pipe(), [this] { read_signals(); });
  }
  signals_.add(signal, make_repeating_handle(std::move(callback)));
}

bool UnixSelectorEventLoop::remove_signal_handler(int signal) {
  return signals_.remove(signal);
}

void UnixSelectorEventLoop::read_signals() {
  signals_.read_pipe([this](const Handle& handle) { append_ready(handle); });
}

}  // namespace asyncio
