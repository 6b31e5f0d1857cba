// What an operation has on Windows besides its request: the state that the kernel and the completion port
// use.
#pragma once

#include <winsock2.h>
// After winsock2.h, which must come first.
#include <windows.h>

#include <array>
#include <atomic>

#include "proactor/operation.hpp"

namespace asyncio::windows_os {

class IocpOperation;

// An OVERLAPPED that finds its operation again.
struct Packet : OVERLAPPED {
  IocpOperation* operation = nullptr;
};

class IocpOperation final : public proactor_events::Operation {
 public:
  Packet packet{};

  // WSARecvFrom() writes these when it completes.
  int address_length = 0;
  DWORD flags = 0;

  // AcceptEx() writes both addresses here; each needs 16 bytes more than its size.
  static constexpr DWORD accept_address_size = sizeof(sockaddr_storage) + 16;
  std::array<std::byte, 2 * accept_address_size> accept_addresses{};

  // A wait for a handle: who ends it first, the pool's thread or cancel(), posts the packet.
  HANDLE wait = nullptr;
  HANDLE port = nullptr;
  std::atomic<bool> posted{false};

  // The system has taken the request to cancel it, or it had ended already: its packet comes.
  bool ends = false;
  bool unreachable = false;  // no call can cancel it
  // Out of reach when the loop was closed: it owns itself until its packet comes, if ever.
  proactor_events::OperationPointer orphan;

  // How it ended, once the packet is there.
  void take_result() noexcept;
};

// How a call that starts an operation went.
enum class Begun {
  pending,    // its packet comes
  done,       // finish() was called, and its packet comes all the same
  no_packet,  // finish() was called, and nothing comes
};

// Each calls the system; the operation's packet is clean.
Begun begin_receive(IocpOperation& operation) noexcept;
Begun begin_receive_from(IocpOperation& operation) noexcept;
Begun begin_send(IocpOperation& operation) noexcept;
Begun begin_send_to(IocpOperation& operation) noexcept;
Begun begin_accept(IocpOperation& operation) noexcept;
Begun begin_connect(IocpOperation& operation) noexcept;
Begun begin_send_file(IocpOperation& operation) noexcept;
Begun begin_read(IocpOperation& operation) noexcept;
Begun begin_write(IocpOperation& operation) noexcept;
Begun begin_wait(IocpOperation& operation) noexcept;

// Work that is left when a connection is made; gives the error of it.
net::SystemError complete_accept(IocpOperation& operation) noexcept;
net::SystemError complete_connect(IocpOperation& operation) noexcept;

// Ends a wait for a handle; its packet comes.
void cancel_wait(IocpOperation& operation) noexcept;
// After its packet has come.
void complete_wait(IocpOperation& operation) noexcept;

// What a call that may have started an operation means: `succeeded` and otherwise the error code.
Begun begun(IocpOperation& operation, bool succeeded, DWORD error) noexcept;

// At most this much is asked for in one operation, since a DWORD counts it.
DWORD operation_size(std::size_t size) noexcept;

[[nodiscard]] inline SOCKET socket_of(const proactor_events::Operation& operation) noexcept {
  return static_cast<SOCKET>(operation.handle);
}
[[nodiscard]] inline HANDLE to_handle(FileDescriptor handle) noexcept {
  return reinterpret_cast<HANDLE>(handle);  // NOLINT(performance-no-int-to-ptr)
}

}  // namespace asyncio::windows_os
