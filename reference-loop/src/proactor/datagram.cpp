#include "proactor/datagram.hpp"

#include <exception>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "socket/socket.hpp"

namespace asyncio {
namespace proactor_events {
namespace {

constexpr std::size_t largest_datagram = std::size_t{64} * 1024;

}  // namespace

DatagramEndpoint::DatagramEndpoint(ProactorEventLoop& loop, net::OwnedDescriptor socket,
                                   std::shared_ptr<DatagramProtocol> protocol, net::SocketAddress remote)
    : TransportCore(loop, protocol),
      loop_(loop),
      socket_(std::move(socket)),
      protocol_(std::move(protocol)),
      target_(socket_.get(), remote),
      local_(net::local_address(socket_.get())) {
  loop_.proactor().associate(socket_.get());
}

Future<void> DatagramEndpoint::start() {
  Future<void> connected = announce();
  const auto self = std::static_pointer_cast<DatagramEndpoint>(shared_from_this());
  receiving_ = loop_.make_operation([self] { self->received(); });
  receiving_->kind = OperationKind::receive_from;
  receiving_->handle = socket_.get();
  receiving_->buffer.resize(largest_datagram);
  sending_ = loop_.make_operation([self] { self->sent(); });
  sending_->handle = socket_.get();
  return connected;
}

void DatagramEndpoint::close() {
  if (is_closing()) return;
  mark_closing();
  stop_reading();
  if (!is_sending_) schedule_connection_lost(nullptr);
}

// ---- Receiving

void DatagramEndpoint::begin_reading() {
  receive();
}

void DatagramEndpoint::receive() {
  if (receiving_ == nullptr) return;
  idle_ = false;
  loop_.start(receiving_);
  refused_ = receiving_->finished() && receiving_->error();
}

void DatagramEndpoint::received() {
  if (receiving_ == nullptr || lost() || loop() == nullptr) return;
  const auto self = shared_from_this();
  // The protocol may close this from within; the bytes must stay until it returns.
  const OperationPointer operation = receiving_;
  const net::SystemError error = operation->error();
  if (error) {
    // The answer to something that was sent, perhaps: the next datagram may be a good one. But where the
    // system would not begin, such as on a socket that is not bound, trying again at once would only spin.
    idle_ = refused_ && !error.is_peer_gone();
    const bool again = !idle_;
    tell_error(error, "recvfrom");
    if (again) receive();
    return;
  }
  struct Next {
    DatagramEndpoint& endpoint;
    ~Next() { endpoint.receive(); }
  } const next{*this};
  const auto protocol = protocol_;
  protocol->datagram_received(std::span<const std::byte>(operation->buffer).first(operation->size()),
                              operation->address.to_address());
}

// ---- Sending

std::size_t DatagramEndpoint::buffered() const noexcept {
  std::size_t size = waiting_bytes_;
  if (is_sending_ && sending_ != nullptr && !sending_->finished())
    size += sending_->buffer.size() + DatagramTarget::header_size;
  return size;
}

void DatagramEndpoint::sendto(Bytes data, const Address& to) {
  if (is_closing() || loop() == nullptr) return;
  const auto self = shared_from_this();
  net::SocketAddress address;
  try {
    address = target_.address(to);
  } catch (const OSError&) {
    const auto protocol = protocol_;
    protocol->error_received(std::current_exception());
    return;
  }
  if (is_sending_) {
    waiting_.push_back({std::vector<std::byte>(data.begin(), data.end()), address});
    waiting_bytes_ += data.size() + DatagramTarget::header_size;
  } else {
    send(data, address);
  }
  buffer_grew();
}

void DatagramEndpoint::send(std::span<const std::byte> data, const net::SocketAddress& to) {
  sending_->kind = to.length() == 0 ? OperationKind::send : OperationKind::send_to;
  sending_->buffer.assign(data.begin(), data.end());
  sending_->address = to;
  is_sending_ = true;
  loop_.start(sending_);
}

void DatagramEndpoint::sent() {
  if (sending_ == nullptr || lost() || loop() == nullptr) return;
  const auto self = shared_from_this();
  is_sending_ = false;
  const net::SystemError error = sending_->error();
  if (!waiting_.empty()) {
    const Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    waiting_bytes_ -= next.data.size() + DatagramTarget::header_size;
    send(next.data, next.to);
  }
  if (error) {
    tell_error(error, "sendto");
    if (lost() || loop() == nullptr) return;
  } else if (idle_ && !is_closing()) {
    receive();  // sending has bound the socket, perhaps
  }
  buffer_shrank();  // the protocol may send again, or close
  if (is_closing() && !is_sending_ && !lost()) call_connection_lost(nullptr);
}

// ---- Errors and the end

void DatagramEndpoint::tell_error(net::SystemError error, const char* call) {
  const auto protocol = protocol_;
  try {
    protocol->error_received(std::make_exception_ptr(error.exception(call)));
  } catch (...) {
    loop_.report("Exception in callback", std::current_exception());
  }
}

void DatagramEndpoint::stop_writing() noexcept {
  loop_.abandon(sending_);
  waiting_.clear();
  waiting_bytes_ = 0;
  is_sending_ = false;
}

void DatagramEndpoint::released(LoopState /*state*/) noexcept {
  const auto gone = std::exchange(protocol_, nullptr);
  socket_.reset();
}

}  // namespace proactor_events

Started<DatagramTransport> ProactorEventLoop::make_datagram_transport(
    net::OwnedDescriptor socket, std::shared_ptr<DatagramProtocol> protocol, net::SocketAddress remote) {
  const auto endpoint = std::make_shared<proactor_events::DatagramEndpoint>(*this, std::move(socket),
                                                                            std::move(protocol), remote);
  Future<void> connected = endpoint->start();
  return {endpoint, std::move(connected)};
}

}  // namespace asyncio
