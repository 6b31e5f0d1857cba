// What the tests of subprocesses on Unix share.
#pragma once

#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "child_protocol.hpp"
#include "transports_fixture.hpp"
#include "unix/descriptor.hpp"
#include "unix/processes.hpp"

namespace asyncio::testing {

// While it lives, this thread has SIGUSR1 blocked and the process ignores SIGPIPE.
class ChangedSignals {
 public:
  ChangedSignals() {
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    ::pthread_sigmask(SIG_BLOCK, &blocked, &before_);
    ::signal(SIGPIPE, SIG_IGN);
  }
  ChangedSignals(const ChangedSignals&) = delete;
  ChangedSignals& operator=(const ChangedSignals&) = delete;
  ~ChangedSignals() {
    ::signal(SIGPIPE, SIG_DFL);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t before_{};
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
};

}  // namespace asyncio::testing
