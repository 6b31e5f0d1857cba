#include "unix/server.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "unix/socket.hpp"
#include "unix/stream.hpp"

namespace asyncio::unix_os {
namespace {

// How long no connection is accepted after the system had no descriptor or memory for one.
constexpr std::chrono::seconds accept_retry_delay{1};

bool is_out_of_resources(int error_number) noexcept {
  return error_number == EMFILE || error_number == ENFILE || error_number == ENOBUFS ||
         error_number == ENOMEM;
}

}  // namespace

std::optional<SocketFile> SocketFile::of(FileDescriptor socket) {
  const Address address = unix_os::local_address(socket);
  const auto* local = std::get_if<UnixAddress>(&address);
  if (local == nullptr || local->path.empty() || local->path.front() == '\0') return std::nullopt;
  struct stat status {};
  if (::stat(local->path.c_str(), &status) != 0) return std::nullopt;
  return SocketFile(local->path, status);
}

void SocketFile::remove() const noexcept {
  struct stat status {};
  if (::stat(path_.c_str(), &status) != 0) return;
  // Another server may have bound the same path meanwhile: its file is not ours.
  if (status.st_dev == device_ && status.st_ino == inode_) ::unlink(path_.c_str());
}

StreamServer::StreamServer(UnixSelectorEventLoop& loop, std::vector<OwnedDescriptor> sockets,
                           Factory<Protocol> factory, int backlog)
    : loop_(&loop), sockets_(std::move(sockets)), factory_(std::move(factory)), backlog_(backlog) {}

void StreamServer::start_serving() {
  if (closed_) throw RuntimeError("server is closed");
  if (serving_) return;
  for (const OwnedDescriptor& socket : sockets_) {
    if (::listen(socket.get(), backlog_) < 0) throw_errno("listen");
    watch(socket.get());
  }
  serving_ = true;
}

void StreamServer::watch(FileDescriptor socket) {
  loop_->watch_reader(socket, [self = shared_from_this(), socket] { self->accept_all(socket); });
}

void StreamServer::accept_all(FileDescriptor socket) {
  // Several connections may be waiting; but a flood of them must not keep the rest of the loop waiting.
  for (int accepted = 0; accepted <= backlog_ && !closed_; ++accepted) {
    Accepted connection = accept_connection(socket);
    if (connection.socket) {
      serve(std::move(connection.socket));
      continue;
    }
    const int failure = connection.error_number;
    if (is_try_again(failure) || failure == ECONNABORTED) return;
    if (!is_out_of_resources(failure)) throw OSError(failure, "accept");
    pause_accepting(socket, failure);
    return;
  }
}

void StreamServer::pause_accepting(FileDescriptor socket, int error_number) {
  // The kernel goes on reporting the socket as ready: watching it would only spin.
  loop_->unwatch_reader(socket);
  std::erase_if(retries_, [this](const TimerHandle& retry) { return retry.when() <= loop_->time(); });
  retries_.push_back(loop_->call_later(accept_retry_delay, [self = shared_from_this(), socket] {
    if (self->serving_) self->watch(socket);
  }));
  loop_->report("socket.accept() out of system resource",
                std::make_exception_ptr(OSError(error_number, "accept")));
}

void StreamServer::serve(OwnedDescriptor connection) {
  try {
    const auto self = shared_from_this();
    const auto transport = std::make_shared<StreamTransport>(*loop_, std::move(connection), factory_(),
                                                             [self] { self->connection_lost(); });
    static_cast<void>(transport->start(true));
    ++connections_;
  } catch (...) {
    loop_->report("Error on transport creation for incoming connection", std::current_exception());
  }
}

void StreamServer::connection_lost() {
  --connections_;
  if (closed_ && connections_ == 0) wake_waiters();
}

void StreamServer::close() {
  if (closed_) return;
  const auto self = shared_from_this();
  closed_ = true;
  if (loop_ != nullptr && !loop_->is_closed()) {
    for (TimerHandle& retry : retries_) retry.cancel();
    for (const OwnedDescriptor& socket : sockets_) loop_->unwatch_reader(socket.get());
    loop_->open_transports().remove(this);
  }
  stop_listening();
  if (connections_ == 0) wake_waiters();
}

void StreamServer::stop_listening() noexcept {
  serving_ = false;
  retries_.clear();
  sockets_.clear();
  for (const SocketFile& file : std::exchange(files_, {})) file.remove();
}

void StreamServer::loop_closed() noexcept {
  loop_ = nullptr;
  closed_ = true;
  stop_listening();
  const auto factory = std::exchange(factory_, nullptr);
  const auto waiters = std::exchange(waiters_, {});
}

Future<void> StreamServer::wait_closed() {
  if (loop_ == nullptr) throw RuntimeError("Event loop is closed");
  Future<void> waiter(*loop_);
  if (closed_ && connections_ == 0) {
    waiter.set_result();
  } else {
    waiters_.push_back(waiter);
  }
  return waiter;
}

void StreamServer::wake_waiters() {
  for (Future<void>& waiter : std::exchange(waiters_, {})) {
    if (!waiter.done()) waiter.set_result();
  }
}

void StreamServer::remove_files_at_close() {
  for (const OwnedDescriptor& socket : sockets_) {
    if (auto file = SocketFile::of(socket.get())) files_.push_back(std::move(*file));
  }
}

std::vector<FileDescriptor> StreamServer::sockets() const {
  std::vector<FileDescriptor> result;
  for (const OwnedDescriptor& socket : sockets_) result.push_back(socket.get());
  return result;
}

std::vector<Address> StreamServer::addresses() const {
  std::vector<Address> result;
  for (const OwnedDescriptor& socket : sockets_) result.push_back(unix_os::local_address(socket.get()));
  return result;
}

}  // namespace asyncio::unix_os
