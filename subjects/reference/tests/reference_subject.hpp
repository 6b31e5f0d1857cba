// The adapter as the harness sees it: a process that answers scenarios. The tests run each scenario on every
// loop of this platform.
#pragma once

#include <gtest/gtest.h>

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

 private:
  std::int64_t next_id_ = 1;
};

// ---- What each operating system's folder knows

// The environments that the subject offers here, in its order.
std::vector<std::string> environments();

// What a process holds on to.
struct Holdings {
  std::size_t descriptors = 0;  // handles on Windows
  std::size_t children = 0;
  std::size_t threads = 0;
};
Holdings holdings_of(int pid);

// Steps that make the system's libraries open what they keep.
json warm_up();

// ----

// A test on each loop. One process serves all its scenarios, and must be none the worse for it.
class OnEveryLoop : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override;
  void TearDown() override;
  template <class... Step>
  Result run(Step... each) {
    return subject_.run(GetParam(), steps(std::move(each)...));
  }
  ReferenceSubject& subject() { return subject_; }
  [[nodiscard]] bool is_proactor() const { return GetParam().ends_with("-proactor"); }
  // Whether the loop runs children: on Windows the selector loop does not.
  [[nodiscard]] bool has_children() const { return GetParam() != "windows-selector-select"; }

 private:
  ReferenceSubject subject_;
  Holdings before_;
};

// The name of an environment as that of a test.
std::string test_name(const ::testing::TestParamInfo<std::string>& environment);

#define ON_EVERY_LOOP(fixture)           \
  class fixture : public OnEveryLoop {}; \
  INSTANTIATE_TEST_SUITE_P(Loops, fixture, ::testing::ValuesIn(environments()), test_name)

}  // namespace loopcheck::testing
