// A protocol that writes down what a child process does. Each call stops the loop, so that the test looks
// whether it has what it waits for.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "transports_fixture.hpp"

namespace asyncio::testing {

class ChildProtocol final : public SubprocessProtocol {
 public:
  explicit ChildProtocol(EventLoop& loop) : log(loop) {}

  void connection_made(std::shared_ptr<BaseTransport> made) override {
    transport = std::dynamic_pointer_cast<SubprocessTransport>(made);
    log.add("made");
    if (on_made) on_made();
  }
  void pipe_data_received(int fd, Bytes data) override {
    output.at(static_cast<std::size_t>(fd)) += as_text(data);
    log.wake();
  }
  void pipe_connection_lost(int fd, std::exception_ptr error) override {
    log.add("pipe" + std::to_string(fd) + ":" + type_of(error));
  }
  void process_exited() override {
    exited = true;
    code_at_exit = transport->get_returncode();
    log.add("exited");
    if (on_exit) on_exit();
  }
  void connection_lost(std::exception_ptr error) override {
    lost = true;
    log.add("lost:" + type_of(error));
  }
  void pause_writing() override { log.add("pause"); }
  void resume_writing() override { log.add("resume"); }

  [[nodiscard]] std::shared_ptr<WriteTransport> input() const {
    return std::dynamic_pointer_cast<WriteTransport>(transport->get_pipe_transport(0));
  }
  [[nodiscard]] long long code() const { return transport->get_returncode().value_or(-1000); }

  Log log;
  std::array<std::string, 3> output;
  bool exited = false;
  bool lost = false;
  std::optional<long long> code_at_exit;
  std::shared_ptr<SubprocessTransport> transport;
  std::function<void()> on_made, on_exit;
};

}  // namespace asyncio::testing
