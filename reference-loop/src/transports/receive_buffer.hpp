// Where a transport receives before it hands the bytes to its protocol.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace asyncio {

// At most this much is read in one go, so that one busy connection does not keep the others waiting.
inline constexpr std::size_t receive_size = std::size_t{256} * 1024;

// One buffer for each thread: a protocol sees it only during its callback, and a thread runs one loop at a
// time.
inline std::span<std::byte> receive_buffer() {
  thread_local std::vector<std::byte> buffer(receive_size);
  return buffer;
}

}  // namespace asyncio
