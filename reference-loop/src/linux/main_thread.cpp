#include "unix/main_thread.hpp"

#include <unistd.h>

namespace asyncio {

// The first thread of a process has the number of the process. gettid(2)
bool is_main_thread() noexcept {
  return ::gettid() == ::getpid();
}

}  // namespace asyncio
