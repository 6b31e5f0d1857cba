// The transport of a datagram socket. Python: asyncio.proactor_events._ProactorDatagramTransport.
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "proactor/operation.hpp"
#include "proactor/proactor_event_loop.hpp"
#include "socket/address.hpp"
#include "transports/datagram_target.hpp"
#include "transports/transport_core.hpp"

namespace asyncio::proactor_events {

class DatagramEndpoint final : public DatagramTransport, public TransportCore {
 public:
  // `remote`: the only address that sendto() accepts; an empty one if there is none.
  DatagramEndpoint(ProactorEventLoop& loop, net::OwnedDescriptor socket,
                   std::shared_ptr<DatagramProtocol> protocol, net::SocketAddress remote);

  Future<void> start();

  void close() override;
  [[nodiscard]] bool is_closing() const override { return TransportCore::is_closing(); }
  // A host name is resolved, which blocks.
  void sendto(Bytes data, const Address& to) override;
  void abort() override { force_close(nullptr); }
  [[nodiscard]] Address local_address() const override { return local_; }
  [[nodiscard]] FileDescriptor fileno() const override { return socket_.get(); }

 private:
  struct Waiting {
    std::vector<std::byte> data;
    net::SocketAddress to;
  };

  // TransportCore
  [[nodiscard]] std::size_t buffered() const noexcept override;
  void begin_reading() override;
  void stop_reading() noexcept override { loop_.abandon(receiving_); }
  void stop_writing() noexcept override;
  void released(LoopState state) noexcept override;

  void receive();
  void received();
  void send(std::span<const std::byte> data, const net::SocketAddress& to);
  void sent();
  void tell_error(net::SystemError error, const char* call);

  ProactorEventLoop& loop_;
  net::OwnedDescriptor socket_;
  std::shared_ptr<DatagramProtocol> protocol_;
  DatagramTarget target_;
  Address local_;
  OperationPointer receiving_;
  OperationPointer sending_;
  std::deque<Waiting> waiting_;
  std::size_t waiting_bytes_ = 0;
  bool is_sending_ = false;  // from the start to sent()
  bool refused_ = false;     // the system would not even begin to receive
  bool idle_ = false;        // nothing is received, for that reason
};

}  // namespace asyncio::proactor_events
