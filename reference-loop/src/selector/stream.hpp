// The transport of a connected stream socket: TCP and AF_UNIX.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "selector/descriptor_transport.hpp"
#include "transports/file_over_stream.hpp"
#include "transports/file_transfer.hpp"
#include "transports/write_buffer.hpp"

namespace asyncio::selector_events {

class StreamTransport final : public Transport, public FileSender, public DescriptorTransport {
 public:
  // `on_lost` is called after connection_lost(), unless the loop is closed before.
  StreamTransport(SelectorEventLoop& loop, net::OwnedDescriptor socket, std::shared_ptr<Protocol> protocol,
                  std::function<void()> on_lost = nullptr);

  // BaseTransport
  void close() override;
  [[nodiscard]] bool is_closing() const override { return DescriptorTransport::is_closing(); }

  // ReadTransport
  [[nodiscard]] bool is_reading() const override { return !paused_ && !is_closing(); }
  void pause_reading() override;
  void resume_reading() override;

  // WriteTransport. write() throws RuntimeError after write_eof() and during sendfile().
  void write(Bytes data) override;
  void write_eof() override;
  [[nodiscard]] bool can_write_eof() const override { return true; }
  void abort() override { force_close(nullptr); }
  [[nodiscard]] std::size_t get_write_buffer_size() const override { return buffer_.size(); }
  void set_write_buffer_limits(std::optional<std::size_t> high, std::optional<std::size_t> low) override {
    set_limits(high, low);
  }

  // Transport. -1 and the last known addresses once it is lost.
  [[nodiscard]] FileDescriptor fileno() const override { return fd(); }
  [[nodiscard]] Address local_address() const override { return local_; }
  [[nodiscard]] Address peer_address() const override { return peer_; }

  // FileSender
  Future<void> begin_sendfile(std::function<void()> interrupt) override {
    return file_.begin(loop(), buffer_.empty(), std::move(interrupt));
  }
  void end_sendfile() noexcept override { file_.end(); }

 protected:
  void read_ready() override;
  void write_ready() override;
  [[nodiscard]] std::size_t buffered() const noexcept override { return buffer_.size(); }
  void discard_buffer() noexcept override { buffer_.clear(); }
  void released(LoopState state) noexcept override;

 private:
  void received_end();
  void buffer_emptied();

  std::shared_ptr<Protocol> protocol_;
  std::function<void()> on_lost_;
  Address local_;
  Address peer_;
  WriteBuffer buffer_;
  bool paused_ = false;
  bool end_received_ = false;
  bool end_written_ = false;
  FileOverStream file_;
};

}  // namespace asyncio::selector_events
