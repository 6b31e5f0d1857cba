// A loop that waits for the ends of overlapped operations.
// Python: asyncio.proactor_events.BaseProactorEventLoop.
//
// Members that are coroutines find their loop in *this. Where each is implemented: the headings.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "base/base_event_loop.hpp"
#include "proactor/proactor.hpp"

namespace asyncio {

namespace proactor_events {
class AcceptLoop;
}

class ProactorEventLoop : public BaseEventLoop {
 public:
  ProactorEventLoop(std::unique_ptr<proactor_events::Proactor> proactor, std::unique_ptr<Clock> clock);
  ~ProactorEventLoop() override;

  // ---- proactor_event_loop.cpp
  // Returns when no operation is in flight any more.
  void close() override;
  [[nodiscard]] std::string_view class_name() const noexcept override { return "ProactorEventLoop"; }

  // ---- accept_loop.cpp
  void start_accepting(std::shared_ptr<StreamServer> server, FileDescriptor socket) override;
  void stop_accepting(FileDescriptor socket) override;

  // ---- stream.cpp, datagram.cpp, pipes.cpp
  Started<Transport> make_socket_transport(net::OwnedDescriptor socket, std::shared_ptr<Protocol> protocol,
                                           std::function<void()> on_lost) override;
  Started<DatagramTransport> make_datagram_transport(net::OwnedDescriptor socket,
                                                     std::shared_ptr<DatagramProtocol> protocol,
                                                     net::SocketAddress remote) override;
  // OSError unless the handle was opened for overlapped I/O.
  Future<std::shared_ptr<ReadTransport>> connect_read_pipe(Factory<Protocol> factory,
                                                           FileDescriptor fd) override;
  Future<std::shared_ptr<WriteTransport>> connect_write_pipe(Factory<BaseProtocol> factory,
                                                             FileDescriptor fd) override;

  // ---- sock_operations.cpp. Whether a socket blocks is not checked: overlapped operations never do.
  Future<std::vector<std::byte>> sock_recv(FileDescriptor socket, std::size_t maximum) override;
  Future<std::size_t> sock_recv_into(FileDescriptor socket, std::span<std::byte> buffer) override;
  Future<Datagram> sock_recvfrom(FileDescriptor socket, std::size_t maximum) override;
  Future<std::pair<std::size_t, Address>> sock_recvfrom_into(FileDescriptor socket,
                                                             std::span<std::byte> buffer) override;
  Future<void> sock_sendall(FileDescriptor socket, std::vector<std::byte> data) override;
  Future<std::size_t> sock_sendto(FileDescriptor socket, std::vector<std::byte> data, Address to) override;
  // OSError for a host name: nothing is resolved here.
  Future<void> sock_connect(FileDescriptor socket, Address to) override;
  Future<std::pair<FileDescriptor, Address>> sock_accept(FileDescriptor socket) override;
  Future<void> connect_socket(FileDescriptor socket, net::SocketAddress to) override;
  Future<void> send_all(FileDescriptor socket, std::vector<std::byte> data) override;
  Future<void> send_file_natively(FileDescriptor socket, FileTransfer& transfer) override;

  // Done once the handle (of a process, of an event) is signalled. It must stay open so long.
  Future<void> wait_for_handle(FileDescriptor handle);

  // ---- For transports, servers and socket operations
  // An operation that may be started many times; `on_completed` is called after each end of it.
  [[nodiscard]] proactor_events::OperationPointer make_operation(Callback on_completed);
  void start(const proactor_events::OperationPointer& operation) { proactor_->start(operation); }
  // Nobody wants to know its end any more: it is cancelled if it is in flight, its callback will not be
  // called, and what the callback holds is released. The pointer is null then. Call it while the handle is
  // open.
  void abandon(proactor_events::OperationPointer& operation) noexcept;
  [[nodiscard]] proactor_events::Proactor& proactor() noexcept { return *proactor_; }

 protected:
  void select(std::optional<Duration> timeout) override { proactor_->wait(timeout, ended_); }
  void process_events() override;
  void wake_up() noexcept override { proactor_->wake_up(); }

 private:
  std::unique_ptr<proactor_events::Proactor> proactor_;
  std::vector<proactor_events::OperationPointer> ended_;
  // By listening socket.
  std::unordered_map<FileDescriptor, std::shared_ptr<proactor_events::AcceptLoop>> accept_loops_;
};

}  // namespace asyncio
