// The transport of a child process: its pipes, its exit, and the order in which the protocol hears of them.
// https://docs.python.org/3/library/asyncio-protocol.html#subprocess-transports
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "asyncio/future.hpp"
#include "asyncio/transports.hpp"
#include "base/base_event_loop.hpp"
#include "transports/child_process.hpp"
#include "transports/open_transports.hpp"

namespace asyncio {

// connection_made() comes first, process_exited() once, and connection_lost() last: after the exit was seen
// and every pipe is closed. The loop's list of open transports owns the transport until then.
class ChildTransport final : public SubprocessTransport,
                             public OpenTransport,
                             public std::enable_shared_from_this<ChildTransport> {
 public:
  ChildTransport(BaseEventLoop& loop, std::unique_ptr<ChildProcess> process,
                 std::shared_ptr<SubprocessProtocol> protocol);
  ChildTransport(const ChildTransport&) = delete;
  ChildTransport& operator=(const ChildTransport&) = delete;
  ~ChildTransport() override = default;

  // Begins to watch the child. Throws what ChildProcess::watch() throws; the child is then killed with this
  // object.
  void watch();
  // Makes the pipes' transports. The future is done once each has been told connection_made(). Throws
  // OSError, and whatever a selector refuses with.
  Future<void> connect_pipes();
  // Schedules connection_made() and what had to wait for it. The future is done after it.
  Future<void> begin();
  // The protocol hears nothing more. For a child that was never given to the application, after it has been
  // reaped.
  void abandon() noexcept;
  // Done once the child has been reaped.
  Future<void> exited();

  void close() override;
  [[nodiscard]] bool is_closing() const override { return closed_; }
  [[nodiscard]] ProcessId get_pid() const override { return pid_; }
  [[nodiscard]] std::optional<long long> get_returncode() const override { return return_code_; }
  [[nodiscard]] std::shared_ptr<BaseTransport> get_pipe_transport(int fd) const override;
  void send_signal(int signal) override;
  void terminate() override;
  void kill() override;
  void loop_closed() noexcept override;

  // From the pipes' protocols.
  void pipe_data_received(int fd, Bytes data);
  void pipe_connection_lost(int fd, std::exception_ptr error);
  void pause_writing();
  void resume_writing();

 private:
  struct Pipe {
    std::shared_ptr<BaseTransport> transport;
    bool expected = false;
    bool connected = true;
  };

  void child_ended();
  void process_exited(long long return_code);
  void finish_if_complete();
  void call_connection_lost();
  // Calls the protocol in a later turn: at once in order, or behind connection_made().
  void tell(std::function<void(SubprocessProtocol&)> call);
  void schedule(std::function<void(SubprocessProtocol&)> call);

  // Throws ProcessLookupError once it has been reaped.
  [[nodiscard]] ChildProcess& running() const;

  BaseEventLoop* loop_;  // null after connection_lost(), or when the loop has gone
  ProcessId pid_;
  std::unique_ptr<ChildProcess> process_;  // null once it has been reaped
  std::shared_ptr<SubprocessProtocol> protocol_;
  std::array<Pipe, 3> pipes_;
  std::optional<long long> return_code_;
  bool closed_ = false;
  bool begun_ = false;
  bool finished_ = false;
  std::vector<std::function<void(SubprocessProtocol&)>> waiting_calls_;
  std::vector<Future<void>> exit_waiters_;
};

}  // namespace asyncio
