#include "unix/stream.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "transports/receive_buffer.hpp"
#include "unix/socket.hpp"

namespace asyncio::unix_os {

StreamTransport::StreamTransport(UnixSelectorEventLoop& loop, OwnedDescriptor socket,
                                 std::shared_ptr<Protocol> protocol, std::function<void()> on_lost)
    : DescriptorTransport(loop, std::move(socket), protocol),
      protocol_(std::move(protocol)),
      on_lost_(std::move(on_lost)),
      local_(unix_os::local_address(fd())),
      peer_(unix_os::peer_address(fd())) {
  // Small writes go out at once, without waiting for the answer to the last one.
  set_no_delay(fd());
}

void StreamTransport::close() {
  if (is_closing()) return;
  begin_closing();
  if (buffer_.empty()) schedule_connection_lost(nullptr);
}

void StreamTransport::pause_reading() {
  if (is_closing() || paused_) return;
  paused_ = true;
  stop_watching_reading();
}

void StreamTransport::resume_reading() {
  if (is_closing() || !paused_) return;
  paused_ = false;
  // Watching an ended stream would report its end again and again.
  if (!end_received_) watch_reading();
}

void StreamTransport::read_ready() {
  if (lost() || loop() == nullptr) return;
  const auto self = shared_from_this();
  const auto buffer = receive_buffer();
  const ssize_t count = receive_bytes(fd(), buffer);
  if (count < 0) {
    if (is_try_again(errno)) return;
    fatal_error(std::make_exception_ptr(OSError(errno, "recv")), "Fatal read error on socket transport");
  } else if (count == 0) {
    received_end();
  } else {
    const auto protocol = protocol_;
    const Bytes data = buffer.first(static_cast<std::size_t>(count));
    guarded([&] { protocol->data_received(data); }, "Fatal error: protocol.data_received() call failed.");
  }
}

void StreamTransport::received_end() {
  end_received_ = true;
  bool keep_open = false;
  const auto protocol = protocol_;
  if (!guarded([&] { keep_open = protocol->eof_received(); },
               "Fatal error: protocol.eof_received() call failed.")) {
    return;
  }
  if (keep_open) {
    stop_watching_reading();
  } else {
    close();
  }
}

void StreamTransport::write(Bytes data) {
  if (end_written_) throw RuntimeError("Cannot call write() after write_eof()");
  if (emptied_) throw RuntimeError("unable to write; sendfile is in progress");
  if (data.empty() || lost() || loop() == nullptr) return;
  if (buffer_.empty()) {
    const ssize_t count = send_bytes(fd(), data);
    if (count < 0 && !is_try_again(errno)) {
      fatal_error(std::make_exception_ptr(OSError(errno, "send")), "Fatal write error on socket transport");
      return;
    }
    if (count > 0) data = data.subspan(static_cast<std::size_t>(count));
    if (data.empty()) return;
    watch_writing();
  }
  buffer_.append(data);
  buffer_grew();
}

void StreamTransport::write_ready() {
  if (lost() || loop() == nullptr || buffer_.empty()) return;
  const auto self = shared_from_this();
  const ssize_t count = send_bytes(fd(), buffer_.front());
  if (count < 0) {
    if (is_try_again(errno)) return;
    fatal_error(std::make_exception_ptr(OSError(errno, "send")), "Fatal write error on socket transport");
    return;
  }
  buffer_.consume(static_cast<std::size_t>(count));
  buffer_shrank();  // the protocol may write again, or close
  if (buffer_.empty() && !lost()) buffer_emptied();
}

void StreamTransport::buffer_emptied() {
  stop_watching_writing();
  if (emptied_ && !emptied_->done()) emptied_->set_result();
  if (is_closing()) {
    call_connection_lost(nullptr);
  } else if (end_written_) {
    shut_down_writing();
  }
}

void StreamTransport::write_eof() {
  if (is_closing() || end_written_) return;
  end_written_ = true;
  if (buffer_.empty()) shut_down_writing();
}

void StreamTransport::shut_down_writing() noexcept {
  // A peer that has gone already (ENOTCONN) is noticed by reading.
  ::shutdown(fd(), SHUT_WR);
}

Future<void> StreamTransport::begin_sendfile(std::function<void()> interrupt) {
  if (loop() == nullptr) throw RuntimeError("Transport is closing");
  if (emptied_) throw RuntimeError("Empty waiter is already set");
  emptied_.emplace(*loop());
  interrupt_ = std::move(interrupt);
  if (buffer_.empty()) emptied_->set_result();
  return *emptied_;
}

void StreamTransport::end_sendfile() noexcept {
  emptied_.reset();
  interrupt_ = nullptr;
}

void StreamTransport::released(LoopState state) noexcept {
  const auto on_lost = std::exchange(on_lost_, nullptr);
  const auto interrupt = std::exchange(interrupt_, nullptr);
  const auto protocol = std::exchange(protocol_, nullptr);
  const auto emptied = std::exchange(emptied_, std::nullopt);
  if (state == LoopState::closing) return;
  if (emptied && !emptied->done()) {
    Future<void>(*emptied).set_exception(
        std::make_exception_ptr(OSError(ECONNRESET, "Connection is closed by peer")));
  }
  if (interrupt) interrupt();
  if (on_lost) on_lost();
}

Future<std::shared_ptr<Transport>> connect_stream(UnixSelectorEventLoop& loop, OwnedDescriptor socket,
                                                  std::shared_ptr<Protocol> protocol,
                                                  std::function<void()> on_lost) {
  const auto transport =
      std::make_shared<StreamTransport>(loop, std::move(socket), std::move(protocol), std::move(on_lost));
  const Future<void> connected = transport->start(true);
  try {
    co_await connected;
  } catch (...) {
    transport->close();
    throw;
  }
  co_return std::shared_ptr<Transport>(transport);
}

}  // namespace asyncio::unix_os
