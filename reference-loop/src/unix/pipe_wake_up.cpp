#include "unix/pipe_wake_up.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>

namespace asyncio {

PipeWakeUp::PipeWakeUp() : pipe_(unix_os::make_pipe()) {
  unix_os::set_blocking(pipe_.first.get(), false);
  unix_os::set_blocking(pipe_.second.get(), false);
}

void PipeWakeUp::notify() noexcept {
  const char byte = 0;
  // EAGAIN: the pipe is full, so it is readable as it should be.
  while (::write(pipe_.second.get(), &byte, sizeof byte) < 0 && errno == EINTR) {
  }
}

void PipeWakeUp::drain() noexcept {
  std::array<char, 4096> bytes{};
  while (true) {
    const ssize_t count = ::read(pipe_.first.get(), bytes.data(), bytes.size());
    if (count <= 0 && !(count < 0 && errno == EINTR)) {
      return;
    }
  }
}

}  // namespace asyncio
