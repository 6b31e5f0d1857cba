// The selector loop on Windows: sockets, and nothing else. Python:
// asyncio.windows_events._WindowsSelectorEventLoop.
#pragma once

#include "selector/selector_event_loop.hpp"

namespace asyncio {

// Pipes, Unix sockets and subprocesses are refused with NotImplementedError when the future is awaited, as a
// coroutine of Python does it; signal handlers at the call.
class WindowsSelectorEventLoop final : public SelectorEventLoop {
 public:
  WindowsSelectorEventLoop(std::unique_ptr<Selector> selector, std::unique_ptr<Clock> clock);
  ~WindowsSelectorEventLoop() override;

  [[nodiscard]] std::string_view class_name() const noexcept override { return "_WindowsSelectorEventLoop"; }

  // The factory is called before the refusal.
  Future<std::shared_ptr<ReadTransport>> connect_read_pipe(Factory<Protocol> factory,
                                                           FileDescriptor fd) override;
  Future<std::shared_ptr<WriteTransport>> connect_write_pipe(Factory<BaseProtocol> factory,
                                                             FileDescriptor fd) override;

  Future<std::shared_ptr<Server>> create_unix_server(Factory<Protocol> factory,
                                                     UnixServerOptions options) override;
  Future<std::shared_ptr<Transport>> create_unix_connection(Factory<Protocol> factory,
                                                            UnixConnectionOptions options) override;
};

}  // namespace asyncio
