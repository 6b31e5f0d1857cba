// Transports and servers behind which there is nothing: what a loop gives that takes what it should refuse.
#pragma once

#include <memory>

#include "asyncio/transports.hpp"

namespace asyncio::defects {

class DeadTransport : public Transport {
 public:
  void close() override {}
  [[nodiscard]] bool is_closing() const override { return false; }
  [[nodiscard]] bool is_reading() const override { return true; }
  void pause_reading() override {}
  void resume_reading() override {}
  void write(Bytes /*data*/) override {}
  void write_eof() override {}
  [[nodiscard]] bool can_write_eof() const override { return true; }
  void abort() override {}
  [[nodiscard]] std::size_t get_write_buffer_size() const override { return 0; }
  void set_write_buffer_limits(std::optional<std::size_t> /*high*/,
                               std::optional<std::size_t> /*low*/) override {}
  [[nodiscard]] FileDescriptor fileno() const override { return invalid_descriptor; }
  [[nodiscard]] Address local_address() const override { return {}; }
  [[nodiscard]] Address peer_address() const override { return {}; }
};

class DeadChild : public SubprocessTransport {
 public:
  void close() override {}
  [[nodiscard]] bool is_closing() const override { return false; }
  [[nodiscard]] ProcessId get_pid() const override { return 1; }
  [[nodiscard]] std::optional<long long> get_returncode() const override { return std::nullopt; }
  [[nodiscard]] std::shared_ptr<BaseTransport> get_pipe_transport(int /*fd*/) const override {
    return nullptr;
  }
  void send_signal(int /*signal*/) override {}
  void terminate() override {}
  void kill() override {}
};

class DeadServer : public Server {
 public:
  void close() override {}
  [[nodiscard]] bool is_serving() const override { return true; }
  [[nodiscard]] std::vector<FileDescriptor> sockets() const override { return {}; }
  [[nodiscard]] std::vector<Address> addresses() const override { return {}; }
};

class DeadDatagrams : public DatagramTransport {
 public:
  void close() override {}
  [[nodiscard]] bool is_closing() const override { return false; }
  void sendto(Bytes /*data*/, const Address& /*to*/) override {}
  void abort() override {}
  [[nodiscard]] Address local_address() const override { return InternetAddress{"127.0.0.1", 9, false}; }
  [[nodiscard]] FileDescriptor fileno() const override { return invalid_descriptor; }
};

}  // namespace asyncio::defects
