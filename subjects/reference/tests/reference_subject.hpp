// The adapter as the harness sees it: a process that answers scenarios. The tests run each scenario on every
// selector.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "child_process.hpp"
#include "loopcheck/protocol/messages.hpp"
#include "loopcheck/protocol/values.hpp"

namespace loopcheck::testing {

using nlohmann::json;

inline constexpr const char* nonce = "nonce-42";
inline constexpr const char* answer_to_nonce = "24-ecnon";

// A step; those in callbacks and threads need no id.
json step(const std::string& id, const std::string& kind, json parameters = json::object());

// A list of steps. (Braces alone would make an object of some lists.)
template <class... Step>
json steps(Step... each) {
  json list = json::array();
  (list.push_back(std::move(each)), ...);
  return list;
}

// A callback that performs steps.
template <class... Step>
json callback(const std::string& name, Step... each) {
  return {{"name", name}, {"do", steps(std::move(each)...)}};
}

// What a scenario gave, with ways to ask for it.
class Result {
 public:
  explicit Result(protocol::Transcript transcript) : transcript_(std::move(transcript)) {}

  // These fail the test if there is no such step, or if its outcome is another.
  [[nodiscard]] const protocol::StepOutcome& step(const std::string& id) const;
  [[nodiscard]] json value(const std::string& id) const;
  [[nodiscard]] std::string raised(const std::string& id) const;  // the type of the exception
  [[nodiscard]] protocol::Outcome outcome(const std::string& id) const { return step(id).outcome; }

  [[nodiscard]] std::size_t count(const std::string& event) const;
  [[nodiscard]] json data(const std::string& event) const;  // of the first event of that name
  [[nodiscard]] std::vector<std::string> events() const;    // the names, in order
  [[nodiscard]] const protocol::Transcript& transcript() const { return transcript_; }

 private:
  protocol::Transcript transcript_;
};

class ReferenceSubject : public ChildProcess {
 public:
  explicit ReferenceSubject(std::vector<std::string> options = {});

  // The next message that is no notification; the notifications are put into `notified`.
  protocol::SubjectMessage receive();
  std::vector<std::string> notified;

  protocol::InitializeResult initialize();
  // The steps may contain "${scratch}".
  protocol::SubjectMessage request_run(const std::string& environment, const json& scenario);
  Result run(const std::string& environment, const json& scenario);
  Ending shut_down();

  [[nodiscard]] std::size_t open_descriptors() const;
  [[nodiscard]] std::string children() const;  // empty: none
  [[nodiscard]] std::size_t threads() const;

 private:
  std::int64_t next_id_ = 1;
};

// A test on each selector. One process serves all its scenarios, and must be none the worse for it.
class OnEverySelector : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override;
  void TearDown() override;
  template <class... Step>
  Result run(Step... each) {
    return subject_.run(GetParam(), steps(std::move(each)...));
  }
  ReferenceSubject& subject() { return subject_; }

 private:
  ReferenceSubject subject_;
  std::size_t descriptors_before_ = 0;
};

#define ON_EVERY_SELECTOR(fixture)                                                               \
  class fixture : public OnEverySelector {};                                                     \
  INSTANTIATE_TEST_SUITE_P(                                                                      \
      Linux, fixture,                                                                            \
      ::testing::Values("linux-selector-epoll", "linux-selector-poll", "linux-selector-select"), \
      [](const auto& info) { return info.param.substr(sizeof "linux-selector-" - 1); })

}  // namespace loopcheck::testing
