// The transport of a datagram socket.
// https://docs.python.org/3/library/asyncio-protocol.html#datagram-transports
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "selector/descriptor_transport.hpp"
#include "socket/address.hpp"
#include "socket/error.hpp"
#include "transports/datagram_target.hpp"

namespace asyncio::selector_events {

class SocketDatagramTransport final : public DatagramTransport, public DescriptorTransport {
 public:
  // `remote`: the only address that sendto() accepts; an empty one if there is none.
  SocketDatagramTransport(SelectorEventLoop& loop, net::OwnedDescriptor socket,
                          std::shared_ptr<DatagramProtocol> protocol, net::SocketAddress remote);

  void close() override;
  [[nodiscard]] bool is_closing() const override { return DescriptorTransport::is_closing(); }
  // ValueError for an address other than the remote one. A name is resolved, which blocks. The kernel's
  // errors go to error_received().
  void sendto(Bytes data, const Address& to) override;
  void abort() override { force_close(nullptr); }
  [[nodiscard]] Address local_address() const override { return local_; }
  [[nodiscard]] FileDescriptor fileno() const override { return fd(); }

 protected:
  void read_ready() override;
  void write_ready() override;
  [[nodiscard]] std::size_t buffered() const noexcept override { return buffered_; }
  void discard_buffer() noexcept override;
  void released(LoopState state) noexcept override;

 private:
  struct Waiting {
    std::vector<std::byte> data;
    net::SocketAddress to;
  };

  void tell_error(net::SystemError error, const char* call);

  std::shared_ptr<DatagramProtocol> protocol_;
  DatagramTarget target_;
  Address local_;
  std::deque<Waiting> waiting_;
  std::size_t buffered_ = 0;  // bytes, headers included
};

}  // namespace asyncio::selector_events
