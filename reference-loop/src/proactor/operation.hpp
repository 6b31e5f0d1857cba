// One overlapped operation: what is asked for, the memory that the kernel works on, and how it ended.
//
// The memory is the operation's own, and the proactor holds the operation from start() until the kernel's
// completion was taken. So the transport, the future and the loop may all go while it is in flight, and the
// kernel still writes into memory that nobody else uses. An operation that has ended may be started again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "asyncio/handle.hpp"
#include "asyncio/native.hpp"
#include "socket/address.hpp"
#include "socket/error.hpp"
#include "socket/owned_descriptor.hpp"

namespace asyncio::proactor_events {

enum class OperationKind {
  receive,       // socket -> buffer; 0 bytes: the peer has ended
  receive_from,  // the same, and `address` is who sent it
  send,          // buffer, from `begin` on -> socket
  send_to,       // the same, to `address`
  accept,        // on a listening socket: `accepted` and its peer's `address`
  connect,       // to `address`
  read,          // pipe -> buffer; 0 bytes: the other end is closed
  write,         // buffer, from `begin` on -> pipe
  send_file,     // `count` bytes of `file` from `offset` on -> socket
  wait,          // until `handle` is signalled: a process, an event
};

class InFlight;

class Operation {
 public:
  Operation() = default;
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;
  virtual ~Operation() = default;

  // ---- What is asked for. Not to be touched while it is in flight.
  OperationKind kind{};
  FileDescriptor handle = invalid_descriptor;
  std::vector<std::byte> buffer;
  std::size_t begin = 0;
  net::SocketAddress address;
  FileDescriptor file = invalid_descriptor;
  std::uint64_t offset = 0;
  std::size_t count = 0;

  // ---- How it ended
  net::OwnedDescriptor accepted;
  [[nodiscard]] net::SystemError error() const noexcept { return error_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }  // bytes moved

  // From start() until the proactor's wait() gives it back.
  [[nodiscard]] bool in_flight() const noexcept { return self_ != nullptr; }
  // How it ended is known already, though its completion may still have to be taken.
  [[nodiscard]] bool finished() const noexcept { return finished_; }

  // ---- For the loop: called once it has ended. Cancelled: nobody wants to know any more.
  Handle on_completed;

  // ---- For proactors
  [[nodiscard]] std::span<const std::byte> rest() const noexcept { return std::span(buffer).subspan(begin); }
  void finish(net::SystemError error, std::size_t size) noexcept {
    error_ = error;
    size_ = size;
    finished_ = true;
  }

 private:
  friend class InFlight;
  net::SystemError error_;
  std::size_t size_ = 0;
  bool finished_ = false;
  std::shared_ptr<Operation> self_;
  Operation* previous_ = nullptr;
  Operation* next_ = nullptr;
};

using OperationPointer = std::shared_ptr<Operation>;

}  // namespace asyncio::proactor_events
