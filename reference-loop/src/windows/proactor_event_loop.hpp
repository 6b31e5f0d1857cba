// The proactor loop of Windows, its default loop: over an I/O completion port.
// Python: asyncio.windows_events.ProactorEventLoop.
#pragma once

#include <memory>

#include "asyncio/loops.hpp"
#include "proactor/proactor_event_loop.hpp"

namespace asyncio {

class WindowsProactorEventLoop final : public ProactorEventLoop {
 public:
  WindowsProactorEventLoop(std::unique_ptr<proactor_events::Proactor> proactor, std::unique_ptr<Clock> clock,
                           ProactorFeatures features);
  ~WindowsProactorEventLoop() override;

  Started<DatagramTransport> make_datagram_transport(net::OwnedDescriptor socket,
                                                     std::shared_ptr<DatagramProtocol> protocol,
                                                     net::SocketAddress remote) override;

  // ---- start_child.cpp
  [[nodiscard]] std::unique_ptr<ChildProcess> start_child(const SubprocessCommand& command,
                                                          const SubprocessOptions& options) override;

 private:
  ProactorFeatures features_;
};

}  // namespace asyncio
