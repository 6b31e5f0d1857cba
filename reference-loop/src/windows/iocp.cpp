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
  if (begin(started) == Begun::no_packet) refused_.push_back(&started);
}

void Iocp::cancel(Operation& operation) noexcept {
  if (operation.finished()) return;
  auto& cancelled = static_cast<IocpOperation&>(operation);
  if (cancelled.kind == OperationKind::wait) {
    cancel_wait(cancelled);
  } else {
    // ERROR_NOT_FOUND: it has just ended, and its packet is there.
    CancelIoEx(to_handle(cancelled.handle), &cancelled.packet);
  }
}

void Iocp::cancel_all() noexcept {
  in_flight_.for_each([this](Operation& operation) {
    auto& cancelled = static_cast<IocpOperation&>(operation);
    if (cancelled.finished()) return;
    if (cancelled.kind == OperationKind::wait) {
      cancel_wait(cancelled);
      return;
    }
    if (CancelIoEx(to_handle(cancelled.handle), &cancelled.packet) ||
        GetLastError() != ERROR_INVALID_HANDLE) {
      return;
    }
    // The program has closed the handle itself. That ends the operation, but for one case: another process,
    // or a duplicate, keeps the thing open, and then no call reaches the operation any more. To wait for it
    // could be to wait for ever, to free it could be to let the kernel write into freed memory: it is left to
    // itself.
    if (!HasOverlappedIoCompleted(&cancelled.packet)) cancelled.orphan = in_flight_.take(operation);
  });
}

void Iocp::wait(std::optional<Duration> timeout, std::vector<OperationPointer>& ended) {
  std::array<OVERLAPPED_ENTRY, batch_size> entries;
  ULONG count = 0;
  const DWORD milliseconds =
      refused_.empty() ? static_cast<DWORD>(to_milliseconds(timeout)) : 0;  // -1 is INFINITE
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
    operation.take_result();
    ended.push_back(in_flight_.take(operation));
  }
  for (IocpOperation* operation : std::exchange(refused_, {})) ended.push_back(in_flight_.take(*operation));
}

void Iocp::wake_up() noexcept {
  PostQueuedCompletionStatus(port_.get(), 0, 0, nullptr);
}

}  // namespace asyncio::windows_os
