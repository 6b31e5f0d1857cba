#include "windows/selector_event_loop.hpp"

#include <utility>

namespace asyncio {
namespace {

template <class T>
Future<std::shared_ptr<T>> refuse(EventLoop& loop) {
  return Future<std::shared_ptr<T>>::with_exception(loop, std::make_exception_ptr(NotImplementedError()));
}

}  // namespace

WindowsSelectorEventLoop::WindowsSelectorEventLoop(std::unique_ptr<Selector> selector,
                                                   std::unique_ptr<Clock> clock)
    : SelectorEventLoop(std::move(selector), std::move(clock)) {}

WindowsSelectorEventLoop::~WindowsSelectorEventLoop() {
  SelectorEventLoop::close();
}

Future<std::shared_ptr<ReadTransport>> WindowsSelectorEventLoop::connect_read_pipe(Factory<Protocol> factory,
                                                                                   FileDescriptor /*fd*/) {
  const auto protocol = factory();
  const auto refused = refuse<ReadTransport>(*this);
  co_return co_await refused;
}

Future<std::shared_ptr<WriteTransport>> WindowsSelectorEventLoop::connect_write_pipe(
    Factory<BaseProtocol> factory, FileDescriptor /*fd*/) {
  const auto protocol = factory();
  const auto refused = refuse<WriteTransport>(*this);
  co_return co_await refused;
}

Future<std::shared_ptr<Server>> WindowsSelectorEventLoop::create_unix_server(Factory<Protocol> /*factory*/,
                                                                             UnixServerOptions /*options*/) {
  return refuse<Server>(*this);
}

Future<std::shared_ptr<Transport>> WindowsSelectorEventLoop::create_unix_connection(
    Factory<Protocol> /*factory*/, UnixConnectionOptions /*options*/) {
  return refuse<Transport>(*this);
}

}  // namespace asyncio
