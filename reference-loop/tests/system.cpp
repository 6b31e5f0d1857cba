#include "system.hpp"

#include <gtest/gtest.h>

#include "asyncio/selector.hpp"
#include "socket/socket.hpp"

namespace asyncio::testing {

SocketPair::SocketPair() {
  net::DescriptorPair pair = net::make_socket_pair();
  ours = std::move(pair.first);
  peer = std::move(pair.second);
  net::set_blocking(ours.get(), true);
  net::set_blocking(peer.get(), true);
}

void SocketPair::feed(std::string_view text) const {
  send_raw(peer.get(), text);
  wait_until_readable(ours.get());
}

void wait_until_readable(FileDescriptor fd) {
  const std::unique_ptr<Selector> selector = make_selector(available_selectors().front());
  selector->register_descriptor(fd, event_read);
  while (selector->select(std::nullopt).empty()) {
  }
}

void shrink_buffers(FileDescriptor socket) {
  constexpr int size = 1 << 16;
  net::set_socket_option(socket, SOL_SOCKET, SO_SNDBUF, size);
  net::set_socket_option(socket, SOL_SOCKET, SO_RCVBUF, size);
}

void send_raw(FileDescriptor socket, std::string_view text) {
  const net::Transferred sent = net::send_bytes(socket, std::as_bytes(std::span(text)));
  ASSERT_EQ(text.size(), sent.size) << sent.error.message();
}

void bind_to_loopback(FileDescriptor socket) {
  const net::SystemError failure = net::bind_socket(socket, *net::numeric_address("127.0.0.1", 0, AF_INET));
  ASSERT_FALSE(failure) << failure.message();
}

}  // namespace asyncio::testing
