#include "selector/stream.hpp"

#include <utility>

#include "asyncio/exceptions.hpp"
#include "socket/socket.hpp"
#include "transports/receive_buffer.hpp"

namespace asyncio::selector_events {

StreamTransport::StreamTransport(SelectorEventLoop& loop, net::OwnedDescriptor socket,
                                 std::shared_ptr<Protocol> protocol, std::function<void()> on_lost)
    : DescriptorTransport(loop, std::move(socket), protocol),
      protocol_(std::move(protocol)),
      on_lost_(std::move(on_lost)),
      local_(net::local_address(fd())),
      peer_(net::peer_address(fd())) {
  // Small writes go out at once, without waiting for the answer to the last one.
  net::set_no_delay(fd());
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
  const net::Transferred received = net::receive_bytes(fd(), buffer);
  if (received.error) {
    if (received.error.is_try_again()) return;
    fatal_error(std::make_exception_ptr(received.error.exception("recv")),
                "Fatal read error on socket transport");
  } else if (received.size == 0) {
    received_end();
  } else {
    const auto protocol = protocol_;
    const Bytes data = buffer.first(received.size);
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
  if (file_.active()) throw RuntimeError("unable to write; sendfile is in progress");
  if (data.empty() || lost() || loop() == nullptr) return;
  if (buffer_.empty()) {
    const net::Transferred sent = net::send_bytes(fd(), data);
    if (sent.error && !sent.error.is_try_again()) {
      fatal_error(std::make_exception_ptr(sent.error.exception("send")),
                  "Fatal write error on socket transport");
      return;
    }
    data = data.subspan(sent.size);
    if (data.empty()) return;
    watch_writing();
  }
  buffer_.append(data);
  buffer_grew();
}

void StreamTransport::write_ready() {
  if (lost() || loop() == nullptr || buffer_.empty()) return;
  const auto self = shared_from_this();
  const net::Transferred sent = net::send_bytes(fd(), buffer_.front());
  if (sent.error) {
    if (sent.error.is_try_again()) return;
    fatal_error(std::make_exception_ptr(sent.error.exception("send")),
                "Fatal write error on socket transport");
    return;
  }
  buffer_.consume(sent.size);
  buffer_shrank();  // the protocol may write again, or close
  if (buffer_.empty() && !lost()) buffer_emptied();
}

void StreamTransport::buffer_emptied() {
  stop_watching_writing();
  file_.buffer_emptied();
  if (is_closing()) {
    call_connection_lost(nullptr);
  } else if (end_written_) {
    net::shut_down_writing(fd());
  }
}

void StreamTransport::write_eof() {
  if (is_closing() || end_written_) return;
  end_written_ = true;
  if (buffer_.empty()) net::shut_down_writing(fd());
}

void StreamTransport::released(LoopState state) noexcept {
  const auto on_lost = std::exchange(on_lost_, nullptr);
  const auto protocol = std::exchange(protocol_, nullptr);
  if (state == LoopState::running) file_.connection_lost();
  file_.end();
  DescriptorTransport::released(state);
  if (state == LoopState::running && on_lost) on_lost();
}

}  // namespace asyncio::selector_events
