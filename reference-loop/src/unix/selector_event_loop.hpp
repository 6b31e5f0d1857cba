// The selector loop on Unix: signals, name resolution, pipes, sockets, subprocesses.
// Python: asyncio.unix_events._UnixSelectorEventLoop.
//
// Members that are coroutines find their loop in *this. Where each is implemented: the headings.
#pragma once

#include "selector/selector_event_loop.hpp"
#include "transports/open_transports.hpp"
#include "unix/signal_handlers.hpp"

namespace asyncio {

class UnixSelectorEventLoop : public SelectorEventLoop {
 public:
  UnixSelectorEventLoop(std::unique_ptr<Selector> selector, std::unique_ptr<Clock> clock);
  ~UnixSelectorEventLoop() override;

  // ---- selector_event_loop.cpp
  void close() override;
  void add_signal_handler(int signal, Callback callback) override;
  bool remove_signal_handler(int signal) override;
  Future<std::vector<Address>> getaddrinfo(std::string host, std::uint16_t port,
                                           AddressFamily family) override;
  [[nodiscard]] std::string_view class_name() const noexcept override { return "_UnixSelectorEventLoop"; }

  // ---- Pipes
  Future<std::shared_ptr<ReadTransport>> connect_read_pipe(Factory<Protocol> factory,
                                                           FileDescriptor fd) override;
  Future<std::shared_ptr<WriteTransport>> connect_write_pipe(Factory<BaseProtocol> factory,
                                                             FileDescriptor fd) override;

  // ---- Servers, connections and datagram endpoints
  Future<std::shared_ptr<Server>> create_server(Factory<Protocol> factory, ServerOptions options) override;
  Future<std::shared_ptr<Transport>> create_connection(Factory<Protocol> factory,
                                                       ConnectionOptions options) override;
  Future<std::shared_ptr<DatagramTransport>> create_datagram_endpoint(Factory<DatagramProtocol> factory,
                                                                      DatagramOptions options) override;
  Future<std::shared_ptr<Server>> create_unix_server(Factory<Protocol> factory,
                                                     UnixServerOptions options) override;
  Future<std::shared_ptr<Transport>> create_unix_connection(Factory<Protocol> factory,
                                                            UnixConnectionOptions options) override;
  Future<void> start_serving(std::shared_ptr<Server> server) override;
  Future<void> wait_closed(std::shared_ptr<Server> server) override;

  // ---- Sockets directly
  Future<std::vector<std::byte>> sock_recv(FileDescriptor socket, std::size_t maximum) override;
  Future<std::size_t> sock_recv_into(FileDescriptor socket, std::span<std::byte> buffer) override;
  Future<Datagram> sock_recvfrom(FileDescriptor socket, std::size_t maximum) override;
  Future<std::pair<std::size_t, Address>> sock_recvfrom_into(FileDescriptor socket,
                                                             std::span<std::byte> buffer) override;
  Future<void> sock_sendall(FileDescriptor socket, std::vector<std::byte> data) override;
  Future<std::size_t> sock_sendto(FileDescriptor socket, std::vector<std::byte> data, Address to) override;
  Future<void> sock_connect(FileDescriptor socket, Address to) override;
  Future<std::pair<FileDescriptor, Address>> sock_accept(FileDescriptor socket) override;

  // ---- Files over sockets
  Future<std::size_t> sock_sendfile(FileDescriptor socket, FileDescriptor file, std::size_t offset,
                                    std::size_t count, bool fallback) override;
  Future<std::size_t> sendfile(std::shared_ptr<Transport> transport, FileDescriptor file, std::size_t offset,
                               std::size_t count, bool fallback) override;

  // ---- Subprocesses
  Future<std::shared_ptr<SubprocessTransport>> subprocess_exec(Factory<SubprocessProtocol> factory,
                                                               std::vector<std::string> program_and_arguments,
                                                               SubprocessOptions options) override;
  Future<std::shared_ptr<SubprocessTransport>> subprocess_shell(Factory<SubprocessProtocol> factory,
                                                                std::string command,
                                                                SubprocessOptions options) override;

  // What is open, so that close() of the loop can let go of it. Closed after the loop has been: unwatch_*()
  // and unregister_transport() do nothing then.
  [[nodiscard]] OpenTransports& open_transports() noexcept { return open_transports_; }

 private:
  void read_signals();

  SignalHandlers signals_;
  OpenTransports open_transports_;
};

}  // namespace asyncio
