// What the tests of subprocesses on every system share: a loop of each kind that has them, a protocol that
// writes down what it is told, and waiting for that without sleeping. The children run loopcheck-child.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "asyncio/exceptions.hpp"
#include "process_system.hpp"

namespace asyncio::testing {

using Events = std::vector<std::string>;
using Words = std::vector<std::string>;

inline Bytes as_bytes(std::string_view text) {
  return std::as_bytes(std::span(text));
}

// Bytes in which a shift, a loss or a repetition shows.
inline std::string pattern(std::size_t size) {
  constexpr std::size_t period = 251;
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i % period);
  return text;
}

// "BrokenPipeError"; "none" for null.
inline std::string type_of(const std::exception_ptr& error) {
  if (!error) return "none";
  try {
    std::rethrow_exception(error);
  } catch (const Error& known) {
    return std::string(known.type_name());
  } catch (const std::exception& other) {
    return other.what();
  }
}

// Each call stops the loop, so that the test looks whether it has what it waits for.
class RecordedChild final : public SubprocessProtocol {
 public:
  explicit RecordedChild(EventLoop& loop) : loop_(loop) {}

  void connection_made(std::shared_ptr<BaseTransport> made) override {
    transport = std::dynamic_pointer_cast<SubprocessTransport>(made);
    add("made");
    if (on_made) on_made();
  }
  void pipe_data_received(int fd, Bytes data) override {
    output.at(static_cast<std::size_t>(fd)).append(reinterpret_cast<const char*>(data.data()), data.size());
    loop_.stop();
  }
  void pipe_connection_lost(int fd, std::exception_ptr error) override {
    add("pipe" + std::to_string(fd) + ":" + type_of(error));
  }
  void process_exited() override {
    exited = true;
    code_at_exit = transport->get_returncode();
    add("exited");
    if (on_exit) on_exit();
  }
  void connection_lost(std::exception_ptr error) override {
    lost = true;
    add("lost:" + type_of(error));
  }
  void pause_writing() override { add("pause"); }
  void resume_writing() override { add("resume"); }

  [[nodiscard]] std::shared_ptr<WriteTransport> input() const {
    return std::dynamic_pointer_cast<WriteTransport>(transport->get_pipe_transport(0));
  }
  [[nodiscard]] std::size_t count(std::string_view event) const {
    return static_cast<std::size_t>(std::count(events.begin(), events.end(), event));
  }
  [[nodiscard]] long long code() const { return transport->get_returncode().value_or(-1000); }

  Events events;
  std::array<std::string, 3> output;
  bool exited = false;
  bool lost = false;
  std::optional<long long> code_at_exit;
  std::shared_ptr<SubprocessTransport> transport;
  std::function<void()> on_made, on_exit;

 private:
  void add(std::string event) {
    events.push_back(std::move(event));
    loop_.stop();
  }

  EventLoop& loop_;
};

class ChildProgramTest : public ::testing::TestWithParam<LoopKind> {
 protected:
  using Child = std::shared_ptr<RecordedChild>;

  ChildProgramTest() {
    loop_->set_exception_handler([this](EventLoop&, const ExceptionContext& context) {
      errors.push_back(context.message + ": " + type_of(context.exception));
      loop_->stop();
    });
  }

  static std::unique_ptr<EventLoop> make_loop() { return GetParam().make(); }
  static Words program(Words words) {
    words.insert(words.begin(), LOOPCHECK_CHILD);
    return words;
  }

  // Runs the loop until `done`; a test that waits for something that never comes fails after a while.
  void run_until(const std::function<bool()>& done) {
    bool too_late = false;
    TimerHandle guard = loop_->call_later(std::chrono::seconds(60), [&] {
      too_late = true;
      loop_->stop();
    });
    while (!done() && !too_late) loop_->run_forever();
    guard.cancel();
    ASSERT_FALSE(too_late) << "waited for something that never came";
  }
  void run_turns(int turns) {
    for (; turns > 0; --turns) {
      loop_->stop();
      loop_->run_forever();
    }
  }
  template <class T>
  void wait(Future<T> future) {
    future.add_done_callback([this](FutureBase&) { loop_->stop(); });
    run_until([&] { return future.done(); });
  }

  Child run(Words program_and_arguments, SubprocessOptions options = {}) {
    auto child = std::make_shared<RecordedChild>(*loop_);
    auto starting = loop_->subprocess_exec([child] { return child; }, std::move(program_and_arguments),
                                           std::move(options));
    wait(starting);
    static_cast<void>(starting.result());
    return child;
  }
  Child start(Words words, SubprocessOptions options = {}) {
    return run(program(std::move(words)), std::move(options));
  }
  Child shell(std::string command, SubprocessOptions options = {}) {
    auto child = std::make_shared<RecordedChild>(*loop_);
    auto starting =
        loop_->subprocess_shell([child] { return child; }, std::move(command), std::move(options));
    wait(starting);
    static_cast<void>(starting.result());
    return child;
  }
  // What a start fails with; null if it does not.
  std::exception_ptr failure(Words program_and_arguments, SubprocessOptions options = {}) {
    auto starting = loop_->subprocess_exec([this] { return std::make_shared<RecordedChild>(*loop_); },
                                           std::move(program_and_arguments), std::move(options));
    wait(starting);
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

  std::vector<std::string> errors;
  std::unique_ptr<EventLoop> loop_ = make_loop();
};

#define FOR_EACH_LOOP_WITH_SUBPROCESSES(Suite) \
  INSTANTIATE_TEST_SUITE_P(, Suite, ::testing::ValuesIn(subprocess_loops()), loop_name)

}  // namespace asyncio::testing
