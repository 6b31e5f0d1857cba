// A protocol that writes down what a child process does.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "transports_fixture.hpp"
#include "unix/descriptor.hpp"
#include "unix/processes.hpp"

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

  Log log;
  std::array<std::string, 3> output;
  bool exited = false;
  bool lost = false;
  std::optional<long long> code_at_exit;
  std::shared_ptr<SubprocessTransport> transport;
  std::function<void()> on_made, on_exit;
};

class SubprocessTest : public TransportTest {
 protected:
  using Arguments = std::vector<std::string>;

  std::shared_ptr<ChildProtocol> exec(Arguments arguments, SubprocessOptions options = {}) {
    auto made = std::make_shared<ChildProtocol>(*loop_);
    wait(loop_->subprocess_exec([made] { return made; }, std::move(arguments), std::move(options)));
    return made;
  }
  std::shared_ptr<ChildProtocol> shell(std::string command, SubprocessOptions options = {}) {
    auto made = std::make_shared<ChildProtocol>(*loop_);
    wait(loop_->subprocess_shell([made] { return made; }, std::move(command), std::move(options)));
    return made;
  }
  std::string exec_failure(Arguments arguments, SubprocessOptions options = {}, std::string* text = nullptr) {
    return failure(loop_->subprocess_exec([this] { return std::make_shared<ChildProtocol>(*loop_); },
                                          std::move(arguments), std::move(options)),
                   text);
  }
  // Waits until all is over, and gives what the child wrote to its standard output.
  std::string finish(const ChildProtocol& child) {
    run_until([&] { return child.lost; });
    return child.output[1];
  }
  std::string output_of(std::string command, SubprocessOptions options = {}) {
    options.standard_input = StdioDevNull{};
    return finish(*shell(std::move(command), std::move(options)));
  }
  static long long code_of(const ChildProtocol& child) {
    return child.transport->get_returncode().value_or(-1000);
  }
};

}  // namespace asyncio::testing
