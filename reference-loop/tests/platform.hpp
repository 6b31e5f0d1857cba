// What tests ask of the operating system. One file for each: tests/unix, tests/windows.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "asyncio/native.hpp"

namespace asyncio::testing {

struct PipeEnds {
  FileDescriptor read = invalid_descriptor;
  FileDescriptor write = invalid_descriptor;
};

// A pipe that connect_read_pipe() and connect_write_pipe() of a proactor loop take. The caller owns both
// ends.
[[nodiscard]] PipeEnds open_pipe();
// The same, but whoever has the writing end can also read from it, and so learns that the other has gone.
[[nodiscard]] PipeEnds open_two_way_pipe();
void close_handle(FileDescriptor handle);

// A new file with that content, open for reading, that is removed when it is closed.
[[nodiscard]] FileDescriptor open_temporary_file(std::string_view content);

// How many handles of all kinds this process has open.
[[nodiscard]] std::size_t count_handles();

}  // namespace asyncio::testing
