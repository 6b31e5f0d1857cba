// loop.sock_sendfile() and loop.sendfile().
// https://docs.python.org/3/library/asyncio-eventloop.html#transferring-files
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "unix/sendfile_system.hpp"
#include "unix/sock_operations.hpp"
#include "unix/socket.hpp"
#include "unix/stream.hpp"

namespace asyncio {
namespace {

using unix_os::Direction;
using unix_os::StreamTransport;

// Where a transfer stands. It outlives the coroutine that transfers, so that the file's position is right
// after an error too.
struct Transfer {
  FileDescriptor file = invalid_descriptor;
  std::size_t offset = 0;
  std::size_t count = 0;  // 0: to the end of the file
  std::size_t sent = 0;

  [[nodiscard]] bool finished() const noexcept { return count != 0 && sent >= count; }
  [[nodiscard]] std::size_t next_size(std::size_t largest) const noexcept {
    return count == 0 ? largest : std::min(largest, count - sent);
  }
  [[nodiscard]] off_t position() const noexcept { return static_cast<off_t>(offset + sent); }
};

// Moves the file's position behind what was sent, however the transfer ends.
class PositionUpdate {
 public:
  explicit PositionUpdate(const Transfer& transfer) noexcept : transfer_(transfer) {}
  PositionUpdate(const PositionUpdate&) = delete;
  PositionUpdate& operator=(const PositionUpdate&) = delete;
  ~PositionUpdate() {
    if (transfer_.sent > 0) ::lseek(transfer_.file, transfer_.position(), SEEK_SET);
  }

 private:
  const Transfer& transfer_;
};

// One sendfile(2) takes no more than this on Linux; the value keeps within ssize_t everywhere.
constexpr std::size_t largest_native_step = 0x7ffff000;
constexpr std::size_t fallback_step = std::size_t{256} * 1024;

void check_is_file(FileDescriptor file) {
  struct stat status {};
  if (::fstat(file, &status) < 0 || !S_ISREG(status.st_mode))
    throw SendfileNotAvailableError("not a regular file");
}

std::optional<std::size_t> native_step(FileDescriptor socket, const Transfer& transfer) {
  const ssize_t count = unix_os::system_sendfile(socket, transfer.file, transfer.position(),
                                                 transfer.next_size(largest_native_step));
  if (count >= 0) return static_cast<std::size_t>(count);
  if (unix_os::is_try_again(errno)) return std::nullopt;
  const bool peer_is_gone = errno == EPIPE || errno == ECONNRESET;
  // Nothing was sent yet: this file or this socket cannot be used so, and the other way may work.
  if (transfer.sent == 0 && !peer_is_gone) throw SendfileNotAvailableError("os.sendfile call failed");
  throw OSError(errno, "sendfile");
}

// Throws SendfileNotAvailableError if nothing was sent and another way should be tried. After each step the
// loop gets a turn, so that a fast reader and a long file do not keep everything else waiting.
Future<void> send_natively(UnixSelectorEventLoop& loop, FileDescriptor socket, Transfer& transfer) {
  check_is_file(transfer.file);
  const std::function<std::optional<std::size_t>()> attempt = [socket, &transfer] {
    return native_step(socket, transfer);
  };
  std::optional<std::size_t> step = attempt();
  while (!transfer.finished()) {
    if (step) {
      if (*step == 0) co_return;  // the end of the file
      transfer.sent += *step;
      if (transfer.finished()) co_return;
    }
    const auto next = unix_os::attempt_when_ready<std::size_t>(loop, socket, Direction::write, attempt);
    step = co_await next;
  }
}

// The next piece of the file; empty at its end.
Future<std::vector<std::byte>> read_piece(UnixSelectorEventLoop& loop, const Transfer& transfer) {
  const auto piece = std::make_shared<std::vector<std::byte>>(transfer.next_size(fallback_step));
  std::function<void()> job = [piece, file = transfer.file, position = transfer.position()] {
    ssize_t count = ::pread(file, piece->data(), piece->size(), position);
    // What cannot be positioned, such as a pipe, is read in its order.
    if (count < 0 && errno == ESPIPE) count = ::read(file, piece->data(), piece->size());
    if (count < 0) throw OSError(errno, "read");
    piece->resize(static_cast<std::size_t>(count));
  };
  const Future<void> read = loop.run_in_executor(std::move(job));
  co_await read;
  co_return std::move(*piece);
}

// As sock_sendall(), also over a socket that a transport owns.
Future<void> send_piece(UnixSelectorEventLoop& loop, FileDescriptor socket, std::vector<std::byte> piece) {
  std::size_t sent = 0;
  const std::function<std::optional<std::monostate>()> attempt = [&]() -> std::optional<std::monostate> {
    const ssize_t count = unix_os::send_bytes(socket, std::span(piece).subspan(sent));
    if (count < 0 && !unix_os::is_try_again(errno)) throw OSError(errno, "send");
    if (count > 0) sent += static_cast<std::size_t>(count);
    if (sent < piece.size()) return std::nullopt;
    return std::monostate{};
  };
  if (attempt()) co_return;
  const auto done = unix_os::attempt_when_ready<void>(loop, socket, Direction::write, attempt);
  co_await done;
}

Future<void> send_piecewise(UnixSelectorEventLoop& loop, FileDescriptor socket, Transfer& transfer) {
  while (!transfer.finished()) {
    const auto read = read_piece(loop, transfer);
    std::vector<std::byte> piece = co_await read;
    if (piece.empty()) co_return;
    const std::size_t size = piece.size();
    const auto sent = send_piece(loop, socket, std::move(piece));
    co_await sent;
    transfer.sent += size;
  }
}

void check_stream_socket(FileDescriptor socket) {
  if (unix_os::socket_type(socket) != SOCK_STREAM)
    throw ValueError("only SOCK_STREAM type sockets are supported");
}

// While a file goes over a transport nothing is read, and after begin_sendfile() write() is refused. This
// ends both.
class SendfileMode {
 public:
  explicit SendfileMode(StreamTransport& transport)
      : transport_(transport), was_reading_(transport.is_reading()) {
    transport_.pause_reading();
  }
  SendfileMode(const SendfileMode&) = delete;
  SendfileMode& operator=(const SendfileMode&) = delete;
  ~SendfileMode() {
    transport_.end_sendfile();
    if (was_reading_) resume_reading();
  }

 private:
  void resume_reading() noexcept {
    try {
      transport_.resume_reading();
    } catch (const Error& error) {
      // The loop is closed, and with it the transport.
      static_cast<void>(error);
    }
  }

  StreamTransport& transport_;
  bool was_reading_;
};

}  // namespace

Future<std::size_t> UnixSelectorEventLoop::sock_sendfile(FileDescriptor socket, FileDescriptor file,
                                                         std::size_t offset, std::size_t count,
                                                         bool fallback) {
  unix_os::check_socket_mode(*this, socket);
  check_stream_socket(socket);
  check_not_owned(socket);
  Transfer transfer{file, offset, count};
  const PositionUpdate update(transfer);
  bool available = true;
  try {
    const auto sent = send_natively(*this, socket, transfer);
    co_await sent;
  } catch (const SendfileNotAvailableError&) {
    if (!fallback) throw;
    available = false;
  }
  if (!available) {
    const auto sent = send_piecewise(*this, socket, transfer);
    co_await sent;
  }
  co_return transfer.sent;
}

Future<std::size_t> UnixSelectorEventLoop::sendfile(std::shared_ptr<Transport> transport, FileDescriptor file,
                                                    std::size_t offset, std::size_t count, bool fallback) {
  const auto stream = std::dynamic_pointer_cast<StreamTransport>(transport);
  if (!stream) throw RuntimeError("sendfile is not supported for this transport");
  if (stream->is_closing()) throw RuntimeError("Transport is closing");
  Transfer transfer{file, offset, count};
  const PositionUpdate update(transfer);

  // The connection may be lost at any of the waits; whichever is going on is cancelled then.
  FutureBase current;
  bool interrupted = false;
  const Future<void> emptied = stream->begin_sendfile([&current, &interrupted] {
    interrupted = true;
    if (current.valid()) current.cancel();
  });
  const SendfileMode mode(*stream);
  co_await emptied;
  try {
    bool available = true;
    try {
      const auto sent = send_natively(*this, stream->fileno(), transfer);
      current = sent;
      co_await sent;
    } catch (const SendfileNotAvailableError&) {
      if (!fallback) throw;
      available = false;
    }
    if (!available) {
      const auto sent = send_piecewise(*this, stream->fileno(), transfer);
      current = sent;
      co_await sent;
    }
  } catch (const CancelledError&) {
    if (interrupted) throw OSError(ECONNRESET, "Connection is closed by peer");
    throw;
  }
  co_return transfer.sent;
}

}  // namespace asyncio
