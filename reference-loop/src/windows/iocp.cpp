#include "windows/iocp.hpp"

#include <array>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "selector/timeout.hpp"
#include "windows/iocp_operation.hpp"

namespace asyncio::windows_os {
namespace {

using proactor_events::Operation;
using proactor_events::OperationKind;
using proactor_events::OperationPointer;
using proactor_events::OwnedPipe;

// Packets that one call takes.
constexpr ULONG batch_size = 64;

Begun begin(IocpOperation& operation) noexcept {
  switch (operation.kind) {
    case OperationKind::receive:
      return begin_receive(operation);
    case OperationKind::receive_from:
      return begin_receive_from(operation);
    case OperationKind::send:
      return begin_send(operation);
    case OperationKind::send_to:
      return begin_send_to(operation);
    case OperationKind::accept:
      return begin_accept(operation);
    case OperationKind::connect:
      return begin_connect(operation);
    case OperationKind::read:
      return begin_read(operation);
    case OperationKind::write:
      return begin_write(operation);
    case OperationKind::send_file:
      return begin_send_file(operation);
    case OperationKind::wait:
      return begin_wait(operation);
  }
  return Begun::no_packet;
}

}  // namespace

Iocp::Iocp() {
  // One thread takes the packets.
  const HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 1);
  if (port == nullptr) throw OSError::from_system(static_cast<int>(GetLastError()), "CreateIoCompletionPort");
  port_.reset(port);
}

OperationPointer Iocp::make_operation() {
  return std::make_shared<IocpOperation>();
}

void Iocp::associate(FileDescriptor socket) {
  // Always asked: a number seen before may belong to a new socket.
  if (CreateIoCompletionPort(to_handle(socket), port_.get(), 0, 0) != nullptr) {
    associated_.insert(socket);
    return;
  }
  const DWORD error = GetLastError();
  if (error == ERROR_INVALID_PARAMETER && associated_.contains(socket)) return;
  associated_.erase(socket);
  throw OSError::from_system(static_cast<int>(error), "CreateIoCompletionPort");
}

OwnedPipe Iocp::take_pipe(FileDescriptor pipe) {
  SetLastError(NO_ERROR);
  const DWORD type = GetFileType(to_handle(pipe));
  if (type == FILE_TYPE_UNKNOWN && GetLastError() != NO_ERROR) {
    throw OSError::from_system(static_cast<int>(GetLastError()), "GetFileType");
  }
  OwnedPipe owned(pipe);
  if (type == FILE_TYPE_DISK) {
    throw OSError::from_system(ERROR_INVALID_PARAMETER, "a regular file is no pipe");
  }
  // The system refuses handles that were not opened for overlapped I/O: of CreatePipe(), of the C library, of
  // the console. A number that was associated before says nothing here: a pipe is taken once, so it would be
  // that of an older handle, closed since.
  associated_.erase(pipe);
  associate(pipe);
  return owned;
}

void Iocp::start(OperationPointer operation) noexcept {
  auto& started = static_cast<IocpOperation&>(*operation);
  in_flight_.add(std::move(operation));
  started.packet = {};
  started.packet.operation = &started;
  started.port = port_.get();
  started.ends = false;
  if (begin(started) == Begun::no_packet) refused_.push_back(&started);
}

void Iocp::cancel(Operation& operation) noexcept {
  if (operation.finished()) return;
  auto& cancelled = static_cast<IocpOperation&>(operation);
  if (cancelled.kind == OperationKind::wait) {
    cancel_wait(cancelled);
    cancelled.ends = true;
  } else {
    // ERROR_NOT_FOUND: it has just ended, and its packet is there.
    cancelled.ends =
        CancelIoEx(to_handle(cancelled.handle), &cancelled.packet) || GetLastError() == ERROR_NOT_FOUND;
  }
}

void Iocp::cancel_all() noexcept {
  unreachable_ = 0;
  in_flight_.for_each([this](Operation& operation) {
    auto& cancelled = static_cast<IocpOperation&>(operation);
    if (!cancelled.ends) cancel(cancelled);
    // The program has closed the handle itself. That ends the operation, but for one case: another process,
    // or a duplicate, keeps the thing open, and then no call reaches the operation any more.
    cancelled.unreachable = !cancelled.ends && !cancelled.finished();
    if (cancelled.unreachable) ++unreachable_;
  });
}

void Iocp::leave_unreachable() noexcept {
  in_flight_.for_each([this](Operation& operation) {
    static_cast<IocpOperation&>(operation).orphan = in_flight_.take(operation);
  });
  unreachable_ = 0;
}

void Iocp::wait(std::optional<Duration> timeout, std::vector<OperationPointer>& ended) {
  std::array<OVERLAPPED_ENTRY, batch_size> entries;
  ULONG count = 0;
  // Only what no call reaches: what has ended is there already, and to wait for the rest could be to wait for
  // ever. To free it could be to let the kernel write into freed memory: it is left to itself.
  const bool last_look = unreachable_ > 0 && unreachable_ == in_flight_.size();
  const bool only_look = last_look || !refused_.empty();
  const DWORD milliseconds = only_look ? 0 : static_cast<DWORD>(to_milliseconds(timeout));  // -1 is INFINITE
  if (!GetQueuedCompletionStatusEx(port_.get(), entries.data(), batch_size, &count, milliseconds, FALSE)) {
    const DWORD error = GetLastError();
    // Wine 8.0 leaves a 1 in the count.
    count = 0;
    if (error != WAIT_TIMEOUT) {
      throw OSError::from_system(static_cast<int>(error), "GetQueuedCompletionStatusEx");
    }
  }
  for (ULONG i = 0; i < count; ++i) {
    if (entries[i].lpOverlapped == nullptr) continue;  // wake_up()
    IocpOperation& operation = *static_cast<Packet*>(entries[i].lpOverlapped)->operation;
    if (operation.orphan != nullptr) {
      const OperationPointer gone = std::move(operation.orphan);
      continue;
    }
    if (std::exchange(operation.unreachable, false)) --unreachable_;
    operation.take_result();
    ended.push_back(in_flight_.take(operation));
  }
  // Twice, since Wine 8.0 may make the packets of what has ended only while it waits for them.
  if (last_look && count == 0 && ++fruitless_looks_ == 2) leave_unreachable();
  for (IocpOperation* operation : std::exchange(refused_, {})) ended.push_back(in_flight_.take(*operation));
}

void Iocp::wake_up() noexcept {
  PostQueuedCompletionStatus(port_.get(), 0, 0, nullptr);
}

}  // namespace asyncio::windows_os
