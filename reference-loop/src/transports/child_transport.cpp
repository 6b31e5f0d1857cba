#include "transports/child_transport.hpp"

#include <cerrno>
#include <utility>

#include "asyncio/exceptions.hpp"

namespace asyncio {
namespace {

// The protocol of one pipe. It does not own the child's transport, which owns the pipe's.
class PipeProtocol final : public Protocol {
 public:
  PipeProtocol(std::weak_ptr<ChildTransport> child, int fd) : child_(std::move(child)), fd_(fd) {}

  void data_received(Bytes data) override {
    if (const auto child = child_.lock()) child->pipe_data_received(fd_, data);
  }
  void connection_lost(std::exception_ptr error) override {
    if (const auto child = child_.lock()) child->pipe_connection_lost(fd_, std::move(error));
  }
  void pause_writing() override {
    if (const auto child = child_.lock()) child->pause_writing();
  }
  void resume_writing() override {
    if (const auto child = child_.lock()) child->resume_writing();
  }

 private:
  std::weak_ptr<ChildTransport> child_;
  int fd_;
};

}  // namespace

ChildTransport::ChildTransport(BaseEventLoop& loop, std::unique_ptr<ChildProcess> process,
                               std::shared_ptr<SubprocessProtocol> protocol)
    : loop_(&loop), pid_(process->pid()), process_(std::move(process)), protocol_(std::move(protocol)) {}

void ChildTransport::watch() {
  process_->watch([weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->child_ended();
  });
  loop_->open_transports().add(shared_from_this());
}

Future<void> ChildTransport::connect_pipes() {
  // The exit may be seen, and the child let go of, only in a later turn.
  for (std::size_t fd = 0; fd < pipes_.size(); ++fd) pipes_[fd].expected = process_->has_pipe(fd);
  // Made one by one: after a failure those that were made are closed by close().
  Future<void> last = Future<void>::with_result(*loop_);
  for (std::size_t fd = 0; fd < pipes_.size(); ++fd) {
    if (!pipes_[fd].expected) continue;
    ConnectedPipe pipe =
        process_->connect_pipe(fd, std::make_shared<PipeProtocol>(weak_from_this(), static_cast<int>(fd)));
    pipes_[fd].transport = std::move(pipe.transport);
    last = std::move(pipe.connected);
  }
  return last;
}

Future<void> ChildTransport::begin() {
  schedule([self = shared_from_this()](SubprocessProtocol& protocol) { protocol.connection_made(self); });
  Future<void> made(*loop_);
  loop_->call_soon([made]() mutable {
    if (!made.done()) made.set_result();
  });
  begun_ = true;
  for (auto& call : std::exchange(waiting_calls_, {})) schedule(std::move(call));
  return made;
}

Future<void> ChildTransport::exited() {
  if (return_code_ || loop_ == nullptr) return Future<void>::with_result(*loop_);
  Future<void> waiter(*loop_);
  exit_waiters_.push_back(waiter);
  return waiter;
}

// ---- The exit

void ChildTransport::child_ended() {
  if (!process_) return;
  const std::optional<long long> code = process_->reap();
  if (!code) return;
  process_.reset();
  // A turn later, since what the child wrote last is as a rule read in this turn, and should be heard of
  // first.
  if (loop_ == nullptr) return;
  loop_->call_soon([self = shared_from_this(), code = *code] { self->process_exited(code); });
}

void ChildTransport::process_exited(long long return_code) {
  return_code_ = return_code;
  tell([](SubprocessProtocol& protocol) { protocol.process_exited(); });
  for (Future<void>& waiter : std::exchange(exit_waiters_, {})) {
    if (!waiter.done()) waiter.set_result();
  }
  finish_if_complete();
}

void ChildTransport::pipe_connection_lost(int fd, std::exception_ptr error) {
  pipes_[static_cast<std::size_t>(fd)].connected = false;
  tell([fd, error](SubprocessProtocol& protocol) { protocol.pipe_connection_lost(fd, error); });
  finish_if_complete();
}

void ChildTransport::finish_if_complete() {
  if (finished_ || !return_code_ || loop_ == nullptr) return;
  for (const Pipe& pipe : pipes_) {
    if (pipe.expected && pipe.connected) return;
  }
  finished_ = true;
  const auto last = [self = shared_from_this()](SubprocessProtocol&) { self->call_connection_lost(); };
  tell(last);
}

void ChildTransport::call_connection_lost() {
  if (loop_ == nullptr) return;
  const auto self = shared_from_this();
  const auto protocol = std::exchange(protocol_, nullptr);
  closed_ = true;
  loop_->open_transports().remove(this);
  loop_ = nullptr;
  protocol->connection_lost(nullptr);
}

// ---- Telling the protocol

void ChildTransport::tell(std::function<void(SubprocessProtocol&)> call) {
  if (begun_) {
    schedule(std::move(call));
  } else {
    waiting_calls_.push_back(std::move(call));
  }
}

void ChildTransport::schedule(std::function<void(SubprocessProtocol&)> call) {
  if (loop_ == nullptr || loop_->is_closed()) return;
  loop_->call_soon([self = shared_from_this(), call = std::move(call)] {
    if (const auto protocol = self->protocol_) call(*protocol);
  });
}

void ChildTransport::pipe_data_received(int fd, Bytes data) {
  tell([fd, copy = std::vector<std::byte>(data.begin(), data.end())](SubprocessProtocol& protocol) {
    protocol.pipe_data_received(fd, copy);
  });
}

void ChildTransport::pause_writing() {
  if (const auto protocol = protocol_) protocol->pause_writing();
}

void ChildTransport::resume_writing() {
  if (const auto protocol = protocol_) protocol->resume_writing();
}

// ---- What the application calls

void ChildTransport::close() {
  if (closed_) return;
  closed_ = true;
  for (const Pipe& pipe : pipes_) {
    if (pipe.transport) pipe.transport->close();
  }
  if (!process_) return;
  // The exit is then seen, and everything ends as usual.
  try {
    process_->kill();
  } catch (const OSError& error) {
    // A child that may not be killed goes on.
    static_cast<void>(error);
  }
}

std::shared_ptr<BaseTransport> ChildTransport::get_pipe_transport(int fd) const {
  if (fd < 0 || static_cast<std::size_t>(fd) >= pipes_.size()) return nullptr;
  return pipes_[static_cast<std::size_t>(fd)].transport;
}

ChildProcess& ChildTransport::running() const {
  // The number may belong to another process by now.
  if (!process_) throw OSError(ESRCH, "");
  return *process_;
}

void ChildTransport::send_signal(int signal) {
  running().send_signal(signal);
}
void ChildTransport::terminate() {
  running().terminate();
}
void ChildTransport::kill() {
  running().kill();
}

void ChildTransport::abandon() noexcept {
  if (loop_ == nullptr) return;
  loop_->open_transports().remove(this);
  loop_closed();
}

void ChildTransport::loop_closed() noexcept {
  const auto self = shared_from_this();
  closed_ = true;
  loop_ = nullptr;
  process_.reset();
  for (Pipe& pipe : pipes_) pipe.transport.reset();
  waiting_calls_.clear();
  exit_waiters_.clear();
  const auto protocol = std::exchange(protocol_, nullptr);
}

}  // namespace asyncio
