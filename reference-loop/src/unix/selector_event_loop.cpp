#include "unix/selector_event_loop.hpp"

#include <utility>

#include "unix/address_lookup.hpp"
#include "unix/main_thread.hpp"

namespace asyncio {

UnixSelectorEventLoop::UnixSelectorEventLoop(std::unique_ptr<Selector> selector, std::unique_ptr<Clock> clock)
    : SelectorEventLoop(std::move(selector), std::move(clock), make_wake_up()) {}

UnixSelectorEventLoop::~UnixSelectorEventLoop() {
  UnixSelectorEventLoop::close();
}

void UnixSelectorEventLoop::close() {
  if (is_closed()) {
    return;
  }
  SelectorEventLoop::close();
  signals_.clear();
  open_transports_.close_all();
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

// ---- Names

Future<std::vector<Address>> UnixSelectorEventLoop::getaddrinfo(std::string host, std::uint16_t port,
                                                                AddressFamily family) {
  const auto found = std::make_shared<std::vector<unix_os::SocketAddress>>();
  // Not within co_await: g++ 12 destroys a closure with captures twice there.
  std::function<void()> look_up = [found, host = std::move(host), port, family] {
    *found = unix_os::look_up({.host = host, .port = port, .family = unix_os::to_native(family)});
  };
  co_await run_in_executor(std::move(look_up));
  std::vector<Address> addresses;
  for (const unix_os::SocketAddress& address : *found) {
    addresses.push_back(address.to_address());
  }
  co_return addresses;
}

}  // namespace asyncio
