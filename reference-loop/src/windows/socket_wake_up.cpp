#include "windows/socket_wake_up.hpp"

#include <array>
#include <cstddef>

#include "socket/socket.hpp"

namespace asyncio {

SocketWakeUp::SocketWakeUp() : pair_(net::make_socket_pair()) {
  // Each notification at once, whether or not the last one has been acknowledged.
  net::set_no_delay(pair_.second.get());
  // One byte is enough to wake a loop. Room for millions would be emptied for nothing.
  constexpr int smallest_buffer = 1024;
  net::set_socket_option(pair_.second.get(), SOL_SOCKET, SO_SNDBUF, smallest_buffer);
}

void SocketWakeUp::notify() noexcept {
  // WSAEWOULDBLOCK: the buffer is full, so the other end is readable as it should be.
  constexpr std::array<std::byte, 1> byte{};
  static_cast<void>(net::send_bytes(pair_.second.get(), byte));
}

void SocketWakeUp::drain() noexcept {
  std::array<std::byte, 4096> bytes{};
  while (net::receive_bytes(pair_.first.get(), bytes).size > 0) {
  }
}

std::unique_ptr<WakeUp> make_wake_up(Selector& /*selector*/) {
  return std::make_unique<SocketWakeUp>();
}

}  // namespace asyncio
