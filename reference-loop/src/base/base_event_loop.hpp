// What every loop has, whatever it waits with: the ready queue, timers, calls from other threads, the
// executor and the exception handler; and of servers, connections and endpoints what does not depend on the
// style of I/O. Python: asyncio.base_events.BaseEventLoop.
//
// Members that are coroutines find their loop in *this. Where each is implemented: the headings.
//
// One turn of the loop (run_once):
//   1. Calls from other threads are taken over. Cancelled timers at the front of the heap are dropped.
//   2. select(): waits. Not at all if a callback is ready or stop() was called; else until the next deadline;
//   else for ever.
//   3. Calls from other threads that came meanwhile become ready, then (process_events) the callbacks of
//   ready descriptors,
//      then the timers that are due, in the order of their deadlines.
//   4. The callbacks that are ready now are called, in order. What they schedule is for the next turn.
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <variant>
#include <vector>

#include "asyncio/event_loop.hpp"
#include "base/handle_pool.hpp"
#include "base/ready_queue.hpp"
#include "base/thread_pool.hpp"
#include "base/timer_heap.hpp"
#include "socket/address.hpp"
#include "socket/owned_descriptor.hpp"
#include "transports/open_transports.hpp"

namespace asyncio {

class ChildProcess;
struct FileTransfer;
class StreamServer;

// A program and its arguments, or a line for the shell.
using SubprocessCommand = std::variant<std::vector<std::string>, std::string>;

// A transport that has just been made, and what is done once its protocol has been told connection_made().
template <class T>
struct Started {
  std::shared_ptr<T> transport;
  Future<void> connected;
};

class BaseEventLoop : public EventLoop {
 public:
  explicit BaseEventLoop(std::unique_ptr<Clock> clock);
  // The class that provides wake_up() must have called close() in its own destructor. Waits for the
  // executor's jobs.
  ~BaseEventLoop() override;

  void run_forever() override;
  void stop() override { stopping_ = true; }
  [[nodiscard]] bool is_running() const override;
  [[nodiscard]] bool is_closed() const override { return closed_.load(std::memory_order_acquire); }
  void close() override;
  void run_until_done(FutureBase& future) override;

  Handle call_soon(Callback callback) override;
  Handle call_soon_threadsafe(Callback callback) override;
  TimerHandle call_later(Duration delay, Callback callback) override;
  TimerHandle call_at(Time when, Callback callback) override;
  [[nodiscard]] Time time() const override { return clock_->now(); }
  [[nodiscard]] const Clock& clock() const override { return *clock_; }

  void set_exception_handler(ExceptionHandler handler) override { exception_handler_ = std::move(handler); }
  void default_exception_handler(const ExceptionContext& context) override;
  void call_exception_handler(const ExceptionContext& context) override;
  void set_debug(bool enabled) override { debug_ = enabled; }
  [[nodiscard]] bool get_debug() const override { return debug_; }

  Future<void> run_in_executor(std::function<void()> function) override;

  // ---- names.cpp
  Future<std::vector<Address>> getaddrinfo(std::string host, std::uint16_t port,
                                           AddressFamily family) override;

  // ---- servers.cpp, connections.cpp, datagram_endpoints.cpp
  Future<std::shared_ptr<Server>> create_server(Factory<Protocol> factory, ServerOptions options) override;
  Future<void> start_serving(std::shared_ptr<Server> server) override;
  Future<void> wait_closed(std::shared_ptr<Server> server) override;
  Future<std::shared_ptr<Transport>> create_connection(Factory<Protocol> factory,
                                                       ConnectionOptions options) override;
  Future<std::shared_ptr<DatagramTransport>> create_datagram_endpoint(Factory<DatagramProtocol> factory,
                                                                      DatagramOptions options) override;

  // ---- sendfile.cpp
  Future<std::size_t> sock_sendfile(FileDescriptor socket, FileDescriptor file, std::size_t offset,
                                    std::size_t count, bool fallback) override;
  Future<std::size_t> sendfile(std::shared_ptr<Transport> transport, FileDescriptor file, std::size_t offset,
                               std::size_t count, bool fallback) override;

  // ---- subprocesses.cpp
  Future<std::shared_ptr<SubprocessTransport>> subprocess_exec(Factory<SubprocessProtocol> factory,
                                                               std::vector<std::string> program_and_arguments,
                                                               SubprocessOptions options) override;
  Future<std::shared_ptr<SubprocessTransport>> subprocess_shell(Factory<SubprocessProtocol> factory,
                                                                std::string command_line,
                                                                SubprocessOptions options) override;

  // ---- What the methods above need of a style of I/O. Unless a class below provides it:
  // NotImplementedError. A transport that is registered with this loop, reads, and has scheduled
  // connection_made(). `on_lost` is called after connection_lost(), unless the loop is closed before. Python:
  // _make_socket_transport().
  virtual Started<Transport> make_socket_transport(net::OwnedDescriptor socket,
                                                   std::shared_ptr<Protocol> protocol,
                                                   std::function<void()> on_lost);
  // `remote`: the only address that sendto() accepts; an empty one if there is none.
  virtual Started<DatagramTransport> make_datagram_transport(net::OwnedDescriptor socket,
                                                             std::shared_ptr<DatagramProtocol> protocol,
                                                             net::SocketAddress remote);
  // Gives the connections of a listening socket to StreamServer::serve(), until stop_accepting(), which comes
  // before the socket is closed. Python: _start_serving(), _stop_serving().
  virtual void start_accepting(std::shared_ptr<StreamServer> server, FileDescriptor socket);
  virtual void stop_accepting(FileDescriptor socket);
  // Connects, and waits until that is done. OSError names `to`.
  virtual Future<void> connect_socket(FileDescriptor socket, net::SocketAddress to);
  // As sock_sendall(), also over a socket that a transport owns.
  virtual Future<void> send_all(FileDescriptor socket, std::vector<std::byte> data);
  // By the system's own call for it. Counts in `transfer` what it has sent. Throws SendfileNotAvailableError
  // if nothing was sent and another way should be tried; so does this one here.
  virtual Future<void> send_file_natively(FileDescriptor socket, FileTransfer& transfer);
  // Python: _make_subprocess_transport().
  [[nodiscard]] virtual std::unique_ptr<ChildProcess> start_child(const SubprocessCommand& command,
                                                                  const SubprocessOptions& options);
  // Throws RuntimeError if a transport owns the socket, in loops that keep such a list.
  virtual void check_not_owned(FileDescriptor /*fd*/) {}

  // ---- For the classes below and their transports
  // ValueError in debug mode if the socket is known to block.
  void check_socket_mode(FileDescriptor socket) const;
  // What is open, so that close() of the loop can let go of it. The class below calls close_all() of it when
  // it has closed what it waits with.
  [[nodiscard]] OpenTransports& open_transports() noexcept { return open_transports_; }
  // Throws RuntimeError "Event loop is closed".
  void check_closed() const;
  // Tells the exception handler of `exception` with a text such as "Fatal read error on pipe transport".
  void report(std::string message, std::exception_ptr exception);

 protected:
  // Waits for `timeout` (nullopt: for ever; zero: only looks) or until something is ready or wake_up() was
  // called. Nothing is called yet.
  virtual void select(std::optional<Duration> timeout) = 0;
  // Gives the callbacks of what select() found to append_ready().
  virtual void process_events() = 0;
  // Ends select(), or the next one. From any thread; not after close().
  virtual void wake_up() noexcept = 0;

  // A handle for a callback that is called many times (it watches a descriptor).
  Handle make_repeating_handle(Callback callback);
  void append_ready(Handle handle) { ready_.push(std::move(handle)); }

 private:
  struct Job;

  void check_not_running() const;
  void check_thread() const;
  void run_once();
  void run_handle(const Handle& handle);
  [[nodiscard]] std::optional<Duration> next_timeout() const;
  void take_incoming();
  void collect_due_timers();
  void finish_job(Job& job);

  std::unique_ptr<Clock> clock_;
  detail::HandlePool::Owner pool_ = detail::HandlePool::make(false);
  detail::HandlePool::Owner shared_pool_ = detail::HandlePool::make(true);
  ReadyQueue ready_;
  TimerHeap timers_;
  bool stopping_ = false;
  bool debug_ = false;
  ExceptionHandler exception_handler_;
  std::atomic<std::thread::id> running_thread_{};

  // Calls from other threads. wake_up() is called for the first of several only, and with the mutex held, so
  // that close() cannot pull it away.
  std::mutex incoming_mutex_;
  std::vector<Handle> incoming_;
  std::vector<Handle> taken_;  // the other half of a double buffer
  std::atomic<bool> has_incoming_{false};
  std::atomic<bool> closed_{false};

  OpenTransports open_transports_;
  std::unordered_map<Job*, std::pair<std::shared_ptr<Job>, Future<void>>> jobs_;
  std::unique_ptr<ThreadPool> executor_;  // last: its threads use the rest
};

}  // namespace asyncio
