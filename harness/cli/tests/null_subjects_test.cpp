// Through the executables: subjects that do no work, earn no rule. (The whole suite is held against them in
// their own tests.).
#include <gtest/gtest.h>

#include <map>

#include "loopcheck_program.hpp"

namespace loopcheck::cli {
namespace {

struct Ending {
  std::string behaviour;
  int status;
};

class NullSubjects : public ::testing::TestWithParam<Ending> {};

TEST_P(NullSubjects, EarnNoRuleOnAnyPlatform) {
  const Workplace work;
  const std::string command =
      std::string(LOOPCHECK_BIN) + "/null-subject --behaviour " + GetParam().behaviour;
  const auto finished =
      work.loopcheck({"run", "--quiet", "--cases", LOOPCHECK_SUITE, "--output", work.report().string(),
                      "--tier", "1", "--environment", "*-docs-3.15", "--subject-command", command});
  EXPECT_EQ(finished.status, GetParam().status) << finished.error;
  std::map<std::string, int> platforms;
  const auto record = work.record();
  for (const auto& environment : record.at("summary").at("environments")) {
    const auto name = environment.at("environment").get<std::string>();
    EXPECT_EQ(environment.at("holds"), 0) << name;
    ++platforms[name.substr(0, name.find('-'))];
  }
  EXPECT_EQ(platforms, (std::map<std::string, int>{{"linux", 4}, {"macos", 6}, {"windows", 2}}));
}

// The empty answer breaks the protocol; the others break rules.
INSTANTIATE_TEST_SUITE_P(Of, NullSubjects,
                         ::testing::Values(Ending{"accept", 1}, Ending{"refuse", 1}, Ending{"echo", 1},
                                           Ending{"random", 1}, Ending{"empty", 3}),
                         [](const auto& info) { return info.param.behaviour; });

}  // namespace
}  // namespace loopcheck::cli
