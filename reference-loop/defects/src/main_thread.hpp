// The thread that main() runs on.
#pragma once

#include <thread>

namespace asyncio::defects {

// Set before main().
inline const std::thread::id main_thread = std::this_thread::get_id();

inline bool on_main_thread() {
  return std::this_thread::get_id() == main_thread;
}

}  // namespace asyncio::defects
