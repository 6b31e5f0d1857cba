// A case as a GoogleTest test.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "suite.hpp"

namespace loopcheck::front {

// What is to be said of a test: failures, or that it was skipped, or nothing.
struct Judgement {
  std::vector<std::string> failures;
  std::optional<std::string> skipped;  // why, if nothing was verified and nothing failed
  std::vector<std::string> notes;      // what differs where the documentation is silent
};

// A result that counts against a subject fails the test, and so does trouble. A test is skipped if none of
// its results is a pass.
Judgement judge(const Test& test, const Findings& findings);

// Runs, in one run of the engine, the tests that GoogleTest has chosen; anew at each repetition.
class SuiteEnvironment : public testing::Environment {
 public:
  explicit SuiteEnvironment(Suite suite) : suite_(std::move(suite)) {}

  void SetUp() override;

  [[nodiscard]] const Suite& suite() const { return suite_; }
  [[nodiscard]] const Findings& findings() const { return findings_; }

 private:
  Suite suite_;
  Findings findings_;
};

// Registers every test with GoogleTest, and a test that fails for each subject that could not be started. The
// environment is GoogleTest's from then on.
void register_tests(std::unique_ptr<SuiteEnvironment> environment);

}  // namespace loopcheck::front
