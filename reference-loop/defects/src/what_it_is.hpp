// What is behind a descriptor, and what can be done to it. One folder per operating system.
#pragma once

#include "asyncio/native.hpp"

namespace asyncio::defects {

[[nodiscard]] bool is_regular_file(FileDescriptor fd);
[[nodiscard]] bool is_character_device(FileDescriptor fd);
[[nodiscard]] bool is_socket(FileDescriptor fd);

void delay_small_packets(FileDescriptor socket);  // takes TCP_NODELAY back
void rewind_file(FileDescriptor file);

}  // namespace asyncio::defects
