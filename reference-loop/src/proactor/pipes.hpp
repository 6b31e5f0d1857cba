// The transports of pipes. Python: asyncio.proactor_events._ProactorReadPipeTransport,
// _ProactorWritePipeTransport.
#pragma once

#include <memory>

#include "proactor/byte_reader.hpp"
#include "proactor/byte_writer.hpp"
#include "proactor/owned_pipe.hpp"
#include "transports/transport_core.hpp"

namespace asyncio::proactor_events {

class ReadPipe final : public ReadTransport, public TransportCore, private ByteReader::Owner {
 public:
  ReadPipe(ProactorEventLoop& loop, OwnedPipe pipe, std::shared_ptr<Protocol> protocol);
  Future<void> start() { return announce(); }

  void close() override;
  [[nodiscard]] bool is_closing() const override { return TransportCore::is_closing(); }
  [[nodiscard]] bool is_reading() const override { return !reader_.paused() && !is_closing(); }
  void pause_reading() override;
  void resume_reading() override;

 private:
  [[nodiscard]] std::size_t buffered() const noexcept override { return 0; }
  void begin_reading() override;
  void stop_reading() noexcept override { reader_.close(); }
  void stop_writing() noexcept override {}
  void released(LoopState state) noexcept override;
  void bytes_read(Bytes data) override;
  void end_read() override;
  void read_failed(net::SystemError error) override;

  OwnedPipe pipe_;
  ByteReader reader_;
  std::shared_ptr<Protocol> protocol_;
};

// Hears that the reader has gone by reading from the pipe, if it was opened for that too; else by the next
// write.
class WritePipe final : public WriteTransport,
                        public TransportCore,
                        private ByteReader::Owner,
                        private ByteWriter::Owner {
 public:
  WritePipe(ProactorEventLoop& loop, OwnedPipe pipe, std::shared_ptr<BaseProtocol> protocol);
  Future<void> start();

  void close() override;
  [[nodiscard]] bool is_closing() const override { return TransportCore::is_closing(); }
  void write(Bytes data) override;        // after write_eof() it is dropped
  void write_eof() override { close(); }  // the end of a pipe is its closing
  [[nodiscard]] bool can_write_eof() const override { return true; }
  void abort() override { force_close(nullptr); }
  [[nodiscard]] std::size_t get_write_buffer_size() const override { return writer_.size(); }
  void set_write_buffer_limits(std::optional<std::size_t> high, std::optional<std::size_t> low) override {
    set_limits(high, low);
  }

 private:
  [[nodiscard]] std::size_t buffered() const noexcept override { return writer_.size(); }
  void begin_reading() override;
  void stop_reading() noexcept override { reader_.close(); }
  void stop_writing() noexcept override { writer_.close(); }
  void released(LoopState state) noexcept override;
  void bytes_read(Bytes /*data*/) override {}  // a duplex pipe whose other end writes: nobody asked for it
  void end_read() override { reader_has_gone(); }
  void read_failed(net::SystemError error) override;
  void bytes_written() override;
  void write_failed(net::SystemError error) override;
  void reader_has_gone();

  OwnedPipe pipe_;
  ByteReader reader_;
  ByteWriter writer_;
};

}  // namespace asyncio::proactor_events
