// Raw input and output on pipes and files by handle, whatever mode they were opened in.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "windows/system.hpp"

namespace reference_subject {

// One call each, which never waits. nullopt: it would have had to. Throw asyncio::OSError; the end of a pipe
// or file is 0 bytes read.
std::optional<std::size_t> read_handle(HANDLE handle, std::span<char> buffer);
std::optional<std::size_t> write_handle(HANDLE handle, std::string_view data);

// False once the other end of the pipe is closed.
bool pipe_is_connected(HANDLE pipe);

// Whether reads and writes wait on it, as far as the handle itself decides (PIPE_WAIT).
bool pipe_waits(HANDLE pipe);

}  // namespace reference_subject
