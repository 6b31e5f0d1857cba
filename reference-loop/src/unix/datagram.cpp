#include "unix/datagram.hpp"

#include <cerrno>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "transports/receive_buffer.hpp"
#include "unix/address_lookup.hpp"
#include "unix/socket.hpp"

namespace asyncio::unix_os {
namespace {

constexpr std::size_t header_size = 8;  // of UDP

}  // namespace

SocketDatagramTransport::SocketDatagramTransport(UnixSelectorEventLoop& loop, OwnedDescriptor socket,
                                                 std::shared_ptr<DatagramProtocol> protocol,
                                                 SocketAddress remote)
    : DescriptorTransport(loop, std::move(socket), protocol),
      protocol_(std::move(protocol)),
      remote_(remote),
      family_(socket_family(fd())),
      connected_(unix_os::peer_address(fd()).index() != 0),
      local_(unix_os::local_address(fd())) {}

void SocketDatagramTransport::close() {
  if (is_closing()) return;
  begin_closing();
  if (waiting_.empty()) schedule_connection_lost(nullptr);
}

SocketAddress SocketDatagramTransport::target(const Address& to) const {
  if (const auto* local = std::get_if<UnixAddress>(&to)) return unix_socket_address(local->path);
  const auto* internet = std::get_if<InternetAddress>(&to);
  if (internet == nullptr) return {};
  if (auto numeric = numeric_address(internet->host, internet->port, family_)) return *numeric;
  return look_up({internet->host, internet->port, family_, SOCK_DGRAM, false}).front();
}

void SocketDatagramTransport::sendto(Bytes data, const Address& to) {
  if (lost() || loop() == nullptr) return;
  const auto self = shared_from_this();
  SocketAddress address = remote_;
  try {
    const SocketAddress given = target(to);
    if (given.length() != 0) {
      if (remote_.length() != 0 && !(given == remote_)) {
        throw ValueError("Invalid address: must be None or " + to_text(remote_.to_address()));
      }
      address = given;
    }
  } catch (const OSError&) {
    const auto protocol = protocol_;
    protocol->error_received(std::current_exception());
    return;
  }
  // A connected socket knows its peer, and some systems refuse to be told again.
  if (connected_) address = {};
  if (waiting_.empty()) {
    if (send_datagram(fd(), data, address) >= 0) return;
    if (!is_try_again(errno)) {
      tell_error(errno, "sendto");
      return;
    }
    watch_writing();
  }
  waiting_.push_back({std::vector<std::byte>(data.begin(), data.end()), address});
  buffered_ += data.size() + header_size;
  buffer_grew();
}

void SocketDatagramTransport::write_ready() {
  if (lost() || loop() == nullptr) return;
  const auto self = shared_from_this();
  while (!waiting_.empty()) {
    const Waiting& next = waiting_.front();
    const ssize_t sent = send_datagram(fd(), next.data, next.to);
    const int failure = sent < 0 ? errno : 0;
    if (failure != 0 && is_try_again(failure)) break;
    buffered_ -= next.data.size() + header_size;
    waiting_.pop_front();
    if (failure != 0) {
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
  SocketAddress from;
  const ssize_t count = receive_datagram(fd(), buffer, from);
  if (count < 0) {
    if (!is_try_again(errno)) tell_error(errno, "recvfrom");
    return;
  }
  const auto protocol = protocol_;
  const Bytes data = buffer.first(static_cast<std::size_t>(count));
  protocol->datagram_received(data, from.to_address());
}

void SocketDatagramTransport::tell_error(int error_number, const char* call) {
  const auto protocol = protocol_;
  protocol->error_received(std::make_exception_ptr(OSError(error_number, call)));
}

void SocketDatagramTransport::discard_buffer() noexcept {
  waiting_.clear();
  buffered_ = 0;
}

void SocketDatagramTransport::released(LoopState /*state*/) noexcept {
  const auto gone = std::exchange(protocol_, nullptr);
}

}  // namespace asyncio::unix_os
