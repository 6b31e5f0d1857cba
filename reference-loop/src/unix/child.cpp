#include "unix/child.hpp"

#include <signal.h>

#include <cerrno>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "unix/pipe.hpp"

namespace asyncio::unix_os {

UnixChild::~UnixChild() {
  if (!reaped_) kill_and_reap(pid_);
  watch_.reset();
}

void UnixChild::watch(std::function<void()> ended) {
  watch_ = watch_child(loop_, pid_, std::move(ended));
}

std::optional<long long> UnixChild::reap() noexcept {
  const std::optional<int> code = reap_child(pid_);
  reaped_ = code.has_value();
  return code;
}

void UnixChild::send_signal(int signal) {
  if (::kill(pid_, signal) != 0) throw OSError(errno, "");
}
void UnixChild::terminate() {
  send_signal(SIGTERM);
}
void UnixChild::kill() {
  send_signal(SIGKILL);
}

ConnectedPipe UnixChild::connect_pipe(std::size_t fd, std::shared_ptr<Protocol> protocol) {
  PipeDescriptor pipe = take_pipe(ends_[fd].release());
  if (fd == 0) {
    const auto transport = std::make_shared<WritePipeTransport>(loop_, std::move(pipe), std::move(protocol));
    return {transport, transport->start(transport->notices_reader())};
  }
  const auto transport = std::make_shared<ReadPipeTransport>(loop_, std::move(pipe), std::move(protocol));
  return {transport, transport->start(true)};
}

}  // namespace asyncio::unix_os
