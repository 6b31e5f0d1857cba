#include "unix/main_thread.hpp"

#include <pthread.h>

namespace asyncio {

bool is_main_thread() noexcept {
  return ::pthread_main_np() == 1;
}

}  // namespace asyncio
