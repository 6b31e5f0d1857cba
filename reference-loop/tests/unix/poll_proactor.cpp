#include "unix/poll_proactor.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "asyncio/exceptions.hpp"
#include "selector/timeout.hpp"
#include "socket/socket.hpp"
#include "unix/pipe_signal.hpp"
#include "unix/sendfile_system.hpp"

namespace asyncio::testing {
namespace {

using proactor_events::Operation;
using proactor_events::OperationKind;
using proactor_events::OperationPointer;
using proactor_events::OwnedPipe;

class PollOperation final : public Operation {
 public:
  bool connecting = false;
};

void throw_last(const char* call) {
  throw OSError(errno, call);
}

bool waits_for_input(OperationKind kind) {
  return kind == OperationKind::receive || kind == OperationKind::receive_from ||
         kind == OperationKind::accept || kind == OperationKind::read || kind == OperationKind::wait;
}

// The memory is made worthless before the kernel may write to it, so that nobody can rely on what was there.
void spoil(Operation& operation) {
  if (operation.kind == OperationKind::receive || operation.kind == OperationKind::receive_from ||
      operation.kind == OperationKind::read) {
    std::fill(operation.buffer.begin(), operation.buffer.end(), std::byte{0xdd});
  }
}

net::Transferred size_or_error(ssize_t result) {
  if (result >= 0) return {static_cast<std::size_t>(result), {}};
  return {0, net::SystemError(errno)};
}

net::Transferred accept_one(Operation& operation) {
  net::Accepted accepted = net::accept_connection(operation.handle);
  if (accepted.error) return {0, accepted.error};
  operation.accepted = std::move(accepted.socket);
  operation.address = accepted.peer;
  return {};
}

net::Transferred connect_one(PollOperation& operation) {
  if (!operation.connecting) {
    operation.connecting = true;
    const net::SystemError error = net::start_connecting(operation.handle, operation.address);
    return {0, error.is_connecting() ? net::SystemError(EAGAIN) : error};
  }
  pollfd writable{operation.handle, POLLOUT, 0};
  if (::poll(&writable, 1, 0) == 0) return {0, net::SystemError(EAGAIN)};
  return {0, net::take_socket_error(operation.handle)};
}

net::Transferred wait_one(const Operation& operation) {
  pollfd readable{operation.handle, POLLIN, 0};
  return {0, ::poll(&readable, 1, 0) == 0 ? net::SystemError(EAGAIN) : net::SystemError()};
}

// What an unbound socket says on Windows.
net::Transferred receive_datagram(Operation& operation) {
  const Address own = net::local_address(operation.handle);
  const auto* internet = std::get_if<InternetAddress>(&own);
  if (internet != nullptr && internet->port == 0) return {0, net::SystemError(EINVAL)};
  return net::receive_datagram(operation.handle, operation.buffer, operation.address);
}

net::Transferred attempt(PollOperation& operation) {
  const auto rest = operation.rest();
  switch (operation.kind) {
    case OperationKind::receive:
      return net::receive_bytes(operation.handle, operation.buffer);
    case OperationKind::receive_from:
      return receive_datagram(operation);
    case OperationKind::send:
      return net::send_bytes(operation.handle, rest);
    case OperationKind::send_to:
      return net::send_datagram(operation.handle, rest, operation.address);
    case OperationKind::accept:
      return accept_one(operation);
    case OperationKind::connect:
      return connect_one(operation);
    case OperationKind::read:
      return size_or_error(::read(operation.handle, operation.buffer.data(), operation.buffer.size()));
    case OperationKind::write: {
      const unix_os::BlockedPipeSignal no_signal;
      return size_or_error(::write(operation.handle, rest.data(), rest.size()));
    }
    case OperationKind::send_file:
      return unix_os::system_sendfile(operation.handle, operation.file, static_cast<off_t>(operation.offset),
                                      operation.count);
    case OperationKind::wait:
      return wait_one(operation);
  }
  return {};
}

// Whether it has ended.
bool advance(Operation& operation) {
  const net::Transferred result = attempt(static_cast<PollOperation&>(operation));
  if (result.error.is_try_again()) return false;
  // A pipe that is not open for reading.
  const bool no_reader = operation.kind == OperationKind::read && result.error.code() == EBADF;
  operation.finish(no_reader ? net::SystemError(EACCES) : result.error, result.size);
  return true;
}

}  // namespace

PollProactor::PollProactor() {
  unix_os::set_blocking(wake_up_.first.get(), false);
  unix_os::set_blocking(wake_up_.second.get(), false);
}

PollProactor::~PollProactor() {
  EXPECT_EQ(0U, in_flight_.size()) << "the loop must have taken all completions";
}

OperationPointer PollProactor::make_operation() {
  return std::make_shared<PollOperation>();
}

void PollProactor::associate(FileDescriptor socket) {
  net::set_blocking(socket, false);
}

OwnedPipe PollProactor::take_pipe(FileDescriptor pipe) {
  struct stat status {};
  if (::fstat(pipe, &status) < 0) throw_last("fstat");
  OwnedPipe owned(pipe);
  if (S_ISREG(status.st_mode)) throw OSError(EINVAL, "a regular file is no pipe");
  net::set_blocking(pipe, false);
  return owned;
}

void PollProactor::start(OperationPointer operation) noexcept {
  auto& started = static_cast<PollOperation&>(*operation);
  ASSERT_FALSE(started.in_flight()) << "started twice";
  started.connecting = false;
  in_flight_.add(std::move(operation));
  spoil(started);
  advance(started);
}

void PollProactor::cancel(Operation& operation) noexcept {
  ASSERT_TRUE(operation.in_flight());
  // Its descriptor may be closed from now on, and must not be polled any more.
  if (!operation.finished()) operation.finish(net::SystemError(ECANCELED), 0);
}

void PollProactor::cancel_all() noexcept {
  in_flight_.for_each([this](Operation& operation) { cancel(operation); });
}

void PollProactor::wait(std::optional<Duration> timeout, std::vector<OperationPointer>& ended) {
  polled_.assign(1, {wake_up_.first.get(), POLLIN, 0});
  waiting_.clear();
  bool some_ended = false;
  in_flight_.for_each([&](Operation& operation) {
    if (operation.finished()) {
      some_ended = true;
      return;
    }
    const short events = waits_for_input(operation.kind) ? POLLIN : POLLOUT;
    polled_.push_back({operation.handle, events, 0});
    waiting_.push_back(&operation);
  });
  while (::poll(polled_.data(), static_cast<nfds_t>(polled_.size()),
                some_ended ? 0 : to_milliseconds(timeout)) < 0) {
    if (errno != EINTR) throw_last("poll");
  }
  if (polled_.front().revents != 0) {
    std::array<char, 64> bytes{};
    while (::read(wake_up_.first.get(), bytes.data(), bytes.size()) > 0) {
    }
  }
  for (std::size_t i = 0; i < waiting_.size(); ++i) {
    if (polled_[i + 1].revents != 0) advance(*waiting_[i]);
  }
  in_flight_.for_each([&](Operation& operation) {
    if (!operation.finished()) return;
    // As a kernel may, until the completion is taken.
    if (operation.error()) spoil(operation);
    ended.push_back(in_flight_.take(operation));
  });
  // The list is last in, first out; a port gives what has ended first.
  std::reverse(ended.begin(), ended.end());
}

void PollProactor::wake_up() noexcept {
  const char byte = 0;
  while (::write(wake_up_.second.get(), &byte, sizeof byte) < 0 && errno == EINTR) {
  }
}

}  // namespace asyncio::testing

namespace asyncio::proactor_events {

void OwnedPipe::reset(FileDescriptor handle) noexcept {
  if (handle_ != invalid_descriptor) ::close(handle_);
  handle_ = handle;
}

}  // namespace asyncio::proactor_events
