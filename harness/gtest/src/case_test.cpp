#include "case_test.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "failure_text.hpp"
#include "loopcheck/reports/standing.hpp"
#include "test_names.hpp"

namespace loopcheck::front {
namespace {

using reports::Standing;

// Nothing if it was run like all others.
std::optional<std::string> why_it_was_not_run(const Test& test, const Findings& findings) {
  const auto problem = findings.problems.find(test.scenario.subject);
  if (problem != findings.problems.end())
    return fmt::format("the subject {} was given up: {}", test.scenario.subject,
                       cli::harmless(problem->second));
  if (findings.interrupted) return "interrupted before this case was run";
  if (findings.out_of_budget) return "the budget was used up before this case was run (--budget)";
  return std::nullopt;
}

class CaseTest : public testing::Test {
 public:
  CaseTest(const SuiteEnvironment& environment, const front::Test& test)
      : environment_(environment), test_(test) {}

  void TestBody() override {
    RecordProperty("case", test_.scenario.case_id);
    RecordProperty("subject", test_.scenario.subject);
    RecordProperty("environment", test_.scenario.environment);
    const auto judgement = judge(test_, environment_.findings());
    if (!judgement.notes.empty())
      RecordProperty("notes", fmt::format("{}", fmt::join(judgement.notes, "\n")));
    for (const auto& failure : judgement.failures) ADD_FAILURE_AT(test_.file.c_str(), test_.line) << failure;
    if (judgement.skipped) GTEST_SKIP() << *judgement.skipped;
  }

 private:
  const SuiteEnvironment& environment_;
  const front::Test& test_;
};

class AbsentSubject : public testing::Test {
 public:
  explicit AbsentSubject(std::string problem) : problem_(std::move(problem)) {}
  void TestBody() override { FAIL() << problem_; }

 private:
  std::string problem_;
};

}  // namespace

Judgement judge(const Test& test, const Findings& findings) {
  Judgement judgement;
  const auto found = findings.results.find(test.scenario);
  if (found == findings.results.end()) {
    if (const auto why = why_it_was_not_run(test, findings)) {
      judgement.failures.push_back(*why);
    } else {
      judgement.skipped = "none of the chosen rules says anything of this environment";
    }
    return judgement;
  }
  const cli::Style style(false);
  std::vector<std::string> reasons;
  bool passed = false;
  for (const auto& result : found->second) {
    switch (reports::standing_of(result)) {
      case Standing::failure:
      case Standing::trouble:
      case Standing::known_pass:
        judgement.failures.push_back(cli::failure_text(result, findings.suite, style));
        break;
      case Standing::note:
        judgement.notes.push_back(fmt::format("{}: {}", result.rule, reports::reason_of(result)));
        break;
      case Standing::pass:
        passed = true;
        break;
      case Standing::known_failure:
      case Standing::skipped:
        if (std::find(reasons.begin(), reasons.end(), reports::reason_of(result)) == reasons.end())
          reasons.push_back(reports::reason_of(result));
        break;
    }
  }
  if (judgement.failures.empty() && !passed && !reasons.empty())
    judgement.skipped = fmt::format("{}", fmt::join(reasons, "; "));
  return judgement;
}

void SuiteEnvironment::SetUp() {
  std::set<std::pair<std::string, std::string>> chosen;
  const auto& program = *testing::UnitTest::GetInstance();
  for (int i = 0; i < program.total_test_suite_count(); ++i) {
    const auto& suite = *program.GetTestSuite(i);
    for (int j = 0; j < suite.total_test_count(); ++j) {
      const auto& test = *suite.GetTestInfo(j);
      if (test.should_run()) chosen.insert({suite.name(), test.name()});
    }
  }
  std::set<runner::ScenarioName> scenarios;
  for (const auto& test : suite_.tests()) {
    if (chosen.contains({test.suite, test.name})) scenarios.insert(test.scenario);
  }
  findings_ = scenarios.empty() ? Findings{} : suite_.run(std::move(scenarios));
}

void register_tests(std::unique_ptr<SuiteEnvironment> owned) {
  const auto& environment =
      static_cast<SuiteEnvironment&>(*testing::AddGlobalTestEnvironment(owned.release()));
  // GoogleTest owns what the functions make.
  for (const auto& test : environment.suite().tests()) {
    testing::RegisterTest(test.suite.c_str(), test.name.c_str(), nullptr, nullptr, test.file.c_str(),
                          test.line, [&environment, &test]() -> testing::Test* {
                            return std::make_unique<CaseTest>(environment, test).release();
                          });
  }
  for (const auto& [subject, problem] : environment.suite().problems()) {
    testing::RegisterTest(test_name(subject).c_str(), "starts", nullptr, nullptr, __FILE__, __LINE__,
                          [problem = problem]() -> testing::Test* {
                            return std::make_unique<AbsentSubject>(cli::harmless(problem)).release();
                          });
  }
}

}  // namespace loopcheck::front
