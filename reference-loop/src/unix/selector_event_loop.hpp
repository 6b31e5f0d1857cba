// The selector loop on Unix: signals, pipes, Unix sockets, sendfile(2), subprocesses.
// Python: asyncio.unix_events._UnixSelectorEventLoop.
//
// Members that are coroutines find their loop in *this. Where each is implemented: the headings.
#pragma once

#include "selector/selector_event_loop.hpp"
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
  [[nodiscard]] std::string_view class_name() const noexcept override { return "_UnixSelectorEventLoop"; }

  // ---- Pipes: pipe.cpp
  Future<std::shared_ptr<ReadTransport>> connect_read_pipe(Factory<Protocol> factory,
                                                           FileDescriptor fd) override;
  Future<std::shared_ptr<WriteTransport>> connect_write_pipe(Factory<BaseProtocol> factory,
                                                             FileDescriptor fd) override;

  // ---- Unix sockets: unix_sockets.cpp
  Future<std::shared_ptr<Server>> create_unix_server(Factory<Protocol> factory,
                                                     UnixServerOptions options) override;
  Future<std::shared_ptr<Transport>> create_unix_connection(Factory<Protocol> factory,
                                                            UnixConnectionOptions options) override;

  // ---- Files over sockets: sendfile.cpp
  Future<void> send_file_natively(FileDescriptor socket, FileTransfer& transfer) override;

  // ---- Subprocesses: start_child.cpp
  [[nodiscard]] std::unique_ptr<ChildProcess> start_child(const SubprocessCommand& command,
                                                          const SubprocessOptions& options) override;

 private:
  void read_signals();

  SignalHandlers signals_;
};

}  // namespace asyncio
