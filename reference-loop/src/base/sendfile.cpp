// loop.sock_sendfile() and loop.sendfile(): natively where the loop can, else piece by piece.
// https://docs.python.org/3/library/asyncio-eventloop.html#transferring-files
#include <memory>
#include <utility>

#include "base/base_event_loop.hpp"
#include "socket/socket.hpp"
#include "transports/file_transfer.hpp"

namespace asyncio {
namespace {

// Moves the file's position behind what was sent, however the transfer ends.
class PositionUpdate {
 public:
  explicit PositionUpdate(const FileTransfer& transfer) noexcept : transfer_(transfer) {}
  PositionUpdate(const PositionUpdate&) = delete;
  PositionUpdate& operator=(const PositionUpdate&) = delete;
  ~PositionUpdate() {
    if (transfer_.sent > 0) set_file_position(transfer_.file, transfer_.position());
  }

 private:
  const FileTransfer& transfer_;
};

constexpr std::size_t fallback_step = std::size_t{256} * 1024;

// The next piece of the file; empty at its end.
Future<std::vector<std::byte>> read_piece(BaseEventLoop& loop, const FileTransfer& transfer) {
  const auto piece = std::make_shared<std::vector<std::byte>>(transfer.next_size(fallback_step));
  std::function<void()> job = [piece, file = transfer.file, position = transfer.position()] {
    piece->resize(read_file(file, *piece, position));
  };
  const Future<void> read = loop.run_in_executor(std::move(job));
  co_await read;
  co_return std::move(*piece);
}

Future<void> send_piecewise(BaseEventLoop& loop, FileDescriptor socket, FileTransfer& transfer) {
  while (!transfer.finished()) {
    const auto read = read_piece(loop, transfer);
    std::vector<std::byte> piece = co_await read;
    if (piece.empty()) co_return;
    const std::size_t size = piece.size();
    const auto sent = loop.send_all(socket, std::move(piece));
    co_await sent;
    transfer.sent += size;
  }
}

void check_stream_socket(FileDescriptor socket) {
  if (net::socket_type(socket) != SOCK_STREAM)
    throw ValueError("only SOCK_STREAM type sockets are supported");
}

// While a file goes over a transport nothing is read, and after begin_sendfile() write() is refused. This
// ends both.
class SendfileMode {
 public:
  SendfileMode(Transport& transport, FileSender& sender)
      : transport_(transport), sender_(sender), was_reading_(transport.is_reading()) {
    transport_.pause_reading();
  }
  SendfileMode(const SendfileMode&) = delete;
  SendfileMode& operator=(const SendfileMode&) = delete;
  ~SendfileMode() {
    sender_.end_sendfile();
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

  Transport& transport_;
  FileSender& sender_;
  bool was_reading_;
};

}  // namespace

Future<std::size_t> BaseEventLoop::sock_sendfile(FileDescriptor socket, FileDescriptor file,
                                                 std::size_t offset, std::size_t count, bool fallback) {
  check_socket_mode(socket);
  check_stream_socket(socket);
  check_not_owned(socket);
  FileTransfer transfer{file, offset, count};
  const PositionUpdate update(transfer);
  bool available = true;
  try {
    const auto sent = send_file_natively(socket, transfer);
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

Future<std::size_t> BaseEventLoop::sendfile(std::shared_ptr<Transport> transport, FileDescriptor file,
                                            std::size_t offset, std::size_t count, bool fallback) {
  const auto sender = std::dynamic_pointer_cast<FileSender>(transport);
  if (!sender) throw RuntimeError("sendfile is not supported for this transport");
  if (transport->is_closing()) throw RuntimeError("Transport is closing");
  FileTransfer transfer{file, offset, count};
  const PositionUpdate update(transfer);

  // The connection may be lost at any of the waits; whichever is going on is cancelled then.
  FutureBase current;
  bool interrupted = false;
  const Future<void> emptied = sender->begin_sendfile([&current, &interrupted] {
    interrupted = true;
    if (current.valid()) current.cancel();
  });
  const SendfileMode mode(*transport, *sender);
  co_await emptied;
  try {
    bool available = true;
    try {
      const auto sent = send_file_natively(transport->fileno(), transfer);
      current = sent;
      co_await sent;
    } catch (const SendfileNotAvailableError&) {
      if (!fallback) throw;
      available = false;
    }
    if (!available) {
      const auto sent = send_piecewise(*this, transport->fileno(), transfer);
      current = sent;
      co_await sent;
    }
  } catch (const CancelledError&) {
    if (interrupted) throw net::connection_reset.exception("Connection is closed by peer");
    throw;
  }
  co_return transfer.sent;
}

}  // namespace asyncio
