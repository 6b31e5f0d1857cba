// sendfile(2), where sock_sendfile() and sendfile() try it first.
#include <algorithm>
#include <optional>

#include "asyncio/exceptions.hpp"
#include "selector/sock_operations.hpp"
#include "transports/file_transfer.hpp"
#include "unix/selector_event_loop.hpp"
#include "unix/sendfile_system.hpp"

namespace asyncio {
namespace {

// One sendfile(2) takes no more than this on Linux; the value keeps within ssize_t everywhere.
constexpr std::size_t largest_step = 0x7ffff000;

std::optional<std::size_t> send_step(FileDescriptor socket, const FileTransfer& transfer) {
  const net::Transferred step = unix_os::system_sendfile(
      socket, transfer.file, static_cast<off_t>(transfer.position()), transfer.next_size(largest_step));
  if (!step.error) return step.size;
  if (step.error.is_try_again()) return std::nullopt;
  // Nothing was sent yet: this file or this socket cannot be used so, and the other way may work.
  if (transfer.sent == 0 && !step.error.is_peer_gone()) {
    throw SendfileNotAvailableError("os.sendfile call failed");
  }
  throw step.error.exception("sendfile");
}

}  // namespace

// After each step the loop gets a turn, so that a fast reader and a long file do not keep everything else
// waiting.
Future<void> UnixSelectorEventLoop::send_file_natively(FileDescriptor socket, FileTransfer& transfer) {
  if (!is_regular_file(transfer.file)) throw SendfileNotAvailableError("not a regular file");
  const std::function<std::optional<std::size_t>()> attempt = [socket, &transfer] {
    return send_step(socket, transfer);
  };
  std::optional<std::size_t> step = attempt();
  while (!transfer.finished()) {
    if (step) {
      if (*step == 0) co_return;  // the end of the file
      transfer.sent += *step;
      if (transfer.finished()) co_return;
    }
    const auto next = selector_events::attempt_when_ready<std::size_t>(
        *this, socket, selector_events::Direction::write, attempt);
    step = co_await next;
  }
}

}  // namespace asyncio
