#include "windows/proactor_event_loop.hpp"

#include <utility>

namespace asyncio {

WindowsProactorEventLoop::WindowsProactorEventLoop(std::unique_ptr<proactor_events::Proactor> proactor,
                                                   std::unique_ptr<Clock> clock, ProactorFeatures features)
    : ProactorEventLoop(std::move(proactor), std::move(clock)), features_(features) {}

WindowsProactorEventLoop::~WindowsProactorEventLoop() {
  WindowsProactorEventLoop::close();
}

Started<DatagramTransport> WindowsProactorEventLoop::make_datagram_transport(
    net::OwnedDescriptor socket, std::shared_ptr<DatagramProtocol> protocol, net::SocketAddress remote) {
  if (!features_.datagrams) throw NotImplementedError();
  return ProactorEventLoop::make_datagram_transport(std::move(socket), std::move(protocol), remote);
}

}  // namespace asyncio
