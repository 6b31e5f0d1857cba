#include "selector/datagram.hpp"

#include <utility>

#include "asyncio/exceptions.hpp"
#include "socket/socket.hpp"
#include "transports/receive_buffer.hpp"

namespace asyncio::selector_events {

SocketDatagramTransport::SocketDatagramTransport(SelectorEventLoop& loop, net::OwnedDescriptor socket,
                                                 std::shared_ptr<DatagramProtocol> protocol,
                                                 net::SocketAddress remote)
    : DescriptorTransport(loop, std::move(socket), protocol),
      protocol_(std::move(protocol)),
      target_(fd(), remote),
      local_(net::local_address(fd())) {}

void SocketDatagramTransport::close() {
  if (is_closing()) return;
  begin_closing();
  if (waiting_.empty()) schedule_connection_lost(nullptr);
}

void SocketDatagramTransport::sendto(Bytes data, const Address& to) {
  if (lost() || loop() == nullptr) return;
  const auto self = shared_from_this();
  net::SocketAddress address;
  try {
    address = target_.address(to);
  } catch (const OSError&) {
    const auto protocol = protocol_;
    protocol->error_received(std::current_exception());
    return;
  }
  if (waiting_.empty()) {
    const net::SystemError failure = net::send_datagram(fd(), data, address).error;
    if (!failure) return;
    if (!failure.is_try_again()) {
      tell_error(failure, "sendto");
      return;
    }
    watch_writing();
  }
  waiting_.push_back({std::vector<std::byte>(data.begin(), data.end()), address});
  buffered_ += data.size() + DatagramTarget::header_size;
  buffer_grew();
}

void SocketDatagramTransport::write_ready() {
  if (lost() || loop() == nullptr) return;
  const auto self = shared_from_this();
  while (!waiting_.empty()) {
    const Waiting& next = waiting_.front();
    const net::SystemError failure = net::send_datagram(fd(), next.data, next.to).error;
    if (failure && failure.is_try_again()) break;
    buffered_ -= next.data.size() + DatagramTarget::header_size;
    waiting_.pop_front();
    if (failure) {
      tell_error(failure, "sendto");
      if (lost() || loop() == nullptr) return;
    }
  }
  buffer_shrank();  // the protocol may send again, or close
  if (!waiting_.empty() || lost()) return;
  stop_watching_writing();
  if (is_closing()) call_connection_lost(nullptr);
}

void SocketDatagramTransport::read_ready() {
  if (lost() || loop() == nullptr) return;
  const auto self = shared_from_this();
  const auto buffer = receive_buffer();
  net::SocketAddress from;
  const net::Transferred received = net::receive_datagram(fd(), buffer, from);
  if (received.error) {
    if (!received.error.is_try_again()) tell_error(received.error, "recvfrom");
    return;
  }
  const auto protocol = protocol_;
  const Bytes data = buffer.first(received.size);
  protocol->datagram_received(data, from.to_address());
}

void SocketDatagramTransport::tell_error(net::SystemError error, const char* call) {
  const auto protocol = protocol_;
  protocol->error_received(std::make_exception_ptr(error.exception(call)));
}

void SocketDatagramTransport::discard_buffer() noexcept {
  waiting_.clear();
  buffered_ = 0;
}

void SocketDatagramTransport::released(LoopState state) noexcept {
  DescriptorTransport::released(state);
  const auto gone = std::exchange(protocol_, nullptr);
}

}  // namespace asyncio::selector_events
