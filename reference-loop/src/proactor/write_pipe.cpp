#include <exception>
#include <utility>

#include "proactor/pipes.hpp"

namespace asyncio {
namespace proactor_events {

WritePipe::WritePipe(ProactorEventLoop& loop, OwnedPipe pipe, std::shared_ptr<BaseProtocol> protocol)
    : TransportCore(loop, std::move(protocol)),
      pipe_(std::move(pipe)),
      reader_(loop, *this),
      writer_(loop, *this) {}

Future<void> WritePipe::start() {
  Future<void> connected = announce();
  writer_.open(OperationKind::write, pipe_.get(), shared_from_this());
  return connected;
}

void WritePipe::close() {
  if (is_closing()) return;
  // With something left to write, the reader is still watched: it may go before it has taken all.
  mark_closing();
  if (!writer_.idle()) return;
  stop_reading();
  schedule_connection_lost(nullptr);
}

void WritePipe::begin_reading() {
  reader_.open(OperationKind::read, pipe_.get(), shared_from_this());
}

void WritePipe::reader_has_gone() {
  force_close(writer_.idle() ? nullptr : std::make_exception_ptr(net::broken_pipe.exception("write")));
}

void WritePipe::read_failed(net::SystemError error) {
  // The handle was not opened for reading: the next write tells.
  if (error == net::access_denied) {
    stop_reading();
  } else {
    fatal_error(std::make_exception_ptr(error.exception("read")), "Fatal read error on pipe transport");
  }
}

void WritePipe::write(Bytes data) {
  if (is_closing() || loop() == nullptr) return;
  writer_.write(data);
  buffer_grew();
}

void WritePipe::bytes_written() {
  buffer_shrank();  // the protocol may write again, or close
  if (is_closing() && writer_.idle() && !lost() && loop() != nullptr) call_connection_lost(nullptr);
}

void WritePipe::write_failed(net::SystemError error) {
  fatal_error(std::make_exception_ptr(error.exception("write")), "Fatal write error on pipe transport");
}

void WritePipe::released(LoopState /*state*/) noexcept {
  pipe_.reset();
}

}  // namespace proactor_events

Future<std::shared_ptr<WriteTransport>> ProactorEventLoop::connect_write_pipe(Factory<BaseProtocol> factory,
                                                                              FileDescriptor fd) {
  auto protocol = factory();
  auto pipe = proactor_->take_pipe(fd);
  const auto transport =
      std::make_shared<proactor_events::WritePipe>(*this, std::move(pipe), std::move(protocol));
  const Future<void> connected = transport->start();
  try {
    co_await connected;
  } catch (...) {
    transport->close();
    throw;
  }
  co_return std::shared_ptr<WriteTransport>(transport);
}

}  // namespace asyncio
