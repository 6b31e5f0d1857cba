// What a descriptor is, and what is known of its fill, as a kernel would look at it.
#pragma once

#include <cstdint>

namespace simulated_kqueue {

enum class DescriptorKind { closed, pipe, fifo, socket, terminal, device, file, directory, other };
[[nodiscard]] DescriptorKind kind_of(int fd) noexcept;

// Whether this is the writing end of a pipe or FIFO that nobody can read from any more.
[[nodiscard]] bool has_no_reader(int fd) noexcept;

// Whether this is a stream socket before its connection. Linux calls that a hang-up, a kqueue calls it
// nothing yet.
[[nodiscard]] bool was_never_connected(int fd) noexcept;

// The size of a file less its position: negative beyond the end.
[[nodiscard]] std::intptr_t distance_to_end(int fd) noexcept;

// For the field `data` of an event: bytes that can be read, and room for bytes to write.
[[nodiscard]] std::intptr_t readable_amount(int fd) noexcept;
[[nodiscard]] std::intptr_t writable_amount(int fd) noexcept;

}  // namespace simulated_kqueue
