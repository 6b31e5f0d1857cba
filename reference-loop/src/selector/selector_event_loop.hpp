// A loop that waits with a selector, and all that it does with sockets.
// Python: asyncio.selector_events.BaseSelectorEventLoop.
//
// Members that are coroutines find their loop in *this. Where each is implemented: the headings.
#pragma once

#include <memory>
#include <span>

#include "base/base_event_loop.hpp"
#include "base/wake_up.hpp"
#include "selector/descriptor_table.hpp"

namespace asyncio {

class SelectorEventLoop : public BaseEventLoop {
 public:
  SelectorEventLoop(std::unique_ptr<Selector> selector, std::unique_ptr<Clock> clock);
  // The class below must have called close().
  ~SelectorEventLoop() override = default;

  void close() override;

  void add_reader(FileDescriptor fd, Callback callback) override;
  void add_writer(FileDescriptor fd, Callback callback) override;
  bool remove_reader(FileDescriptor fd) override;
  bool remove_writer(FileDescriptor fd) override;

  // ---- Sockets directly: sock_operations_loop.cpp
  Future<std::vector<std::byte>> sock_recv(FileDescriptor socket, std::size_t maximum) override;
  Future<std::size_t> sock_recv_into(FileDescriptor socket, std::span<std::byte> buffer) override;
  Future<Datagram> sock_recvfrom(FileDescriptor socket, std::size_t maximum) override;
  Future<std::pair<std::size_t, Address>> sock_recvfrom_into(FileDescriptor socket,
                                                             std::span<std::byte> buffer) override;
  Future<void> sock_sendall(FileDescriptor socket, std::vector<std::byte> data) override;
  Future<std::size_t> sock_sendto(FileDescriptor socket, std::vector<std::byte> data, Address to) override;
  Future<void> sock_connect(FileDescriptor socket, Address to) override;
  Future<std::pair<FileDescriptor, Address>> sock_accept(FileDescriptor socket) override;
  Future<void> connect_socket(FileDescriptor socket, net::SocketAddress to) override;
  Future<void> send_all(FileDescriptor socket, std::vector<std::byte> data) override;

  // ---- Transports and servers: transports.cpp
  Started<Transport> make_socket_transport(net::OwnedDescriptor socket, std::shared_ptr<Protocol> protocol,
                                           std::function<void()> on_lost) override;
  Started<DatagramTransport> make_datagram_transport(net::OwnedDescriptor socket,
                                                     std::shared_ptr<DatagramProtocol> protocol,
                                                     net::SocketAddress remote) override;
  void start_accepting(std::shared_ptr<StreamServer> server, FileDescriptor socket) override;
  void stop_accepting(FileDescriptor socket) override;

  [[nodiscard]] std::string_view selector_class_name() const noexcept override {
    return selector_->class_name();
  }

  // ---- For transports, servers and socket operations
  // As add_reader() and the like, but also for descriptors that a transport owns. The callback is called once
  // a turn for as long as the descriptor is ready; it may call any of these. A second watch_* replaces the
  // callback. Throw RuntimeError if the loop is closed, ValueError for a negative number, OSError as the
  // kernel says; nothing has changed then.
  void watch_reader(FileDescriptor fd, Callback callback);
  void watch_writer(FileDescriptor fd, Callback callback);
  // Whether it was watched; false on a closed loop. Call them before the descriptor is closed.
  bool unwatch_reader(FileDescriptor fd);
  bool unwatch_writer(FileDescriptor fd);

  // From here until unregister_transport(), add_reader() and the like and the sock_* methods refuse the
  // descriptor unless is_closing(). The loop keeps the transport alive so long; close() of the loop lets go
  // of it without telling it. A destructor of a transport may still call unwatch_* and unregister_transport()
  // then: they do nothing.
  void register_transport(FileDescriptor fd, std::shared_ptr<BaseTransport> transport);
  void unregister_transport(FileDescriptor fd) noexcept;
  // Throws ValueError "Invalid file descriptor: -1", or RuntimeError if a transport owns it.
  void check_not_owned(FileDescriptor fd) override;

 protected:
  void select(std::optional<Duration> timeout) override;
  void process_events() override;
  void wake_up() noexcept override { wake_up_->notify(); }

 private:
  using Direction = Handle DescriptorTable::Entry::*;
  void watch(FileDescriptor fd, Direction direction, Callback callback);
  bool unwatch(FileDescriptor fd, Direction direction);

  std::unique_ptr<Selector> selector_;
  std::unique_ptr<WakeUp> wake_up_;
  DescriptorTable descriptors_;
  std::span<const ReadyDescriptor> events_;
};

}  // namespace asyncio
