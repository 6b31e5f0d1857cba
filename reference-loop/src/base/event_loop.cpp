// EventLoop itself: everything is refused, until a class below provides it.
#include "asyncio/event_loop.hpp"

namespace asyncio {
namespace {

[[noreturn]] void refuse() {
  throw NotImplementedError();
}

}  // namespace

void EventLoop::run_forever() {
  refuse();
}
void EventLoop::stop() {
  refuse();
}
bool EventLoop::is_running() const {
  refuse();
}
bool EventLoop::is_closed() const {
  refuse();
}
void EventLoop::close() {
  refuse();
}
void EventLoop::run_until_done(FutureBase& /*future*/) {
  refuse();
}

Handle EventLoop::call_soon(Callback /*callback*/) {
  refuse();
}
Handle EventLoop::call_soon_threadsafe(Callback /*callback*/) {
  refuse();
}
TimerHandle EventLoop::call_later(Duration /*delay*/, Callback /*callback*/) {
  refuse();
}
TimerHandle EventLoop::call_at(Time /*when*/, Callback /*callback*/) {
  refuse();
}
Time EventLoop::time() const {
  refuse();
}
const Clock& EventLoop::clock() const {
  refuse();
}

void EventLoop::set_exception_handler(ExceptionHandler /*handler*/) {
  refuse();
}
void EventLoop::default_exception_handler(const ExceptionContext& /*context*/) {
  refuse();
}
void EventLoop::call_exception_handler(const ExceptionContext& /*context*/) {
  refuse();
}
void EventLoop::set_debug(bool /*enabled*/) {
  refuse();
}
bool EventLoop::get_debug() const {
  refuse();
}

Future<void> EventLoop::run_in_executor(std::function<void()> /*function*/) {
  refuse();
}
Future<std::vector<Address>> EventLoop::getaddrinfo(std::string /*host*/, std::uint16_t /*port*/,
                                                    AddressFamily /*family*/) {
  refuse();
}

void EventLoop::add_reader(FileDescriptor /*fd*/, Callback /*callback*/) {
  refuse();
}
void EventLoop::add_writer(FileDescriptor /*fd*/, Callback /*callback*/) {
  refuse();
}
bool EventLoop::remove_reader(FileDescriptor /*fd*/) {
  refuse();
}
bool EventLoop::remove_writer(FileDescriptor /*fd*/) {
  refuse();
}

Future<std::shared_ptr<ReadTransport>> EventLoop::connect_read_pipe(Factory<Protocol> /*factory*/,
                                                                    FileDescriptor /*fd*/) {
  refuse();
}
Future<std::shared_ptr<WriteTransport>> EventLoop::connect_write_pipe(Factory<BaseProtocol> /*factory*/,
                                                                      FileDescriptor /*fd*/) {
  refuse();
}

Future<std::shared_ptr<Server>> EventLoop::create_server(Factory<Protocol> /*factory*/,
                                                         ServerOptions /*options*/) {
  refuse();
}
Future<std::shared_ptr<Transport>> EventLoop::create_connection(Factory<Protocol> /*factory*/,
                                                                ConnectionOptions /*options*/) {
  refuse();
}
Future<std::shared_ptr<DatagramTransport>> EventLoop::create_datagram_endpoint(
    Factory<DatagramProtocol> /*factory*/, DatagramOptions /*options*/) {
  refuse();
}
Future<std::shared_ptr<Server>> EventLoop::create_unix_server(Factory<Protocol> /*factory*/,
                                                              UnixServerOptions /*options*/) {
  refuse();
}
Future<std::shared_ptr<Transport>> EventLoop::create_unix_connection(Factory<Protocol> /*factory*/,
                                                                     UnixConnectionOptions /*options*/) {
  refuse();
}
Future<void> EventLoop::start_serving(std::shared_ptr<Server> /*server*/) {
  refuse();
}
Future<void> EventLoop::wait_closed(std::shared_ptr<Server> /*server*/) {
  refuse();
}

Future<std::vector<std::byte>> EventLoop::sock_recv(FileDescriptor /*socket*/, std::size_t /*maximum*/) {
  refuse();
}
Future<std::size_t> EventLoop::sock_recv_into(FileDescriptor /*socket*/, std::span<std::byte> /*buffer*/) {
  refuse();
}
Future<Datagram> EventLoop::sock_recvfrom(FileDescriptor /*socket*/, std::size_t /*maximum*/) {
  refuse();
}
Future<std::pair<std::size_t, Address>> EventLoop::sock_recvfrom_into(FileDescriptor /*socket*/,
                                                                      std::span<std::byte> /*buffer*/) {
  refuse();
}
Future<void> EventLoop::sock_sendall(FileDescriptor /*socket*/, std::vector<std::byte> /*data*/) {
  refuse();
}
Future<std::size_t> EventLoop::sock_sendto(FileDescriptor /*socket*/, std::vector<std::byte> /*data*/,
                                           Address /*to*/) {
  refuse();
}
Future<void> EventLoop::sock_connect(FileDescriptor /*socket*/, Address /*to*/) {
  refuse();
}
Future<std::pair<FileDescriptor, Address>> EventLoop::sock_accept(FileDescriptor /*socket*/) {
  refuse();
}

Future<std::size_t> EventLoop::sock_sendfile(FileDescriptor /*socket*/, FileDescriptor /*file*/,
                                             std::size_t /*offset*/, std::size_t /*count*/,
                                             bool /*fallback*/) {
  refuse();
}
Future<std::size_t> EventLoop::sendfile(std::shared_ptr<Transport> /*transport*/, FileDescriptor /*file*/,
                                        std::size_t /*offset*/, std::size_t /*count*/, bool /*fallback*/) {
  refuse();
}

void EventLoop::add_signal_handler(int /*signal*/, Callback /*callback*/) {
  refuse();
}
bool EventLoop::remove_signal_handler(int /*signal*/) {
  refuse();
}

Future<std::shared_ptr<SubprocessTransport>> EventLoop::subprocess_exec(
    Factory<SubprocessProtocol> /*factory*/, std::vector<std::string> /*program_and_arguments*/,
    SubprocessOptions /*options*/) {
  refuse();
}
Future<std::shared_ptr<SubprocessTransport>> EventLoop::subprocess_shell(
    Factory<SubprocessProtocol> /*factory*/, std::string /*command*/, SubprocessOptions /*options*/) {
  refuse();
}

std::string_view EventLoop::class_name() const noexcept {
  return "AbstractEventLoop";
}
std::string_view EventLoop::selector_class_name() const noexcept {
  return {};
}

}  // namespace asyncio
