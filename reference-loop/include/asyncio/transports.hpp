// The loop's side of a connection. https://docs.python.org/3/library/asyncio-protocol.html#transports
//
// Transports are shared: the loop keeps an open one alive, a caller may keep a closed one. They belong to the
// loop's thread. When the loop is closed, what is still open is closed with it and its protocol is dropped
// without a word. Every method may still be called then, and on a lost connection: those that change
// something do nothing.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "asyncio/address.hpp"
#include "asyncio/native.hpp"
#include "asyncio/protocols.hpp"

namespace asyncio {

class BaseTransport {
 public:
  virtual ~BaseTransport() = default;
  virtual void close() = 0;  // flushes what is buffered, then connection_lost(null)
  [[nodiscard]] virtual bool is_closing() const = 0;
};

class ReadTransport : public virtual BaseTransport {
 public:
  [[nodiscard]] virtual bool is_reading() const = 0;
  virtual void pause_reading() = 0;   // idempotent
  virtual void resume_reading() = 0;  // idempotent
};

class WriteTransport : public virtual BaseTransport {
 public:
  // Never blocks, and never throws for a lost peer. On a socket RuntimeError after write_eof() and during
  // sendfile().
  virtual void write(Bytes data) = 0;
  virtual void write_eof() = 0;
  [[nodiscard]] virtual bool can_write_eof() const = 0;
  virtual void abort() = 0;  // drops what is buffered
  [[nodiscard]] virtual std::size_t get_write_buffer_size() const = 0;
  // Marks of flow control, in bytes. Throws ValueError unless 0 <= low <= high.
  virtual void set_write_buffer_limits(std::optional<std::size_t> high, std::optional<std::size_t> low) = 0;
};

// Both directions: a socket.
class Transport : public ReadTransport, public WriteTransport {
 public:
  [[nodiscard]] virtual FileDescriptor fileno() const = 0;  // get_extra_info("socket"); -1 once it is lost
  [[nodiscard]] virtual Address local_address() const = 0;
  [[nodiscard]] virtual Address peer_address() const = 0;
};

class DatagramTransport : public virtual BaseTransport {
 public:
  // To the connected peer if `to` is a monostate. ValueError for another address than the one it was made
  // for. What the kernel refuses is told to error_received().
  virtual void sendto(Bytes data, const Address& to) = 0;
  virtual void abort() = 0;
  [[nodiscard]] virtual Address local_address() const = 0;
  [[nodiscard]] virtual FileDescriptor fileno() const = 0;
};

// close() closes the pipes and kills a child that still runs; its exit is heard of as usual.
class SubprocessTransport : public virtual BaseTransport {
 public:
  [[nodiscard]] virtual ProcessId get_pid() const = 0;
  // nullopt while it runs; on Unix the negative number of the signal that ended it; 255 if another part of
  // the program has taken the exit status.
  [[nodiscard]] virtual std::optional<long long> get_returncode() const = 0;
  // The pipe for descriptor 0, 1 or 2 of the child, or null if that is not a pipe.
  [[nodiscard]] virtual std::shared_ptr<BaseTransport> get_pipe_transport(int fd) const = 0;
  // These throw OSError (ProcessLookupError) once the child has been reaped, and what the kernel refuses.
  virtual void send_signal(int signal) = 0;
  virtual void terminate() = 0;
  virtual void kill() = 0;
};

class Server {
 public:
  virtual ~Server() = default;
  virtual void close() = 0;  // stops listening and removes the path of a Unix socket; connections stay
  [[nodiscard]] virtual bool is_serving() const = 0;
  [[nodiscard]] virtual std::vector<FileDescriptor> sockets() const = 0;
  [[nodiscard]] virtual std::vector<Address> addresses() const = 0;
};

}  // namespace asyncio
