// The transport of a datagram socket.
// https://docs.python.org/3/library/asyncio-protocol.html#datagram-transports
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "unix/address.hpp"
#include "unix/descriptor_transport.hpp"

namespace asyncio::unix_os {

class SocketDatagramTransport final : public DatagramTransport, public DescriptorTransport {
 public:
  // `remote`: the only address that sendto() accepts; an empty one if there is none.
  SocketDatagramTransport(UnixSelectorEventLoop& loop, OwnedDescriptor socket,
                          std::shared_ptr<DatagramProtocol> protocol, SocketAddress remote);

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
  void released(LoopState /*state*/) noexcept override;

 private:
  struct Waiting {
    std::vector<std::byte> data;
    SocketAddress to;
  };

  [[nodiscard]] SocketAddress target(const Address& to) const;
  void tell_error(int error_number, const char* call);

  std::shared_ptr<DatagramProtocol> protocol_;
  SocketAddress remote_;
  int family_;
  bool connected_;
  Address local_;
  std::deque<Waiting> waiting_;
  std::size_t buffered_ =
      0;  // bytes, with something for each datagram's header, so that empty ones count too
};

}  // namespace asyncio::unix_os
