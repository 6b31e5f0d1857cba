// The loop's side of a connection. https://docs.python.org/3/library/asyncio-protocol.html#transports
//
// Transports are shared: the loop keeps an open one alive, a caller may keep a closed one. They belong to the loop's thread.
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
  virtual void write(Bytes data) = 0;  // never blocks, never throws for a lost peer
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
  [[nodiscard]] virtual FileDescriptor fileno() const = 0;  // get_extra_info("socket")
  [[nodiscard]] virtual Address local_address() const = 0;
  [[nodiscard]] virtual Address peer_address() const = 0;
};

class DatagramTransport : public virtual BaseTransport {
 public:
  virtual void sendto(Bytes data, const Address& to) = 0;  // monostate: the connected peer
  virtual void abort() = 0;
  [[nodiscard]] virtual Address local_address() const = 0;
  [[nodiscard]] virtual FileDescriptor fileno() const = 0;
};

class SubprocessTransport : public virtual BaseTransport {
 public:
  [[nodiscard]] virtual ProcessId get_pid() const = 0;
  // nullopt while it runs; on Unix the negative number of the signal that ended it.
  [[nodiscard]] virtual std::optional<long long> get_returncode() const = 0;
  // The pipe for descriptor 0, 1 or 2 of the child, or null if that is not a pipe.
  [[nodiscard]] virtual std::shared_ptr<BaseTransport> get_pipe_transport(int fd) const = 0;
  // These throw OSError (ProcessLookupError) once the child has been reaped.
  virtual void send_signal(int signal) = 0;
  virtual void terminate() = 0;
  virtual void kill() = 0;
};

class Server {
 public:
  virtual ~Server() = default;
  virtual void close() = 0;  // stops listening; connections stay
  [[nodiscard]] virtual bool is_serving() const = 0;
  [[nodiscard]] virtual std::vector<FileDescriptor> sockets() const = 0;
  [[nodiscard]] virtual std::vector<Address> addresses() const = 0;
};

}  // namespace asyncio
