#include "proactor/awaited_operation.hpp"
#include "proactor/proactor_event_loop.hpp"

namespace asyncio {

Future<void> ProactorEventLoop::wait_for_handle(FileDescriptor handle) {
  proactor_events::AwaitedOperation wait(*this, proactor_events::OperationKind::wait, handle);
  const Future<void> signalled = wait.start("RegisterWaitForSingleObject");
  co_await signalled;
}

}  // namespace asyncio
