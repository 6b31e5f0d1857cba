#include "unix/main_thread.hpp"

#include <pthread_np.h>

namespace asyncio {

bool is_main_thread() noexcept {
  return ::pthread_main_np() == 1;
}

}  // namespace asyncio
