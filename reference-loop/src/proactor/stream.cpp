#include "proactor/stream.hpp"

#include <exception>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "socket/socket.hpp"

namespace asyncio {
namespace proactor_events {

StreamTransport::StreamTransport(ProactorEventLoop& loop, net::OwnedDescriptor socket,
                                 std::shared_ptr<Protocol> protocol, std::function<void()> on_lost)
    : TransportCore(loop, protocol),
      socket_(std::move(socket)),
      reader_(loop, *this),
      writer_(loop, *this),
      protocol_(std::move(protocol)),
      on_lost_(std::move(on_lost)),
      local_(net::local_address(socket_.get())),
      peer_(net::peer_address(socket_.get())) {
  // Small writes go out at once, without waiting for the answer to the last one.
  net::set_no_delay(socket_.get());
  loop.proactor().associate(socket_.get());
}

Future<void> StreamTransport::start() {
  Future<void> connected = announce();
  writer_.open(OperationKind::send, socket_.get(), shared_from_this());
  return connected;
}

void StreamTransport::close() {
  if (is_closing()) return;
  mark_closing();
  stop_reading();
  if (writer_.idle()) schedule_connection_lost(nullptr);
}

// ---- Reading

void StreamTransport::begin_reading() {
  reader_.open(OperationKind::receive, socket_.get(), shared_from_this());
}

void StreamTransport::pause_reading() {
  if (!is_closing()) reader_.pause();
}

void StreamTransport::resume_reading() {
  if (!is_closing()) reader_.resume();
}

void StreamTransport::bytes_read(Bytes data) {
  const auto protocol = protocol_;
  guarded([&] { protocol->data_received(data); }, "Fatal error: protocol.data_received() call failed.");
}

void StreamTransport::end_read() {
  bool keep_open = false;
  const auto protocol = protocol_;
  if (!guarded([&] { keep_open = protocol->eof_received(); },
               "Fatal error: protocol.eof_received() call failed.")) {
    return;
  }
  if (!keep_open) close();
}

void StreamTransport::read_failed(net::SystemError error) {
  fatal_error(std::make_exception_ptr(error.exception("recv")), "Fatal read error on socket transport");
}

// ---- Writing

void StreamTransport::write(Bytes data) {
  if (end_written_) throw RuntimeError("Cannot call write() after write_eof()");
  if (file_.active()) throw RuntimeError("unable to write; sendfile is in progress");
  if (is_closing() || loop() == nullptr) return;
  writer_.write(data);
  buffer_grew();
}

void StreamTransport::bytes_written() {
  buffer_shrank();  // the protocol may write again, or close
  if (lost() || loop() == nullptr || !writer_.idle()) return;
  file_.buffer_emptied();
  if (is_closing()) {
    call_connection_lost(nullptr);
  } else if (end_written_) {
    net::shut_down_writing(socket_.get());
  }
}

void StreamTransport::write_failed(net::SystemError error) {
  fatal_error(std::make_exception_ptr(error.exception("send")), "Fatal write error on socket transport");
}

void StreamTransport::write_eof() {
  if (is_closing() || end_written_) return;
  end_written_ = true;
  if (writer_.idle()) net::shut_down_writing(socket_.get());
}

// ---- The end

void StreamTransport::released(LoopState state) noexcept {
  const auto on_lost = std::exchange(on_lost_, nullptr);
  const auto protocol = std::exchange(protocol_, nullptr);
  if (state == LoopState::running) file_.connection_lost();
  file_.end();
  // The peer sees the end of the stream, also where a cancelled receive would make a reset of it.
  if (!forced()) net::shut_down_writing(socket_.get());
  socket_.reset();
  if (state == LoopState::running && on_lost) on_lost();
}

}  // namespace proactor_events

Started<Transport> ProactorEventLoop::make_socket_transport(net::OwnedDescriptor socket,
                                                            std::shared_ptr<Protocol> protocol,
                                                            std::function<void()> on_lost) {
  const auto transport = std::make_shared<proactor_events::StreamTransport>(
      *this, std::move(socket), std::move(protocol), std::move(on_lost));
  Future<void> connected = transport->start();
  return {transport, std::move(connected)};
}

}  // namespace asyncio
