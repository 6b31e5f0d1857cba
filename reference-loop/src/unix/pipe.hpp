// The transports of one direction: pipes, FIFOs, sockets and character devices such as terminals.
// https://docs.python.org/3/library/asyncio-eventloop.html#working-with-pipes
#pragma once

#include <memory>

#include "selector/descriptor_transport.hpp"
#include "transports/write_buffer.hpp"
#include "unix/descriptor.hpp"

namespace asyncio::unix_os {

using selector_events::DescriptorTransport;

enum class PipeKind { fifo, socket, character_device };

// A descriptor that a pipe transport can work with, made non-blocking.
struct PipeDescriptor {
  OwnedDescriptor descriptor;
  PipeKind kind;
};

// Takes the descriptor over once its kind could be read: it is closed if it is then refused. Throws
// ValueError for any other kind of file, OSError if it is not open.
[[nodiscard]] PipeDescriptor take_pipe(FileDescriptor fd);

class ReadPipeTransport final : public ReadTransport, public DescriptorTransport {
 public:
  ReadPipeTransport(SelectorEventLoop& loop, PipeDescriptor pipe, std::shared_ptr<Protocol> protocol);

  void close() override;
  [[nodiscard]] bool is_closing() const override { return DescriptorTransport::is_closing(); }
  [[nodiscard]] bool is_reading() const override { return !paused_ && !is_closing(); }
  void pause_reading() override;
  void resume_reading() override;

 protected:
  void read_ready() override;
  void write_ready() override {}
  [[nodiscard]] std::size_t buffered() const noexcept override { return 0; }
  void discard_buffer() noexcept override {}
  void released(LoopState state) noexcept override;

 private:
  void received_end();

  std::shared_ptr<Protocol> protocol_;
  bool paused_ = false;
};

class WritePipeTransport final : public WriteTransport, public DescriptorTransport {
 public:
  WritePipeTransport(SelectorEventLoop& loop, PipeDescriptor pipe, std::shared_ptr<BaseProtocol> protocol);

  // The reader's going away is seen as readiness for reading: on pipes and sockets, not on character devices,
  // for which a terminal's input would be taken for it. start() is to be given this.
  [[nodiscard]] bool notices_reader() const noexcept { return kind_ != PipeKind::character_device; }

  void close() override { write_eof(); }
  [[nodiscard]] bool is_closing() const override { return DescriptorTransport::is_closing(); }
  void write(Bytes data) override;  // after write_eof() it is dropped
  void write_eof() override;        // the end of a pipe is its closing
  [[nodiscard]] bool can_write_eof() const override { return true; }
  void abort() override { force_close(nullptr); }
  [[nodiscard]] std::size_t get_write_buffer_size() const override { return buffer_.size(); }
  void set_write_buffer_limits(std::optional<std::size_t> high, std::optional<std::size_t> low) override {
    set_limits(high, low);
  }

 protected:
  void read_ready() override;
  void write_ready() override;
  [[nodiscard]] std::size_t buffered() const noexcept override { return buffer_.size(); }
  void discard_buffer() noexcept override { buffer_.clear(); }

 private:
  [[nodiscard]] net::Transferred write_now(Bytes data) noexcept;

  PipeKind kind_;
  WriteBuffer buffer_;
};

}  // namespace asyncio::unix_os
