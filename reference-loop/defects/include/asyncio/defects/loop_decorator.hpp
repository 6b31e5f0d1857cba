// A loop that hands every call on to another one. A defect derives from it and overrides what it spoils.
#pragma once

#include <memory>
#include <utility>

#include "asyncio/event_loop.hpp"

namespace asyncio::defects {

class LoopDecorator : public EventLoop {
 public:
  explicit LoopDecorator(std::unique_ptr<EventLoop> inner) : inner_(std::move(inner)) {}
  ~LoopDecorator() override;

  void run_forever() override;
  void stop() override;
  [[nodiscard]] bool is_running() const override;
  [[nodiscard]] bool is_closed() const override;
  void close() override;
  void run_until_done(FutureBase& future) override;

  Handle call_soon(Callback callback) override;
  Handle call_soon_threadsafe(Callback callback) override;
  TimerHandle call_later(Duration delay, Callback callback) override;
  TimerHandle call_at(Time when, Callback callback) override;
  [[nodiscard]] Time time() const override;
  [[nodiscard]] const Clock& clock() const override;

  void set_exception_handler(ExceptionHandler handler) override;
  void default_exception_handler(const ExceptionContext& context) override;
  void call_exception_handler(const ExceptionContext& context) override;
  void set_debug(bool enabled) override;
  [[nodiscard]] bool get_debug() const override;

  Future<void> run_in_executor(std::function<void()> function) override;
  Future<std::vector<Address>> getaddrinfo(std::string host, std::uint16_t port,
                                           AddressFamily family) override;

  void add_reader(FileDescriptor fd, Callback callback) override;
  void add_writer(FileDescriptor fd, Callback callback) override;
  bool remove_reader(FileDescriptor fd) override;
  bool remove_writer(FileDescriptor fd) override;

  Future<std::shared_ptr<ReadTransport>> connect_read_pipe(Factory<Protocol> factory,
                                                           FileDescriptor fd) override;
  Future<std::shared_ptr<WriteTransport>> connect_write_pipe(Factory<BaseProtocol> factory,
                                                             FileDescriptor fd) override;

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

  Future<std::vector<std::byte>> sock_recv(FileDescriptor socket, std::size_t maximum) override;
  Future<std::size_t> sock_recv_into(FileDescriptor socket, std::span<std::byte> buffer) override;
  Future<Datagram> sock_recvfrom(FileDescriptor socket, std::size_t maximum) override;
  Future<std::pair<std::size_t, Address>> sock_recvfrom_into(FileDescriptor socket,
                                                             std::span<std::byte> buffer) override;
  Future<void> sock_sendall(FileDescriptor socket, std::vector<std::byte> data) override;
  Future<std::size_t> sock_sendto(FileDescriptor socket, std::vector<std::byte> data, Address to) override;
  Future<void> sock_connect(FileDescriptor socket, Address to) override;
  Future<std::pair<FileDescriptor, Address>> sock_accept(FileDescriptor socket) override;
  Future<std::size_t> sock_sendfile(FileDescriptor socket, FileDescriptor file, std::size_t offset,
                                    std::size_t count, bool fallback) override;
  Future<std::size_t> sendfile(std::shared_ptr<Transport> transport, FileDescriptor file, std::size_t offset,
                               std::size_t count, bool fallback) override;

  void add_signal_handler(int signal, Callback callback) override;
  bool remove_signal_handler(int signal) override;

  Future<std::shared_ptr<SubprocessTransport>> subprocess_exec(Factory<SubprocessProtocol> factory,
                                                               std::vector<std::string> program_and_arguments,
                                                               SubprocessOptions options) override;
  Future<std::shared_ptr<SubprocessTransport>> subprocess_shell(Factory<SubprocessProtocol> factory,
                                                                std::string command,
                                                                SubprocessOptions options) override;

  [[nodiscard]] std::string_view class_name() const noexcept override;
  [[nodiscard]] std::string_view selector_class_name() const noexcept override;

 protected:
  [[nodiscard]] EventLoop& inner() const noexcept { return *inner_; }

 private:
  std::unique_ptr<EventLoop> inner_;
};

}  // namespace asyncio::defects
