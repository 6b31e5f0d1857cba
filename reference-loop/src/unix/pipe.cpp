#include "unix/pipe.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "socket/socket.hpp"
#include "transports/receive_buffer.hpp"
#include "unix/pipe_write.hpp"
#include "unix/selector_event_loop.hpp"

namespace asyncio::unix_os {

PipeDescriptor take_pipe(FileDescriptor fd) {
  struct stat status {};
  if (::fstat(fd, &status) < 0) throw_errno("fstat");
  OwnedDescriptor owned(fd);
  PipeKind kind{};
  if (S_ISFIFO(status.st_mode)) {
    kind = PipeKind::fifo;
  } else if (S_ISSOCK(status.st_mode)) {
    kind = PipeKind::socket;
  } else if (S_ISCHR(status.st_mode)) {
    kind = PipeKind::character_device;
  } else {
    throw ValueError("Pipe transport is only for pipes, sockets and character devices");
  }
  set_blocking(fd, false);
  return {std::move(owned), kind};
}

// ---- Reading

ReadPipeTransport::ReadPipeTransport(SelectorEventLoop& loop, PipeDescriptor pipe,
                                     std::shared_ptr<Protocol> protocol)
    : DescriptorTransport(loop, std::move(pipe.descriptor), protocol), protocol_(std::move(protocol)) {}

void ReadPipeTransport::close() {
  if (is_closing()) return;
  begin_closing();
  schedule_connection_lost(nullptr);
}

void ReadPipeTransport::pause_reading() {
  if (is_closing() || paused_) return;
  paused_ = true;
  stop_watching_reading();
}

void ReadPipeTransport::resume_reading() {
  if (is_closing() || !paused_) return;
  paused_ = false;
  watch_reading();
}

void ReadPipeTransport::read_ready() {
  if (is_closing() || loop() == nullptr) return;
  const auto self = shared_from_this();
  const auto buffer = receive_buffer();
  const net::Transferred received = transferred(::read(fd(), buffer.data(), buffer.size()));
  if (!received.error) {
    if (received.size == 0) {
      received_end();
      return;
    }
    const auto protocol = protocol_;
    protocol->data_received(buffer.first(received.size));
  } else if (!received.error.is_try_again()) {
    const auto error = std::make_exception_ptr(received.error.exception("read"));
    // EIO is how a terminal says that its other side was closed.
    if (received.error.code() != EIO) loop()->report("Fatal read error on pipe transport", error);
    force_close(error);
  }
}

void ReadPipeTransport::received_end() {
  begin_closing();
  loop()->call_soon([protocol = protocol_] { static_cast<void>(protocol->eof_received()); });
  schedule_connection_lost(nullptr);
}

void ReadPipeTransport::released(LoopState state) noexcept {
  DescriptorTransport::released(state);
  const auto gone = std::exchange(protocol_, nullptr);
}

// ---- Writing

WritePipeTransport::WritePipeTransport(SelectorEventLoop& loop, PipeDescriptor pipe,
                                       std::shared_ptr<BaseProtocol> protocol)
    : DescriptorTransport(loop, std::move(pipe.descriptor), std::move(protocol)), kind_(pipe.kind) {}

net::Transferred WritePipeTransport::write_now(Bytes data) noexcept {
  if (kind_ == PipeKind::socket) return net::send_bytes(fd(), data);
  return write_to_pipe(fd(), data);
}

void WritePipeTransport::write(Bytes data) {
  if (data.empty() || is_closing() || lost() || loop() == nullptr) return;
  if (buffer_.empty()) {
    const net::Transferred written = write_now(data);
    if (written.error && !written.error.is_try_again()) {
      fatal_error(std::make_exception_ptr(written.error.exception("write")),
                  "Fatal write error on pipe transport");
      return;
    }
    data = data.subspan(written.size);
    if (data.empty()) return;
    watch_writing();
  }
  buffer_.append(data);
  buffer_grew();
}

void WritePipeTransport::write_ready() {
  if (lost() || loop() == nullptr || buffer_.empty()) return;
  const auto self = shared_from_this();
  const net::Transferred written = write_now(buffer_.front());
  if (written.error) {
    if (written.error.is_try_again()) return;
    fatal_error(std::make_exception_ptr(written.error.exception("write")),
                "Fatal write error on pipe transport");
    return;
  }
  buffer_.consume(written.size);
  buffer_shrank();  // the protocol may write again, or close
  if (!buffer_.empty() || lost()) return;
  stop_watching_writing();
  if (is_closing()) call_connection_lost(nullptr);
}

void WritePipeTransport::read_ready() {
  if (lost() || loop() == nullptr) return;
  force_close(buffer_.empty() ? nullptr : std::make_exception_ptr(OSError(EPIPE, "write")));
}

void WritePipeTransport::write_eof() {
  if (is_closing() || loop() == nullptr) return;
  mark_closing();
  // With something left to write, the reader is still watched: it may go before it has taken all.
  if (buffer_.empty()) force_close(nullptr);
}

}  // namespace asyncio::unix_os

// ---- The loop's methods

namespace asyncio {

Future<std::shared_ptr<ReadTransport>> UnixSelectorEventLoop::connect_read_pipe(Factory<Protocol> factory,
                                                                                FileDescriptor fd) {
  auto protocol = factory();
  auto pipe = unix_os::take_pipe(fd);
  const auto transport =
      std::make_shared<unix_os::ReadPipeTransport>(*this, std::move(pipe), std::move(protocol));
  const Future<void> connected = transport->start(true);
  try {
    co_await connected;
  } catch (...) {
    transport->close();
    throw;
  }
  co_return std::shared_ptr<ReadTransport>(transport);
}

Future<std::shared_ptr<WriteTransport>> UnixSelectorEventLoop::connect_write_pipe(
    Factory<BaseProtocol> factory, FileDescriptor fd) {
  auto protocol = factory();
  auto pipe = unix_os::take_pipe(fd);
  const auto transport =
      std::make_shared<unix_os::WritePipeTransport>(*this, std::move(pipe), std::move(protocol));
  const Future<void> connected = transport->start(transport->notices_reader());
  try {
    co_await connected;
  } catch (...) {
    transport->close();
    throw;
  }
  co_return std::shared_ptr<WriteTransport>(transport);
}

}  // namespace asyncio
