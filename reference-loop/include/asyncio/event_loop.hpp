// The event loop, as asyncio documents it: https://docs.python.org/3/library/asyncio-eventloop.html
//
// EventLoop is the whole contract. Every method refuses with NotImplementedError until a class below provides
// it:
//
//   EventLoop <- BaseEventLoop (ready queue, timers, wake-up) <- SelectorEventLoop <- UnixSelectorEventLoop
//
// A loop and everything that it makes belong to the thread that runs it. Only call_soon_threadsafe() may be
// called from elsewhere. Where asyncio has a coroutine there is a Future here: it is started at once, and may
// be awaited in a coroutine that returns a Future, or given to run_until_complete().
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "asyncio/callback.hpp"
#include "asyncio/clock.hpp"
#include "asyncio/exceptions.hpp"
#include "asyncio/future.hpp"
#include "asyncio/handle.hpp"
#include "asyncio/options.hpp"
#include "asyncio/protocols.hpp"
#include "asyncio/transports.hpp"

namespace asyncio {

// What the exception handler is told.
struct ExceptionContext {
  std::string message;
  std::exception_ptr exception;  // may be null
};

// A received datagram.
struct Datagram {
  std::vector<std::byte> data;
  Address from;
};

class EventLoop {
 public:
  EventLoop() = default;
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  virtual ~EventLoop() = default;

  // ---- Running and stopping
  virtual void run_forever();
  virtual void stop();  // the current turn is finished, and nothing after it
  [[nodiscard]] virtual bool is_running() const;
  [[nodiscard]] virtual bool is_closed() const;
  virtual void close();  // idempotent and final; RuntimeError while running

  // Runs until the future is done, and gives its result or throws its exception.
  template <class T>
  T run_until_complete(Future<T> future) {
    run_until_done(future);
    return future.result();
  }
  // Throws RuntimeError if the loop is stopped before the future is done.
  virtual void run_until_done(FutureBase& future);

  // ---- Callbacks
  virtual Handle call_soon(Callback callback);
  virtual Handle call_soon_threadsafe(Callback callback);
  virtual TimerHandle call_later(Duration delay, Callback callback);
  virtual TimerHandle call_at(Time when, Callback callback);
  [[nodiscard]] virtual Time time() const;
  [[nodiscard]] virtual const Clock& clock() const;

  // ---- Errors
  using ExceptionHandler = std::function<void(EventLoop&, const ExceptionContext&)>;
  virtual void set_exception_handler(ExceptionHandler handler);  // null: the default one
  virtual void default_exception_handler(const ExceptionContext& context);
  virtual void call_exception_handler(const ExceptionContext& context);
  virtual void set_debug(bool enabled);
  [[nodiscard]] virtual bool get_debug() const;

  // ---- Threads
  // Runs `function` in the default executor, a small thread pool.
  virtual Future<void> run_in_executor(std::function<void()> function);
  virtual Future<std::vector<Address>> getaddrinfo(std::string host, std::uint16_t port,
                                                   AddressFamily family);

  // ---- Watching descriptors
  // A second call replaces the callback. OSError as the kernel says; ValueError for a negative number;
  // RuntimeError if a transport of this loop owns the descriptor.
  virtual void add_reader(FileDescriptor fd, Callback callback);
  virtual void add_writer(FileDescriptor fd, Callback callback);
  virtual bool remove_reader(FileDescriptor fd);  // whether it was watched
  virtual bool remove_writer(FileDescriptor fd);

  // ---- Pipes. The transport owns the descriptor from then on, also if this fails after the descriptor was
  // looked at.
  virtual Future<std::shared_ptr<ReadTransport>> connect_read_pipe(Factory<Protocol> factory,
                                                                   FileDescriptor fd);
  virtual Future<std::shared_ptr<WriteTransport>> connect_write_pipe(Factory<BaseProtocol> factory,
                                                                     FileDescriptor fd);

  // ---- Sockets
  virtual Future<std::shared_ptr<Server>> create_server(Factory<Protocol> factory, ServerOptions options);
  virtual Future<std::shared_ptr<Transport>> create_connection(Factory<Protocol> factory,
                                                               ConnectionOptions options);
  virtual Future<std::shared_ptr<DatagramTransport>> create_datagram_endpoint(
      Factory<DatagramProtocol> factory, DatagramOptions options);
  virtual Future<std::shared_ptr<Server>> create_unix_server(Factory<Protocol> factory,
                                                             UnixServerOptions options);
  virtual Future<std::shared_ptr<Transport>> create_unix_connection(Factory<Protocol> factory,
                                                                    UnixConnectionOptions options);
  virtual Future<void> start_serving(std::shared_ptr<Server> server);
  virtual Future<void> wait_closed(std::shared_ptr<Server> server);

  // ---- Sockets directly; each must be non-blocking (ValueError in debug mode)
  virtual Future<std::vector<std::byte>> sock_recv(FileDescriptor socket, std::size_t maximum);
  virtual Future<std::size_t> sock_recv_into(FileDescriptor socket, std::span<std::byte> buffer);
  virtual Future<Datagram> sock_recvfrom(FileDescriptor socket, std::size_t maximum);
  virtual Future<std::pair<std::size_t, Address>> sock_recvfrom_into(FileDescriptor socket,
                                                                     std::span<std::byte> buffer);
  virtual Future<void> sock_sendall(FileDescriptor socket, std::vector<std::byte> data);
  virtual Future<std::size_t> sock_sendto(FileDescriptor socket, std::vector<std::byte> data, Address to);
  virtual Future<void> sock_connect(FileDescriptor socket, Address to);  // a host name is resolved first
  // The new socket is the caller's, non-blocking and not inheritable.
  virtual Future<std::pair<FileDescriptor, Address>> sock_accept(FileDescriptor socket);

  // ---- Files over sockets. `count` 0: to the end. Give the number of bytes sent and move the file's
  // position behind them.
  virtual Future<std::size_t> sock_sendfile(FileDescriptor socket, FileDescriptor file, std::size_t offset,
                                            std::size_t count, bool fallback);
  virtual Future<std::size_t> sendfile(std::shared_ptr<Transport> transport, FileDescriptor file,
                                       std::size_t offset, std::size_t count, bool fallback);

  // ---- Unix signals. ValueError for a number that is no signal or cannot be caught; RuntimeError for
  // trouble in setting up, and off the main thread.
  virtual void add_signal_handler(int signal, Callback callback);
  virtual bool remove_signal_handler(int signal);

  // ---- Subprocesses
  virtual Future<std::shared_ptr<SubprocessTransport>> subprocess_exec(
      Factory<SubprocessProtocol> factory, std::vector<std::string> program_and_arguments,
      SubprocessOptions options);
  virtual Future<std::shared_ptr<SubprocessTransport>> subprocess_shell(Factory<SubprocessProtocol> factory,
                                                                        std::string command,
                                                                        SubprocessOptions options);

  // ---- What it is
  [[nodiscard]] virtual std::string_view class_name() const noexcept;           // as CPython names it
  [[nodiscard]] virtual std::string_view selector_class_name() const noexcept;  // empty if it has none

 protected:
  // Destroys the coroutines of this loop that still wait. For close(), and for the destructor of a class
  // below: the locals of a coroutine may use the loop, so that ~EventLoop() would be too late.
  void destroy_coroutines() noexcept { coroutines_.destroy_waiting(); }

 private:
  friend class detail::CoroutineBase;
  detail::CoroutineList coroutines_;
};

}  // namespace asyncio
