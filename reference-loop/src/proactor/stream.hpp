// The transport of a connected stream socket. Python: asyncio.proactor_events._ProactorSocketTransport.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "proactor/byte_reader.hpp"
#include "proactor/byte_writer.hpp"
#include "socket/owned_descriptor.hpp"
#include "transports/file_over_stream.hpp"
#include "transports/file_transfer.hpp"
#include "transports/transport_core.hpp"

namespace asyncio::proactor_events {

class StreamTransport final : public Transport,
                              public FileSender,
                              public TransportCore,
                              private ByteReader::Owner,
                              private ByteWriter::Owner {
 public:
  StreamTransport(ProactorEventLoop& loop, net::OwnedDescriptor socket, std::shared_ptr<Protocol> protocol,
                  std::function<void()> on_lost);

  // The future is done after connection_made(). Throws OSError if the socket cannot be used so.
  Future<void> start();

  // BaseTransport
  void close() override;
  [[nodiscard]] bool is_closing() const override { return TransportCore::is_closing(); }

  // ReadTransport
  [[nodiscard]] bool is_reading() const override { return !reader_.paused() && !is_closing(); }
  void pause_reading() override;
  void resume_reading() override;

  // WriteTransport
  void write(Bytes data) override;
  void write_eof() override;
  [[nodiscard]] bool can_write_eof() const override { return true; }
  void abort() override { force_close(nullptr); }
  [[nodiscard]] std::size_t get_write_buffer_size() const override { return writer_.size(); }
  void set_write_buffer_limits(std::optional<std::size_t> high, std::optional<std::size_t> low) override {
    set_limits(high, low);
  }

  // Transport. -1 and the last known addresses once it is lost.
  [[nodiscard]] FileDescriptor fileno() const override { return socket_.get(); }
  [[nodiscard]] Address local_address() const override { return local_; }
  [[nodiscard]] Address peer_address() const override { return peer_; }

  // FileSender
  Future<void> begin_sendfile(std::function<void()> interrupt) override {
    return file_.begin(loop(), writer_.idle(), std::move(interrupt));
  }
  void end_sendfile() noexcept override { file_.end(); }

 private:
  // TransportCore
  [[nodiscard]] std::size_t buffered() const noexcept override { return writer_.size(); }
  void begin_reading() override;
  void stop_reading() noexcept override { reader_.close(); }
  void stop_writing() noexcept override { writer_.close(); }
  void released(LoopState state) noexcept override;

  void bytes_read(Bytes data) override;
  void end_read() override;
  void read_failed(net::SystemError error) override;
  void bytes_written() override;
  void write_failed(net::SystemError error) override;

  net::OwnedDescriptor socket_;
  ByteReader reader_;
  ByteWriter writer_;
  std::shared_ptr<Protocol> protocol_;
  std::function<void()> on_lost_;
  Address local_;
  Address peer_;
  bool end_written_ = false;
  FileOverStream file_;
};

}  // namespace asyncio::proactor_events
