#include <exception>
#include <utility>

#include "proactor/pipes.hpp"

namespace asyncio {
namespace proactor_events {

ReadPipe::ReadPipe(ProactorEventLoop& loop, OwnedPipe pipe, std::shared_ptr<Protocol> protocol)
    : TransportCore(loop, protocol),
      pipe_(std::move(pipe)),
      reader_(loop, *this),
      protocol_(std::move(protocol)) {}

void ReadPipe::close() {
  if (is_closing()) return;
  mark_closing();
  stop_reading();
  schedule_connection_lost(nullptr);
}

void ReadPipe::begin_reading() {
  reader_.open(OperationKind::read, pipe_.get(), shared_from_this());
}

void ReadPipe::pause_reading() {
  if (!is_closing()) reader_.pause();
}

void ReadPipe::resume_reading() {
  if (!is_closing()) reader_.resume();
}

void ReadPipe::bytes_read(Bytes data) {
  const auto protocol = protocol_;
  guarded([&] { protocol->data_received(data); }, "Fatal error: protocol.data_received() call failed.");
}

void ReadPipe::end_read() {
  bool keep_open = false;
  const auto protocol = protocol_;
  if (guarded([&] { keep_open = protocol->eof_received(); },
              "Fatal error: protocol.eof_received() call failed.") &&
      !keep_open) {
    close();
  }
}

void ReadPipe::read_failed(net::SystemError error) {
  fatal_error(std::make_exception_ptr(error.exception("read")), "Fatal read error on pipe transport");
}

void ReadPipe::released(LoopState /*state*/) noexcept {
  const auto gone = std::exchange(protocol_, nullptr);
  pipe_.reset();
}

}  // namespace proactor_events

Future<std::shared_ptr<ReadTransport>> ProactorEventLoop::connect_read_pipe(Factory<Protocol> factory,
                                                                            FileDescriptor fd) {
  auto protocol = factory();
  auto pipe = proactor_->take_pipe(fd);
  const auto transport =
      std::make_shared<proactor_events::ReadPipe>(*this, std::move(pipe), std::move(protocol));
  const Future<void> connected = transport->start();
  try {
    co_await connected;
  } catch (...) {
    transport->close();
    throw;
  }
  co_return std::shared_ptr<ReadTransport>(transport);
}

}  // namespace asyncio
