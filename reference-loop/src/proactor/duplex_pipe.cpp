#include <exception>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "proactor/pipes.hpp"

namespace asyncio::proactor_events {

DuplexPipe::DuplexPipe(ProactorEventLoop& loop, OwnedPipe pipe, std::shared_ptr<Protocol> protocol)
    : TransportCore(loop, protocol),
      pipe_(std::move(pipe)),
      reader_(loop, *this),
      writer_(loop, *this),
      protocol_(std::move(protocol)) {}

Future<void> DuplexPipe::start() {
  Future<void> connected = announce();
  writer_.open(OperationKind::write, pipe_.get(), shared_from_this());
  return connected;
}

void DuplexPipe::close() {
  if (is_closing()) return;
  mark_closing();
  stop_reading();
  if (writer_.idle()) schedule_connection_lost(nullptr);
}

void DuplexPipe::begin_reading() {
  reader_.open(OperationKind::read, pipe_.get(), shared_from_this());
}

void DuplexPipe::pause_reading() {
  if (!is_closing()) reader_.pause();
}

void DuplexPipe::resume_reading() {
  if (!is_closing()) reader_.resume();
}

void DuplexPipe::bytes_read(Bytes data) {
  const auto protocol = protocol_;
  guarded([&] { protocol->data_received(data); }, "Fatal error: protocol.data_received() call failed.");
}

void DuplexPipe::end_read() {
  bool keep_open = false;
  const auto protocol = protocol_;
  if (guarded([&] { keep_open = protocol->eof_received(); },
              "Fatal error: protocol.eof_received() call failed.") &&
      !keep_open) {
    close();
  }
}

void DuplexPipe::read_failed(net::SystemError error) {
  fatal_error(std::make_exception_ptr(error.exception("read")), "Fatal read error on pipe transport");
}

void DuplexPipe::write(Bytes data) {
  if (is_closing() || loop() == nullptr) return;
  writer_.write(data);
  buffer_grew();
}

void DuplexPipe::write_eof() {
  throw NotImplementedError();
}

void DuplexPipe::bytes_written() {
  buffer_shrank();  // the protocol may write again, or close
  if (is_closing() && writer_.idle() && !lost() && loop() != nullptr) call_connection_lost(nullptr);
}

void DuplexPipe::write_failed(net::SystemError error) {
  fatal_error(std::make_exception_ptr(error.exception("write")), "Fatal write error on pipe transport");
}

void DuplexPipe::released(LoopState /*state*/) noexcept {
  const auto gone = std::exchange(protocol_, nullptr);
  pipe_.reset();
}

}  // namespace asyncio::proactor_events
