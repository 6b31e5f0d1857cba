// Waiting for a handle that has no operations, such as a process: a thread of the system's pool waits, and
// posts the packet.
// https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-registerwaitforsingleobject
#include <utility>

#include "windows/iocp_operation.hpp"

namespace asyncio::windows_os {
namespace {

void post(IocpOperation& operation) noexcept {
  if (!operation.posted.exchange(true, std::memory_order_acq_rel)) {
    PostQueuedCompletionStatus(operation.port, 0, 0, &operation.packet);
  }
}

void CALLBACK signalled(void* context, BOOLEAN /*timed_out*/) {
  post(*static_cast<IocpOperation*>(context));
}

// Returns when signalled() does not run and will not.
void end_wait(IocpOperation& operation) noexcept {
  if (operation.wait != nullptr) {
    UnregisterWaitEx(std::exchange(operation.wait, nullptr), INVALID_HANDLE_VALUE);
  }
}

}  // namespace

Begun begin_wait(IocpOperation& operation) noexcept {
  operation.posted.store(false, std::memory_order_relaxed);
  // Wine 8.0 would register what is no handle, and wait for ever.
  if (WaitForSingleObject(to_handle(operation.handle), 0) == WAIT_FAILED) {
    operation.finish(net::SystemError(static_cast<int>(GetLastError())), 0);
    return Begun::no_packet;
  }
  if (RegisterWaitForSingleObject(&operation.wait, to_handle(operation.handle), &signalled, &operation,
                                  INFINITE, WT_EXECUTEINWAITTHREAD | WT_EXECUTEONLYONCE)) {
    return Begun::pending;
  }
  operation.wait = nullptr;
  operation.finish(net::SystemError(static_cast<int>(GetLastError())), 0);
  return Begun::no_packet;
}

void cancel_wait(IocpOperation& operation) noexcept {
  end_wait(operation);
  if (!operation.posted.load(std::memory_order_acquire)) {
    operation.finish(net::SystemError(ERROR_OPERATION_ABORTED), 0);
    post(operation);
  }
}

void complete_wait(IocpOperation& operation) noexcept {
  end_wait(operation);
  if (!operation.finished()) operation.finish({}, 0);
}

}  // namespace asyncio::windows_os
