// A trial of defects that is stopped keeps what it has, and tells it.
#include <gtest/gtest.h>

#include <fstream>

#include "loopcheck_program.hpp"
#include "system.hpp"

namespace loopcheck::cli {
namespace {

constexpr const char* two = R"([
  {"id":"is-running-always-false","about":"is false","breaks":["is-running"]},
  {"id":"stops-the-harness","about":"kills who started it","breaks":["is-running"],"documented":"3.13"}])";

class StoppedSensitivity : public testing::Test {
 protected:
  // One lot after the other, by documentation; the second one does `command` to the harness when it is to
  // introduce itself.
  [[nodiscard]] Finished stopped_by(const std::string& command) const {
    const auto folder = work_.report().parent_path();
    std::ofstream(folder / "defects.json") << two;
    std::ofstream(folder / "subject") << "case \"$*\" in *stops-the-harness*) " << command
                                      << "; while read -r line; do :; done; exit;; esac\n"
                                      << "exec '" LOOPCHECK_BIN "/reference-subject' \"$@\"\n";
    return work_.loopcheck({"sensitivity", (folder / "defects.json").string(), "--cases", LOOPCHECK_SUITE,
                            "--subject-command", "sh '" + (folder / "subject").string() + "'", "--case",
                            "is-running", "--environment", an_environment, "--output",
                            work_.report().string()});
  }
  [[nodiscard]] nlohmann::json table() const {
    return nlohmann::json::parse(std::ifstream(work_.report() / "sensitivity.json"));
  }
  void expect_the_first_defect(const std::string& unfinished) const {
    const auto document = table();
    ASSERT_EQ(document.at("trials").size(), 1U);
    EXPECT_EQ(document.at("trials").at(0).at("defect"), "is-running-always-false");
    EXPECT_EQ(document.at("trials").at(0).at("exact"), true);
    EXPECT_EQ(document.at("unfinished"), unfinished);
    EXPECT_EQ(document.at("sound"), false);
    EXPECT_TRUE(std::filesystem::exists(work_.report() / "sensitivity.html"));
  }

  Workplace work_;
};

TEST_F(StoppedSensitivity, TellsWhatItHasWhenItIsInterrupted) {
  const auto finished = stopped_by("kill -INT $PPID");
  EXPECT_EQ(finished.status, 130) << finished.error;
  EXPECT_NE(finished.output.find("1 defects in 1 trials"), std::string::npos) << finished.output;
  EXPECT_NE(finished.output.find("Not finished: it was interrupted."), std::string::npos) << finished.output;
  expect_the_first_defect("it was interrupted");
}

TEST_F(StoppedSensitivity, LeavesWhatItHasWhenItIsKilled) {
  EXPECT_EQ(stopped_by("kill -KILL $PPID").status, 128 + 9);
  expect_the_first_defect("the run was still going on, or was killed");
}

TEST_F(StoppedSensitivity, LeavesWhatItHasWhenADefectDoesNotServe) {
  const auto finished = stopped_by("exit");
  EXPECT_EQ(finished.status, 3) << finished.error;
  EXPECT_EQ(table().at("unfinished").get<std::string>().rfind("with --defect stops-the-harness: ", 0), 0U);
  EXPECT_EQ(table().at("trials").size(), 1U);
}

}  // namespace
}  // namespace loopcheck::cli
