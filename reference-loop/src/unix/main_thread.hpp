// Which thread signals are set up in. Each operating system tells in a way of its own.
#pragma once

namespace asyncio {

// Whether this is the thread that main() was called in.
[[nodiscard]] bool is_main_thread() noexcept;

}  // namespace asyncio
