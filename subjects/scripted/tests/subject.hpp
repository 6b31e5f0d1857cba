// The scripted subject as the tests talk to it.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "child_process.hpp"
#include "loopcheck/protocol/messages.hpp"

namespace loopcheck::testing {

class Subject : public ChildProcess {
 public:
  explicit Subject(std::vector<std::string> arguments) : ChildProcess(command(std::move(arguments))) {}

  void send(protocol::Request request) { write(protocol::serialize(request)); }
  void initialize() { send({1, protocol::InitializeRequest{}}); }
  void run(std::int64_t id, const std::string& case_id = "a-case") {
    protocol::RunRequest request{case_id, "linux-selector-epoll", "nonce", "/tmp", nlohmann::json::array()};
    request.steps = {{{"id", "one"}, {"do", "run"}}, {{"id", "two"}, {"do", "run"}}};
    send({id, request});
  }
  // Initialized, and asked to run.
  static std::vector<std::string> behaviour(const std::string& name) { return {"--behaviour", name}; }
  void start() {
    initialize();
    EXPECT_TRUE(read_line());
    run(2);
  }
  protocol::SubjectMessage next() { return protocol::parse_subject_message(read_line().value_or("")); }
  // Reads the notifications of the two steps.
  void skip_steps() {
    EXPECT_EQ(std::get<protocol::StepNotification>(next()).step, "one");
    EXPECT_EQ(std::get<protocol::StepNotification>(next()).step, "two");
  }

 private:
  static std::vector<std::string> command(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), LOOPCHECK_SCRIPTED_SUBJECT);
    return arguments;
  }
};

}  // namespace loopcheck::testing
