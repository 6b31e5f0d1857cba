// The pipe between a loop and a standard stream of its child. Anonymous pipes cannot be used for overlapped
// I/O, so it is a named pipe with a name of its own. Python: asyncio.windows_utils.pipe().
#pragma once

#include "windows/owned_handle.hpp"

namespace asyncio::windows_os {

struct ChildPipe {
  OwnedHandle parent;  // for overlapped I/O
  OwnedHandle child;   // for plain I/O, as a program expects
};

// Neither end is inheritable. Throw OSError.
// The parent writes, and may read: that nobody reads at the other end any more is seen by a read that ends.
[[nodiscard]] ChildPipe make_input_pipe();
// The parent reads.
[[nodiscard]] ChildPipe make_output_pipe();

}  // namespace asyncio::windows_os
