#include "asyncio/defects/loop_decorator.hpp"

#include "transport_decorators.hpp"

namespace asyncio::defects {

LoopDecorator::~LoopDecorator() {
  destroy_coroutines();
}

void LoopDecorator::run_forever() {
  inner_->run_forever();
}
void LoopDecorator::stop() {
  inner_->stop();
}
bool LoopDecorator::is_running() const {
  return inner_->is_running();
}
bool LoopDecorator::is_closed() const {
  return inner_->is_closed();
}
void LoopDecorator::close() {
  inner_->close();
  destroy_coroutines();
}
void LoopDecorator::run_until_done(FutureBase& future) {
  inner_->run_until_done(future);
}
Handle LoopDecorator::call_soon(Callback callback) {
  return inner_->call_soon(std::move(callback));
}
Handle LoopDecorator::call_soon_threadsafe(Callback callback) {
  return inner_->call_soon_threadsafe(std::move(callback));
}
TimerHandle LoopDecorator::call_later(Duration delay, Callback callback) {
  return inner_->call_later(delay, std::move(callback));
}
TimerHandle LoopDecorator::call_at(Time when, Callback callback) {
  return inner_->call_at(when, std::move(callback));
}
Time LoopDecorator::time() const {
  return inner_->time();
}
const Clock& LoopDecorator::clock() const {
  return inner_->clock();
}
void LoopDecorator::set_exception_handler(ExceptionHandler handler) {
  inner_->set_exception_handler(std::move(handler));
}
void LoopDecorator::default_exception_handler(const ExceptionContext& context) {
  inner_->default_exception_handler(context);
}
void LoopDecorator::call_exception_handler(const ExceptionContext& context) {
  inner_->call_exception_handler(context);
}
void LoopDecorator::set_debug(bool enabled) {
  inner_->set_debug(enabled);
}
bool LoopDecorator::get_debug() const {
  return inner_->get_debug();
}
Future<void> LoopDecorator::run_in_executor(std::function<void()> function) {
  return inner_->run_in_executor(std::move(function));
}
Future<std::vector<Address>> LoopDecorator::getaddrinfo(std::string host, std::uint16_t port,
                                                        AddressFamily family) {
  return inner_->getaddrinfo(std::move(host), port, family);
}
void LoopDecorator::add_reader(FileDescriptor fd, Callback callback) {
  inner_->add_reader(fd, std::move(callback));
}
void LoopDecorator::add_writer(FileDescriptor fd, Callback callback) {
  inner_->add_writer(fd, std::move(callback));
}
bool LoopDecorator::remove_reader(FileDescriptor fd) {
  return inner_->remove_reader(fd);
}
bool LoopDecorator::remove_writer(FileDescriptor fd) {
  return inner_->remove_writer(fd);
}
Future<std::shared_ptr<ReadTransport>> LoopDecorator::connect_read_pipe(Factory<Protocol> factory,
                                                                        FileDescriptor fd) {
  return inner_->connect_read_pipe(std::move(factory), fd);
}
Future<std::shared_ptr<WriteTransport>> LoopDecorator::connect_write_pipe(Factory<BaseProtocol> factory,
                                                                          FileDescriptor fd) {
  return inner_->connect_write_pipe(std::move(factory), fd);
}
Future<std::shared_ptr<Server>> LoopDecorator::create_server(Factory<Protocol> factory,
                                                             ServerOptions options) {
  return inner_->create_server(std::move(factory), std::move(options));
}
Future<std::shared_ptr<Transport>> LoopDecorator::create_connection(Factory<Protocol> factory,
                                                                    ConnectionOptions options) {
  return inner_->create_connection(std::move(factory), std::move(options));
}
Future<std::shared_ptr<DatagramTransport>> LoopDecorator::create_datagram_endpoint(
    Factory<DatagramProtocol> factory, DatagramOptions options) {
  return inner_->create_datagram_endpoint(std::move(factory), std::move(options));
}
Future<std::shared_ptr<Server>> LoopDecorator::create_unix_server(Factory<Protocol> factory,
                                                                  UnixServerOptions options) {
  return inner_->create_unix_server(std::move(factory), std::move(options));
}
Future<std::shared_ptr<Transport>> LoopDecorator::create_unix_connection(Factory<Protocol> factory,
                                                                         UnixConnectionOptions options) {
  return inner_->create_unix_connection(std::move(factory), std::move(options));
}
Future<void> LoopDecorator::start_serving(std::shared_ptr<Server> server) {
  return inner_->start_serving(std::move(server));
}
Future<void> LoopDecorator::wait_closed(std::shared_ptr<Server> server) {
  return inner_->wait_closed(std::move(server));
}
Future<std::vector<std::byte>> LoopDecorator::sock_recv(FileDescriptor socket, std::size_t maximum) {
  return inner_->sock_recv(socket, maximum);
}
Future<std::size_t> LoopDecorator::sock_recv_into(FileDescriptor socket, std::span<std::byte> buffer) {
  return inner_->sock_recv_into(socket, buffer);
}
Future<Datagram> LoopDecorator::sock_recvfrom(FileDescriptor socket, std::size_t maximum) {
  return inner_->sock_recvfrom(socket, maximum);
}
Future<std::pair<std::size_t, Address>> LoopDecorator::sock_recvfrom_into(FileDescriptor socket,
                                                                          std::span<std::byte> buffer) {
  return inner_->sock_recvfrom_into(socket, buffer);
}
Future<void> LoopDecorator::sock_sendall(FileDescriptor socket, std::vector<std::byte> data) {
  return inner_->sock_sendall(socket, std::move(data));
}
Future<std::size_t> LoopDecorator::sock_sendto(FileDescriptor socket, std::vector<std::byte> data,
                                               Address to) {
  return inner_->sock_sendto(socket, std::move(data), std::move(to));
}
Future<void> LoopDecorator::sock_connect(FileDescriptor socket, Address to) {
  return inner_->sock_connect(socket, std::move(to));
}
Future<std::pair<FileDescriptor, Address>> LoopDecorator::sock_accept(FileDescriptor socket) {
  return inner_->sock_accept(socket);
}
Future<std::size_t> LoopDecorator::sock_sendfile(FileDescriptor socket, FileDescriptor file,
                                                 std::size_t offset, std::size_t count, bool fallback) {
  return inner_->sock_sendfile(socket, file, offset, count, fallback);
}
Future<std::size_t> LoopDecorator::sendfile(std::shared_ptr<Transport> transport, FileDescriptor file,
                                            std::size_t offset, std::size_t count, bool fallback) {
  // The loop knows its own transports only.
  if (const auto decorated = std::dynamic_pointer_cast<TransportDecorator>(transport)) {
    transport = decorated->inner();
  }
  return inner_->sendfile(std::move(transport), file, offset, count, fallback);
}
void LoopDecorator::add_signal_handler(int signal, Callback callback) {
  inner_->add_signal_handler(signal, std::move(callback));
}
bool LoopDecorator::remove_signal_handler(int signal) {
  return inner_->remove_signal_handler(signal);
}
Future<std::shared_ptr<SubprocessTransport>> LoopDecorator::subprocess_exec(
    Factory<SubprocessProtocol> factory, std::vector<std::string> program_and_arguments,
    SubprocessOptions options) {
  return inner_->subprocess_exec(std::move(factory), std::move(program_and_arguments), std::move(options));
}
Future<std::shared_ptr<SubprocessTransport>> LoopDecorator::subprocess_shell(
    Factory<SubprocessProtocol> factory, std::string command, SubprocessOptions options) {
  return inner_->subprocess_shell(std::move(factory), std::move(command), std::move(options));
}
std::string_view LoopDecorator::class_name() const noexcept {
  return inner_->class_name();
}
std::string_view LoopDecorator::selector_class_name() const noexcept {
  return inner_->selector_class_name();
}

}  // namespace asyncio::defects
