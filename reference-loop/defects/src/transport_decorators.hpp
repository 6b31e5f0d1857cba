// What stands between a loop and its protocols: a protocol that hands on, and transports that hand on.
#pragma once

#include <memory>
#include <utility>

#include "asyncio/protocols.hpp"
#include "asyncio/transports.hpp"

namespace asyncio::defects {

class TransportDecorator : public Transport {
 public:
  explicit TransportDecorator(std::shared_ptr<Transport> inner) : inner_(std::move(inner)) {}
  void close() override { inner_->close(); }
  [[nodiscard]] bool is_closing() const override { return inner_->is_closing(); }
  [[nodiscard]] bool is_reading() const override { return inner_->is_reading(); }
  void pause_reading() override { inner_->pause_reading(); }
  void resume_reading() override { inner_->resume_reading(); }
  void write(Bytes data) override { inner_->write(data); }
  void write_eof() override { inner_->write_eof(); }
  [[nodiscard]] bool can_write_eof() const override { return inner_->can_write_eof(); }
  void abort() override { inner_->abort(); }
  [[nodiscard]] std::size_t get_write_buffer_size() const override { return inner_->get_write_buffer_size(); }
  void set_write_buffer_limits(std::optional<std::size_t> high, std::optional<std::size_t> low) override {
    inner_->set_write_buffer_limits(high, low);
  }
  [[nodiscard]] FileDescriptor fileno() const override { return inner_->fileno(); }
  [[nodiscard]] Address local_address() const override { return inner_->local_address(); }
  [[nodiscard]] Address peer_address() const override { return inner_->peer_address(); }

  [[nodiscard]] const std::shared_ptr<Transport>& inner() const noexcept { return inner_; }

 private:
  std::shared_ptr<Transport> inner_;
};

class ChildDecorator : public SubprocessTransport {
 public:
  explicit ChildDecorator(std::shared_ptr<SubprocessTransport> inner) : inner_(std::move(inner)) {}
  void close() override { inner_->close(); }
  [[nodiscard]] bool is_closing() const override { return inner_->is_closing(); }
  [[nodiscard]] ProcessId get_pid() const override { return inner_->get_pid(); }
  [[nodiscard]] std::optional<long long> get_returncode() const override { return inner_->get_returncode(); }
  [[nodiscard]] std::shared_ptr<BaseTransport> get_pipe_transport(int fd) const override {
    return inner_->get_pipe_transport(fd);
  }
  void send_signal(int signal) override { inner_->send_signal(signal); }
  void terminate() override { inner_->terminate(); }
  void kill() override { inner_->kill(); }

 protected:
  [[nodiscard]] SubprocessTransport& inner() const noexcept { return *inner_; }

 private:
  std::shared_ptr<SubprocessTransport> inner_;
};

class ProtocolDecorator : public Protocol {
 public:
  explicit ProtocolDecorator(std::shared_ptr<Protocol> inner) : inner_(std::move(inner)) {}
  void connection_made(std::shared_ptr<BaseTransport> transport) override {
    inner_->connection_made(std::move(transport));
  }
  void connection_lost(std::exception_ptr error) override { inner_->connection_lost(std::move(error)); }
  void pause_writing() override { inner_->pause_writing(); }
  void resume_writing() override { inner_->resume_writing(); }
  void data_received(Bytes data) override { inner_->data_received(data); }
  bool eof_received() override { return inner_->eof_received(); }

 private:
  std::shared_ptr<Protocol> inner_;
};

class ChildProtocolDecorator : public SubprocessProtocol {
 public:
  explicit ChildProtocolDecorator(std::shared_ptr<SubprocessProtocol> inner) : inner_(std::move(inner)) {}
  void connection_made(std::shared_ptr<BaseTransport> transport) override {
    inner_->connection_made(std::move(transport));
  }
  void connection_lost(std::exception_ptr error) override { inner_->connection_lost(std::move(error)); }
  void pause_writing() override { inner_->pause_writing(); }
  void resume_writing() override { inner_->resume_writing(); }
  void pipe_data_received(int fd, Bytes data) override { inner_->pipe_data_received(fd, data); }
  void pipe_connection_lost(int fd, std::exception_ptr error) override {
    inner_->pipe_connection_lost(fd, std::move(error));
  }
  void process_exited() override { inner_->process_exited(); }

 private:
  std::shared_ptr<SubprocessProtocol> inner_;
};

}  // namespace asyncio::defects
