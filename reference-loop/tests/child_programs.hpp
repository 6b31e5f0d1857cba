// What the tests of subprocesses on every system share. The children run loopcheck-child.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "child_protocol.hpp"
#include "process_system.hpp"

namespace asyncio::testing {

using Words = std::vector<std::string>;

class ChildProgramTest : public TransportTest {
 protected:
  using Child = std::shared_ptr<ChildProtocol>;

  static Words program(Words words) {
    words.insert(words.begin(), LOOPCHECK_CHILD);
    return words;
  }

  Child run(Words program_and_arguments, SubprocessOptions options = {}) {
    auto child = std::make_shared<ChildProtocol>(*loop_);
    wait(loop_->subprocess_exec([child] { return child; }, std::move(program_and_arguments),
                                std::move(options)));
    return child;
  }
  Child start(Words words, SubprocessOptions options = {}) {
    return run(program(std::move(words)), std::move(options));
  }
  Child shell(std::string command, SubprocessOptions options = {}) {
    auto child = std::make_shared<ChildProtocol>(*loop_);
    wait(loop_->subprocess_shell([child] { return child; }, std::move(command), std::move(options)));
    return child;
  }
  // What a start fails with; null if it does not.
  std::exception_ptr failure(Words program_and_arguments, SubprocessOptions options = {}) {
    auto starting = loop_->subprocess_exec([this] { return std::make_shared<ChildProtocol>(*loop_); },
                                           std::move(program_and_arguments), std::move(options));
    wait_until_done(starting);
    return starting.exception();
  }

  // Waits until all is over, and gives what the child wrote to its standard output.
  std::string finish(const Child& child) {
    run_until([&] { return child->lost; });
    return child->output[1];
  }
  std::string output_of(Words words, SubprocessOptions options = {}) {
    return finish(start(std::move(words), std::move(options)));
  }
  void wait_until_ready(const Child& child) {
    run_until([&] { return child->output[1].ends_with("ready\n"); });
  }
};

#define FOR_EACH_LOOP_WITH_SUBPROCESSES(Suite) \
  INSTANTIATE_TEST_SUITE_P(, Suite, ::testing::ValuesIn(subprocess_loops()), loop_name)

}  // namespace asyncio::testing
